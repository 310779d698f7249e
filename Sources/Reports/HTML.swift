/// Text made safe inside a page, and the frame that all our pages share.
public enum HTML {
    /// A text as it may stand between tags and inside quoted attributes; characters that XML forbids go.
    public static func escaped(_ text: some StringProtocol) -> String {
        if text.utf8.allSatisfy({ !needsEscape($0) }) { return String(text) }
        var result: [UInt8] = []
        append(Array(text.utf8)[...], to: &result)
        return String(decoding: result, as: UTF8.self)
    }

    /// A text of ours as it may stand between tags, its figures beside their units.
    static func prose(_ text: String) -> String { escaped(Unbroken.joined(text)) }

    /// Adds a text, in UTF-8, as `escaped` would write it.
    static func append(_ text: ArraySlice<UInt8>, to result: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): result.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): result.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): result.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): result.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): result.append(contentsOf: "&#39;".utf8)
            case UInt8(ascii: "\n"), UInt8(ascii: "\t"): result.append(byte)
            case _ where byte < 0x20 || byte == 0x7F: break
            default: result.append(byte)
            }
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0x7F: true
        default: byte < 0x20
        }
    }

    /// Fonts that are there on phones, desktops and printers, Chinese and Cyrillic included.
    public static let fonts = """
        -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', 'PingFang SC', \
        'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif
        """

    /// A whole page: one column, dark text on white. Nothing remote is named in it.
    ///
    /// - Parameters:
    ///   - language: BCP 47 tag; chooses the glyphs of Chinese characters among others.
    ///   - body: Safe markup.
    public static func page(language: String, title: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(escaped(language))">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light">
        <title>\(escaped(title))</title>
        </head>
        <body style="margin:0;padding:0;background:#ffffff">
        <div style="max-width:640px;margin:0 auto;padding:20px 16px;background:#ffffff;color:#1f2328;\
        font-family:\(fonts);font-size:16px;line-height:1.5;overflow-wrap:break-word">
        \(body)</div>
        </body>
        </html>

        """
    }
}
