import MIME
import Testing

struct EncodedWordTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let written: String
        let read: String
        var testDescription: String { written }

        init(_ written: String, _ read: String) {
            self.written = written
            self.read = read
        }
    }

    @Test(
        "An encoded-word is read as RFC 2047 means it",
        arguments: [
            Case("=?utf-8?Q?caf=C3=A9?=", "café"),
            Case("=?UTF-8?q?caf=c3=a9?=", "café"),
            Case("=?iso-8859-1?Q?Keld_J=F8rn?= <k@x>", "Keld Jørn <k@x>"),
            Case("a =?utf-8?Q?b?= c", "a b c"),
            Case("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
            Case("=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=", "ab"),
            Case("=?utf-8?Q?a_?= =?utf-8?Q?b?=", "a b"),
            Case("=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b"),
            Case("=?us-ascii*en?Q?plain?=", "plain"),
            Case("=?koi8-r?B?8NLJ18XU?=", "Привет"),
            Case("=?gb2312?B?xOO6ww==?=", "你好"),
            Case("=?big5?B?p0Gmbg==?=", "你好"),
            Case("=?iso-2022-jp?B?GyRCJTMlcyVLJUElTxsoQg==?=", "コンニチハ"),
            Case("=?ks_c_5601-1987?B?vsiz5w==?=", "안녕"),
            Case("=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет"),
        ]
    )
    func reads(_ example: Case) {
        #expect(Sample.field("Subject", example.written).subject == example.read)
    }

    @Test(
        "Neighbouring words of one charset are joined before they are decoded",
        arguments: [
            // One Cyrillic letter cut in two.
            Case("=?utf-8?B?0J8=?= =?utf-8?B?0YDQ?= =?utf-8?B?uA==?=", "При"),
            Case("=?utf-8?Q?=D0?= =?utf-8?Q?=9F?=", "П"),
            // A base64 quantum cut in two, without padding.
            Case("=?utf-8?B?0J/RgNC40L?= =?utf-8?B?LQtdGC?=", "Привет"),
            // Padding in the middle of a run.
            Case("=?gb2312?B?xOM=?= =?gb2312?B?usM=?=", "你好"),
            // Missing padding.
            Case("=?utf-8?B?0J8?= =?utf-8?B?0YA?=", "Пр"),
            // B and Q side by side.
            Case("=?utf-8?B?0A==?= =?UTF-8?Q?=9F?=", "П"),
            // Different charsets are not joined, but the blank between them still goes.
            Case("=?koi8-r?B?8A==?= =?utf-8?B?0YA=?=", "Пр"),
        ]
    )
    func joins(_ example: Case) {
        #expect(Sample.field("Subject", example.written).subject == example.read)
    }

    @Test(
        "A damaged word gives what can be had of it",
        arguments: [
            Case("=?utf-8?Q?two words?=", "two words"),
            Case("=?utf-8?Q?why?=3F?=", "why??"),
            Case("=?utf-8?Q?never closed", "never closed"),
            Case("=?utf-8?B?aGVsbG8", "hello"),
            Case("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
            Case("=?utf-8?Q?bad=ZZhex?=", "bad=ZZhex"),
            Case("=??Q?abc?=", "=??Q?abc?="),
            Case("=?", "=?"),
            Case("=?utf-8?Q??=", ""),
            Case("=?no-such-charset?Q?abc?=", "abc"),
            Case("x=?utf-8?Q?y?=z", "xyz"),
            Case("\"=?utf-8?Q?in_quotes?=\"", "\"in quotes\""),
        ]
    )
    func survives(_ example: Case) {
        #expect(Sample.field("Subject", example.written).subject == example.read)
    }

    @Test("An unencoded question mark before an encoded byte does not close a word")
    func questionMark() {
        #expect(Sample.field("Subject", "=?utf-8?Q?so?=C3=A9?= x").subject == "so?é x")
    }

    @Test("Line breaks inside encoded-words cannot break a value into lines")
    func injection() {
        let subject = Sample.field("Subject", "=?utf-8?Q?a=0D=0ABcc:_evil=00?=").subject
        #expect(subject == "a  Bcc: evil ")
    }

    @Test("An unknown charset is a defect and its text is kept")
    func unknownCharset() {
        let message = Sample.field("Subject", "=?x-klingon?Q?abc?=")
        #expect(message.subject == "abc")
        #expect(message.defects.contains(.unknownCharset))
    }

    @Test("Two hundred thousand openings of words take no more than their length")
    func manyOpenings() {
        let value = String(repeating: "=?utf-8?Q?", count: 40_000)
        let message = Sample.field("Subject", value)
        #expect(message.subject.utf8.count <= value.utf8.count)
    }
}
