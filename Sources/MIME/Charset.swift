/// A character encoding that mail uses, under the name the WHATWG Encoding Standard gives it where it has one.
///
/// Labels are read as mail means them, not as registries define them: `gb2312` is gb18030, `iso-8859-1` is
/// windows-1252, `ks_c_5601-1987` is cp949, `shift_jis` is cp932.
public enum Charset: String, Sendable, Hashable, CaseIterable {
    case ascii = "us-ascii"
    case utf8 = "utf-8"
    case utf7 = "utf-7"
    case utf16 = "utf-16"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case utf32 = "utf-32"
    case ibm437 = "ibm437"
    case ibm850 = "ibm850"
    case ibm852 = "ibm852"
    case ibm866 = "ibm866"
    case iso8859Part2 = "iso-8859-2"
    case iso8859Part3 = "iso-8859-3"
    case iso8859Part4 = "iso-8859-4"
    case iso8859Part5 = "iso-8859-5"
    case iso8859Part6 = "iso-8859-6"
    case iso8859Part7 = "iso-8859-7"
    case iso8859Part8 = "iso-8859-8"
    case iso8859Part10 = "iso-8859-10"
    case iso8859Part13 = "iso-8859-13"
    case iso8859Part14 = "iso-8859-14"
    case iso8859Part15 = "iso-8859-15"
    case iso8859Part16 = "iso-8859-16"
    case koi8R = "koi8-r"
    case koi8U = "koi8-u"
    case macintosh = "macintosh"
    case macCyrillic = "x-mac-cyrillic"
    case windows874 = "windows-874"
    case windows1250 = "windows-1250"
    case windows1251 = "windows-1251"
    case windows1252 = "windows-1252"
    case windows1253 = "windows-1253"
    case windows1254 = "windows-1254"
    case windows1255 = "windows-1255"
    case windows1256 = "windows-1256"
    case windows1257 = "windows-1257"
    case windows1258 = "windows-1258"
    case gb18030 = "gb18030"
    case hzGB2312 = "hz-gb-2312"
    case big5 = "big5"
    case eucJP = "euc-jp"
    case iso2022JP = "iso-2022-jp"
    case shiftJIS = "shift_jis"
    case eucKR = "euc-kr"
    case iso2022KR = "iso-2022-kr"

    /// The charset that a label in a mail means; nil for a label nobody knows.
    ///
    /// Case, quotes, blanks and the usual misspellings do not matter.
    public init?(label: String) {
        guard let found = CharsetLabels.charset(label) else { return nil }
        self = found
    }

    /// Whether every byte below 128 stands for itself, wherever it occurs on its own.
    var isSingleByte: Bool { SingleByteTables.table(self) != nil }

    /// The name under which the C library's iconv knows a charset that is left to it.
    var iconvName: StaticString? {
        switch self {
        case .gb18030: "GB18030"
        case .big5: "BIG5-HKSCS"
        case .eucJP: "EUC-JP-MS"
        case .shiftJIS: "CP932"
        case .eucKR: "CP949"
        case .iso2022KR: "ISO-2022-KR"
        case .utf7: "UTF-7"
        case .utf16: "UTF-16"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .utf32: "UTF-32"
        default: nil
        }
    }

    /// Decodes `bytes` as this charset and nothing else: invalid sequences become U+FFFD and `isValid` false.
    public func decode(_ bytes: [UInt8]) -> (text: String, isValid: Bool) {
        let result = CharsetDecoder.decode(bytes.span, as: self)
        return (result.utf8.text, result.isValid)
    }
}

/// Labels as they occur in mail, each with the charset that is meant.
enum CharsetLabels {
    static func charset(_ label: String) -> Charset? {
        if let found = table[label] { return found }
        var plain: [UInt8] = []
        for byte in label.utf8.prefix(80) {
            switch byte {
            case ASCII.quote, ASCII.apostrophe, ASCII.less, ASCII.greater: continue
            case ASCII.semicolon, ASCII.comma, ASCII.star: break
            case _ where byte.isWhitespace: continue
            default:
                plain.append(byte.lowered)
                continue
            }
            break
        }
        let name = plain.text
        if let found = table[name] { return found }
        let dashed = name.map { $0 == "_" || $0 == ":" ? "-" : $0 }
        if let found = table[String(dashed)] { return found }
        let letters = dashed.filter { $0 != "-" }
        return squeezed[String(letters)] ?? squeezed[String(letters.drop { $0 == "x" })]
    }

    private static let table: [String: Charset] = {
        var table: [String: Charset] = [:]
        for charset in Charset.allCases { table[charset.rawValue] = charset }
        for (charset, labels) in list {
            for label in labels.split(separator: " ") { table[String(label)] = charset }
        }
        return table
    }()

    /// The same labels without hyphens and underscores, for the spellings nobody listed.
    private static let squeezed: [String: Charset] = {
        var squeezed: [String: Charset] = [:]
        for (label, charset) in table { squeezed[label.filter { $0 != "-" && $0 != "_" && $0 != ":" }] = charset }
        return squeezed
    }()

    private static let list: [(Charset, String)] = [
        (.ascii, "ascii ansi_x3.4-1968 ansi_x3.4-1986 iso-ir-6 iso646-us us cp367 ibm367 csascii 7bit 646"),
        (.utf8, "utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf8mb4 cp65001 utf-8-sig"),
        (.utf7, "utf7 unicode-1-1-utf-7 unicode11utf7 csunicode11utf7 x-unicode-1-1-utf-7"),
        (.utf16, "utf16 unicode ucs-2 iso-10646-ucs-2 csunicode unicodefeff"),
        (.utf16LittleEndian, "utf16le ucs-2le"),
        (.utf16BigEndian, "utf16be ucs-2be unicodefffe"),
        (.utf32, "utf32 ucs-4 iso-10646-ucs-4"),
        (.ibm437, "cp437 437 cspc8codepage437"),
        (.ibm850, "cp850 850 cspc850multilingual dos-850"),
        (.ibm852, "cp852 852 cspcp852 dos-852"),
        (.ibm866, "cp866 866 csibm866 dos-866"),
        (.iso8859Part2, "csisolatin2 iso-ir-101 iso8859-2 iso_8859-2 iso_8859-2:1987 l2 latin2 latin-2"),
        (.iso8859Part3, "csisolatin3 iso-ir-109 iso8859-3 iso_8859-3 iso_8859-3:1988 l3 latin3"),
        (.iso8859Part4, "csisolatin4 iso-ir-110 iso8859-4 iso_8859-4 iso_8859-4:1988 l4 latin4"),
        (.iso8859Part5, "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso_8859-5 iso_8859-5:1988"),
        (
            .iso8859Part6,
            "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i "
                + "iso-ir-127 iso8859-6 iso_8859-6 iso_8859-6:1987"
        ),
        (
            .iso8859Part7,
            "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso_8859-7 iso_8859-7:1987"
        ),
        (
            .iso8859Part8,
            "csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-8859-8-i csiso88598i logical visual iso-ir-138 "
                + "iso8859-8 iso_8859-8 iso_8859-8:1988"
        ),
        (.iso8859Part10, "csisolatin6 iso-ir-157 iso8859-10 l6 latin6"),
        (.iso8859Part13, "iso8859-13 latin7"),
        (.iso8859Part14, "iso8859-14 latin8 iso-celtic"),
        (.iso8859Part15, "csisolatin9 iso8859-15 iso_8859-15 l9 latin9 latin-9"),
        (.iso8859Part16, "iso8859-16 latin10"),
        (.koi8R, "cskoi8r koi koi8 koi8_r koi8r cp878 20866"),
        (.koi8U, "koi8-ru koi8_u koi8u cp21866"),
        (.macintosh, "csmacintosh mac x-mac-roman macroman"),
        (.macCyrillic, "x-mac-ukrainian mac-cyrillic maccyrillic"),
        (.windows874, "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis620 cp874"),
        (.windows1250, "cp1250 x-cp1250 win-1250 win1250 1250"),
        (.windows1251, "cp1251 x-cp1251 win-1251 win1251 1251 cp-1251 ansi-1251"),
        (
            .windows1252,
            "cp1252 x-cp1252 win-1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso_8859-1 "
                + "iso_8859-1:1987 l1 latin1 latin-1 x-ansi 1252 iso-8859-1-windows-3.1-latin-1 8bit 8859-1 ansi"
        ),
        (.windows1253, "cp1253 x-cp1253 win-1253"),
        (
            .windows1254,
            "cp1254 x-cp1254 win-1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso_8859-9 iso_8859-9:1989 l5 latin5"
        ),
        (.windows1255, "cp1255 x-cp1255 win-1255"),
        (.windows1256, "cp1256 x-cp1256 win-1256"),
        (.windows1257, "cp1257 x-cp1257 win-1257"),
        (.windows1258, "cp1258 x-cp1258 win-1258"),
        (
            .gb18030,
            "gb2312 gbk x-gbk chinese csgb2312 csiso58gb231280 gb_2312 gb_2312-80 gb_2312-1980 iso-ir-58 gb18030-2000 "
                + "cp936 ms936 windows-936 936 euc-cn euccn cn-gb gb x-euc-cn"
        ),
        (.hzGB2312, "hz hz-gb2312 csiso58"),
        (.big5, "big5-hkscs big5hkscs cn-big5 csbig5 x-x-big5 big-5 cp950 950 big5-eten x-big5 windows-950 ms950"),
        (.eucJP, "cseucpkdfmtjapanese x-euc-jp eucjp x-euc ujis euc-jp-ms cp51932"),
        (
            .iso2022JP,
            "csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-ms cp50220 cp50221 cp50222 jis"
        ),
        (.shiftJIS, "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932 932 shiftjis x-ms-cp932"),
        (
            .eucKR,
            "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 ks_c_5601 "
                + "windows-949 cp949 ms949 949 uhc euckr x-windows-949"
        ),
        (.iso2022KR, "csiso2022kr"),
    ]
}
