import MIME
import Testing

/// Mails written in every charset by a seeded generator that keeps the truth about them.
struct GeneratedMailTests {
    struct Script: Sendable, CustomTestStringConvertible {
        let label: String
        let codec: String
        let words: [String]
        /// Whether characters may be cut between encoded-words: not where the encoding keeps state.
        let isStateless: Bool
        var testDescription: String { label }

        init(_ label: String, _ codec: String, _ words: String, isStateless: Bool = true) {
            self.label = label
            self.codec = codec
            self.words = words.split(separator: " ").map(String.init)
            self.isStateless = isStateless
        }
    }

    private static let russian = "Здравствуйте форма заказа не открывается проверьте отчёт счёт страница ёлка"
    private static let chinese = "您好 更新 订单 页面 打不开 尽快 检查 报表 功能 付款 失败"
    private static let taiwanese = "您好 更新 訂單 頁面 打不開 盡快 檢查 報表 功能 付款 失敗"
    private static let japanese = "お世話 更新 注文ページ 開きません 確認 レポート 機能 エラー 表示 支払い"
    private static let korean = "안녕하세요 업데이트 주문 페이지가 열리지 확인 보고서 기능 고객 결제"
    private static let western = "Grüße naïve café señor straße façade größer invoice page order Zürich"

    static let scripts = [
        Script("utf-8", "UTF-8", russian + " " + chinese + " " + western), Script("koi8-r", "KOI8-R", russian),
        Script("windows-1251", "CP1251", russian), Script("gb18030", "GB18030", chinese),
        Script("gb2312", "GB18030", chinese), Script("big5", "BIG5", taiwanese),
        Script("iso-2022-jp", "ISO-2022-JP", japanese, isStateless: false),
        Script("shift_jis", "CP932", japanese), Script("euc-kr", "EUC-KR", korean),
        Script("iso-8859-1", "ISO-8859-1", western),
    ]

    /// What a generated mail says.
    private struct Truth: Equatable {
        var subject = ""
        var name = ""
        var text = ""
        var html = ""
        var fileName = ""
        var file: [UInt8] = []
    }

    private struct Writer {
        let script: Script
        let ending: String
        var random: SeededRandom

        mutating func phrase(_ count: ClosedRange<Int>) -> String {
            (0..<Int.random(in: count, using: &random)).map { _ in random.pick(script.words) }.joined(separator: " ")
        }

        /// Encoded-words cut anywhere, inside characters and inside base64 quanta too.
        mutating func words(_ text: String) throws -> String {
            let isBase64 = Bool.random(using: &random)
            var pieces: [[UInt8]] = []
            if script.isStateless {
                let bytes = try Codec.encode(text, script.codec)
                var start = 0
                while start < bytes.count {
                    let end = min(bytes.count, start + Int.random(in: 1...14, using: &random))
                    pieces.append(Array(bytes[start..<end]))
                    start = end
                }
            } else {
                for character in text { pieces.append(try Codec.encode(String(character), script.codec)) }
            }
            let encoded = pieces.map { piece in
                isBase64 ? "B?" + Base64Text.encode(piece) : "Q?" + Self.quoted(piece, isWord: true)
            }
            return encoded.map { "=?\(script.label)?\($0)?=" }.joined(separator: ending + " ")
        }

        static func quoted(_ bytes: [UInt8], isWord: Bool) -> String {
            var out = ""
            for byte in bytes {
                let scalar = Unicode.Scalar(byte)
                if byte < 0x80, scalar.properties.isAlphabetic || (byte == 0x20 && !isWord) {
                    out.unicodeScalars.append(scalar)
                } else {
                    out += "=" + Self.hex(byte)
                }
            }
            return out
        }

        static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }

        /// RFC 2231 sections cut anywhere but inside an escape.
        mutating func fileName(_ name: String) throws -> String {
            var sections = [script.label + "''"]
            for byte in try Codec.encode(name, script.codec) {
                if sections[sections.count - 1].utf8.count > Int.random(in: 20...50, using: &random) {
                    sections.append("")
                }
                sections[sections.count - 1] += "%" + Self.hex(byte)
            }
            if sections.count == 1 { return "filename*=\(sections[0])" }
            return sections.enumerated().map { "filename*\($0.offset)*=\($0.element)" }
                .joined(separator: ";" + ending + " ")
        }

        mutating func body(_ text: String) throws -> (encoding: String, bytes: [UInt8]) {
            let bytes = try Codec.encode(text.replacing("\n", with: ending), script.codec)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: return ("base64", Array(Base64Text.encode(bytes, lineLength: 76, ending: ending).utf8))
            case 1:
                let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
                    Self.quoted(line.last == 0x0D ? Array(line.dropLast()) : Array(line), isWord: false)
                }
                return ("quoted-printable", Array(lines.joined(separator: ending).utf8))
            default: return ("8bit", bytes)
            }
        }

        mutating func mail(_ truth: inout Truth) throws -> [UInt8] {
            truth.subject = phrase(1...12)
            truth.name = phrase(1...3)
            truth.fileName = phrase(1...6) + ".pdf"
            truth.text = (0..<20).map { _ in phrase(1...10) }.joined(separator: "\n") + "\nend"
            truth.html = "<p>" + phrase(5...20) + "</p>\n<p>" + phrase(5...20) + "</p>"
            truth.file = (0..<Int.random(in: 0...3_000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var out = try Sample.bytes(
                [
                    "Subject: " + words(truth.subject), "From: " + words(truth.name) + " <someone@client.example>",
                    "Content-Type: multipart/mixed; boundary=\"m\"", "", "--m",
                    "Content-Type: multipart/alternative; boundary=\"a\"", "",
                ],
                ending: ending
            )
            for (subtype, text) in [("plain", truth.text), ("html", truth.html)] {
                let (encoding, bytes) = try body(text)
                out += Sample.bytes(
                    [
                        "--a", "Content-Type: text/\(subtype); charset=\"\(script.label)\"",
                        "Content-Transfer-Encoding: \(encoding)", "",
                    ],
                    ending: ending
                )
                out += bytes + Array(ending.utf8)
            }
            out += try Sample.bytes(
                [
                    "--a--", "--m", "Content-Type: application/pdf", "Content-Transfer-Encoding: base64",
                    "Content-Disposition: attachment; " + fileName(truth.fileName), "",
                    Base64Text.encode(truth.file, lineLength: 76, ending: ending), "--m--",
                ],
                ending: ending
            )
            return out
        }
    }

    @Test("Every generated mail is read as it was meant", arguments: scripts, ["\r\n", "\n"])
    func agrees(_ script: Script, _ ending: String) throws {
        var writer = Writer(script: script, ending: ending, random: SeededRandom(seed: UInt64(script.label.utf8.count)))
        for _ in 0..<25 {
            var truth = Truth()
            let message = try Message(writer.mail(&truth))
            let content = message.content
            let read = Truth(
                subject: message.subject,
                name: message.from.first?.name ?? "",
                text: content.text,
                html: content.html ?? "",
                fileName: content.attachments.first?.name ?? "",
                file: content.attachments.first?.decodedBytes ?? []
            )
            #expect(read == truth)
            #expect(content.attachments.map(\.byteCount) == [truth.file.count])
            #expect(message.defects.isEmpty)
        }
    }
}
