import MIME
import Testing

struct CharsetTests {
    @Test(
        "A label means what mail means by it",
        arguments: [
            ("UTF-8", Charset.utf8), ("utf8", .utf8), ("\"utf-8\"", .utf8), (" utf-8 ", .utf8), ("us-ascii", .ascii),
            ("ISO-8859-1", .windows1252), ("latin1", .windows1252), ("iso8859-1", .windows1252),
            ("iso_8859-1", .windows1252), ("iso-8859-9", .windows1254), ("iso-8859-11", .windows874),
            ("ISO-8859-15", .iso8859Part15), ("gb2312", .gb18030), ("GBK", .gb18030), ("x-gbk", .gb18030),
            ("cp936", .gb18030), ("hz-gb-2312", .hzGB2312), ("big5-hkscs", .big5), ("cp950", .big5),
            ("ks_c_5601-1987", .eucKR), ("euc_kr", .eucKR), ("cp949", .eucKR), ("shift-jis", .shiftJIS),
            ("x-sjis", .shiftJIS), ("Windows-31J", .shiftJIS), ("cp932", .shiftJIS), ("ISO-2022-JP", .iso2022JP),
            ("koi8-r", .koi8R), ("KOI8-U", .koi8U), ("windows-1251", .windows1251), ("cp1251", .windows1251),
            ("win-1251", .windows1251), ("x-cp1251", .windows1251), ("windows1251", .windows1251),
            ("x-mac-cyrillic", .macCyrillic), ("unicode-1-1-utf-7", .utf7), ("tis-620", .windows874),
            ("iso-8859-8-i", .iso8859Part8), ("cp866", .ibm866), ("utf-8;", .utf8),
        ]
    )
    func label(_ label: String, _ charset: Charset) {
        #expect(Charset(label: label) == charset)
    }

    @Test("A label nobody knows is none", arguments: ["", "x-unknown", "unknown-8bit", "default", "\u{0}", "十"])
    func unknown(_ label: String) {
        #expect(Charset(label: label) == nil)
    }

    @Test(
        "Bytes are read by their charset",
        arguments: [
            (Charset.koi8R, [0xF0, 0xD2, 0xC9] as [UInt8], "При"),
            (.koi8U, [0xA4, 0xA6, 0xA7], "єії"),
            (.windows1251, [0xCF, 0xF0, 0xE8, 0xB9], "При№"),
            (.windows1252, [0x80, 0x93, 0xE9, 0x81], "€“é\u{81}"),
            (.windows1250, [0x8A, 0xB9], "Šą"),
            (.windows1253, [0xC1, 0xE1], "Αα"),
            (.windows1255, [0xE0, 0xE1], "אב"),
            (.windows1256, [0xC7, 0xC8], "اب"),
            (.windows874, [0xA1, 0xA2], "กข"),
            (.iso8859Part2, [0xA1, 0xB1], "Ąą"),
            (.iso8859Part5, [0xBF, 0xE0], "Пр"),
            (.iso8859Part15, [0xA4], "€"),
            (.ibm866, [0x8F, 0xE0, 0xA8], "При"),
            (.macintosh, [0x8E], "é"),
            (.macCyrillic, [0x8F], "П"),
            (.gb18030, [0xC4, 0xE3, 0xBA, 0xC3, 0x95, 0x32, 0x82, 0x36], "你好𠀀"),
            (.big5, [0xA7, 0x41, 0xA6, 0x6E], "你好"),
            (.shiftJIS, [0x83, 0x52, 0xB1, 0x5C, 0x87, 0x40], "コｱ\\①"),
            (.eucJP, [0xA5, 0xB3, 0x8E, 0xB1], "コｱ"),
            (.iso2022JP, [0x1B, 0x24, 0x42, 0x25, 0x33, 0x2D, 0x21, 0x1B, 0x28, 0x42, 0x41], "コ①A"),
            (.iso2022JP, [0x1B, 0x28, 0x49, 0x31, 0x1B, 0x28, 0x42, 0x41], "ｱA"),
            (.eucKR, [0xBE, 0xC8, 0xB3, 0xE7, 0x81, 0x41], "안녕갂"),
            (.hzGB2312, Array("~{VPND~} ~~".utf8), "中文 ~"),
            (.utf16, [0xFE, 0xFF, 0x04, 0x1F], "П"),
            (.utf16LittleEndian, [0x1F, 0x04], "П"),
            (.utf7, Array("+BB8-!".utf8), "П!"),
            (.utf8, [0xEF, 0xBB, 0xBF, 0x41], "A"),
        ]
    )
    func decodes(_ charset: Charset, _ bytes: [UInt8], _ text: String) {
        let read = charset.decode(bytes)
        #expect(read.text == text)
        #expect(read.isValid)
    }

    @Test(
        "An invalid byte becomes one replacement and reading goes on behind it",
        arguments: [
            (Charset.utf8, [0x41, 0xFF, 0x42] as [UInt8], "A\u{FFFD}B"),
            (.gb18030, [0x41, 0xFF, 0x42], "A\u{FFFD}B"),
            (.gb18030, [0xC4, 0xE3, 0xC4], "你\u{FFFD}"),
            (.big5, [0xA7, 0x41, 0xFF, 0xA6, 0x6E], "你\u{FFFD}好"),
            (.shiftJIS, [0x83, 0x52, 0x83], "コ\u{FFFD}"),
            (.eucKR, [0xFF, 0xBE, 0xC8], "\u{FFFD}안"),
            (.iso2022JP, [0x1B, 0x24, 0x42, 0x25, 0x33, 0x25, 0x0A, 0x41], "コ\u{FFFD}\nA"),
            (.windows1253, [0xC1, 0xD2], "Α\u{FFFD}"),
        ]
    )
    func resynchronises(_ charset: Charset, _ bytes: [UInt8], _ text: String) {
        let read = charset.decode(bytes)
        #expect(read.text == text)
        #expect(!read.isValid)
    }

    @Test("Every charset reads any byte without fail", arguments: Charset.allCases)
    func total(_ charset: Charset) {
        let every = (0..<256).map { UInt8($0) }
        let read = charset.decode(every + every.reversed() + every.flatMap { [$0, 0xFF, $0] })
        #expect(read.text.unicodeScalars.count > 0)
        #expect(charset.decode([]).text.isEmpty)
    }

    private static let russian = "Здравствуйте, форма заказа не открывается после обновления сайта. Спасибо!"
    private static let chinese = "您好，更新之后订单页面打不开，请尽快检查。谢谢！"
    private static let taiwanese = "您好，更新之後訂單頁面打不開，請盡快檢查。謝謝！"
    private static let japanese = "お世話になっております。更新後、注文ページが開きません。ご確認ください。"
    private static let korean = "안녕하세요. 업데이트 이후 주문 페이지가 열리지 않습니다. 확인 부탁드립니다."
    private static let german = "Grüße aus Zürich, die Fußzeile läuft über und das Menü öffnet nicht."

    @Test(
        "Raw text without a label is read by a guess, which is a defect",
        arguments: [
            ("KOI8-R", russian), ("CP1251", russian), ("GB18030", chinese), ("BIG5", taiwanese), ("CP932", japanese),
            ("EUC-JP", japanese), ("CP949", korean), ("CP1252", german),
        ]
    )
    func guesses(_ codec: String, _ text: String) throws {
        let bytes = try Codec.encode(text, codec)
        let message = Sample.mail(["Subject: x", "Content-Type: text/plain"], body: bytes)
        #expect(message.text == text)
        #expect(message.defects.contains(.undeclaredCharset))
    }

    @Test(
        "A raw header without a label is read by a guess, which is a defect",
        arguments: [
            ("KOI8-R", russian), ("CP1251", russian), ("GB18030", chinese), ("CP949", korean), ("CP1252", german),
        ]
    )
    func guessesHeader(_ codec: String, _ text: String) throws {
        let message = try Sample.field("Subject", raw: Codec.encode(text, codec))
        #expect(message.subject == text)
        #expect(message.defects.contains(.rawEightBitHeader))
    }

    @Test("A raw header is read by the charset of the body when that is declared")
    func hint() throws {
        let subject = try Codec.encode("Смета", "KOI8-R")
        let header = Array("Content-Type: text/plain; charset=koi8-r\r\nSubject: ".utf8) + subject
        #expect(Message(header + Array("\r\n\r\n".utf8)).subject == "Смета")
    }

    @Test("Raw UTF-8 in a header is no defect, and neither is raw ISO-2022-JP")
    func rawUnicode() throws {
        let message = Sample.field("Subject", "Отчёт")
        #expect(message.subject == "Отчёт")
        #expect(!message.defects.contains(.rawEightBitHeader))
        let japanese = try Sample.field("Subject", raw: Codec.encode("注文ページ", "ISO-2022-JP"))
        #expect(japanese.subject == "注文ページ")
    }

    @Test(
        "Text under a wrong label is read as what it is, and the lie is a defect",
        arguments: [
            ("iso-8859-1", "UTF-8", russian), ("windows-1251", "UTF-8", russian), ("koi8-r", "UTF-8", russian),
            ("us-ascii", "UTF-8", russian), ("gb2312", "UTF-8", russian), ("utf-8", "KOI8-R", russian),
            ("utf-8", "CP1251", russian), ("utf-8", "GB18030", chinese), ("iso-8859-1", "CP1251", russian),
            ("utf-8", "CP1252", german),
        ]
    )
    func mislabelled(_ label: String, _ codec: String, _ text: String) throws {
        let bytes = try Codec.encode(text, codec)
        let message = Sample.mail(["Subject: x", "Content-Type: text/plain; charset=\(label)"], body: bytes)
        #expect(message.text == text)
        let defects = message.defects
        #expect(defects.contains(.mislabelledCharset) || defects.contains(.undeclaredCharset))
    }

    @Test("UTF-8 with a few spoilt bytes stays UTF-8")
    func spoilt() {
        var bytes = Array(Self.russian.utf8)
        bytes[20] = 0xFF
        let message = Sample.mail(["Content-Type: text/plain; charset=utf-8"], body: bytes)
        #expect(message.text.contains("форма заказа"))
        #expect(message.text.contains("\u{FFFD}"))
        #expect(message.defects.contains(.invalidCharacters))
    }

    @Test("Many tasks read East Asian text at once and each gets its own")
    func concurrent() async throws {
        let codecs: [(Charset, String, String)] = [
            (.gb18030, "GB18030", Self.chinese), (.big5, "BIG5", Self.taiwanese), (.shiftJIS, "CP932", Self.japanese),
            (.eucKR, "CP949", Self.korean),
        ]
        let texts = try codecs.map { (charset: $0.0, bytes: try Codec.encode($0.2, $0.1), text: $0.2) }
        let wrong = await withTaskGroup(of: Int.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let sample = texts[number % texts.count]
                    return (0..<50).filter { _ in sample.charset.decode(sample.bytes).text != sample.text }.count
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
