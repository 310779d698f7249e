import MIME
import Testing

struct ParameterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let written: String
        let read: String?
        var testDescription: String { written }

        init(_ written: String, _ read: String?) {
            self.written = written
            self.read = read
        }
    }

    @Test(
        "A file name is read however it is written",
        arguments: [
            Case("attachment; filename=plain.txt", "plain.txt"),
            Case("attachment; filename=\"with space.txt\"", "with space.txt"),
            Case("attachment; filename=no quotes.txt; size=3", "no quotes.txt"),
            Case("attachment; filename=copy (1).txt", "copy (1).txt"),
            Case("attachment; FileName=\"UPPER.TXT\"", "UPPER.TXT"),
            Case("attachment; filename=\"a\\\"b.txt\"", "a\"b.txt"),
            Case("attachment; filename=\"C:\\temp\\a.txt\"", "C:\\temp\\a.txt"),
            Case("attachment; filename=\"semi;colon.txt\"", "semi;colon.txt"),
            Case("attachment;\r\n filename=folded.txt", "folded.txt"),
            Case("attachment; filename*=utf-8''%D0%9F.txt", "П.txt"),
            Case("attachment; filename*=utf-8'en'%e2%82%ac.txt", "€.txt"),
            Case("attachment; filename*=koi8-r''%F0.txt", "П.txt"),
            Case("attachment; filename*0=one; filename*1=two.txt", "onetwo.txt"),
            Case("attachment; filename*0*=utf-8''%D0; filename*1*=%9F.txt", "П.txt"),
            Case("attachment; filename*0*=utf-8''%D0%9F; filename*1=plain.txt", "Пplain.txt"),
            Case("attachment; filename*1*=%9F.txt; filename*0*=utf-8''%D0", "П.txt"),
            Case("attachment; filename=wrong.txt; filename*=utf-8''right.txt", "right.txt"),
            Case("attachment; filename=\"=?utf-8?B?0J8=?=.txt\"", "П.txt"),
            Case("attachment; filename*0=\"=?utf-8?B?0J\"; filename*1=\"8=?=.txt\"", "П.txt"),
            Case("attachment; filename=\"Отчёт.txt\"", "Отчёт.txt"),
            Case("inline", nil),
        ]
    )
    func fileName(_ example: Case) {
        let message = Sample.field("Content-Disposition", example.written)
        #expect(message.root.fileName == example.read)
    }

    @Test(
        "A value that lies gives what can be had of it, and a defect",
        arguments: [
            Case("attachment; filename*=no-quotes.txt", "no-quotes.txt"),
            Case("attachment; filename*=utf-8''%ZZ.txt", "%ZZ.txt"),
            Case("attachment; filename*=utf-8''%F0.txt", "ð.txt"),
            Case("attachment; filename*0=one; filename*2=three.txt", "onethree.txt"),
            Case("attachment; filename*0=one; filename*0=two", "one"),
            Case("attachment; filename*1=only.txt", "only.txt"),
            Case("attachment; filename=one; filename=two", "one"),
            Case("attachment; filename=\"never closed", "never closed"),
            Case("attachment; filename*=us-ascii''%D0%9F.txt", "П.txt"),
            Case("attachment; filename*=nonsense''%D0%9F.txt", "П.txt"),
            Case("attachment; filename=\"a\" junk; x=y", "a"),
        ]
    )
    func lies(_ example: Case) {
        let value = ParameterizedValue(parsing: example.written)
        #expect(value["filename"] == example.read)
        #expect(!value.defects.isEmpty)
    }

    @Test("A quoted value may be followed by the next parameter without a semicolon")
    func missingSemicolon() {
        let value = ParameterizedValue(parsing: "text/plain; charset=\"utf-8\" format=flowed")
        #expect(value["charset"] == "utf-8")
        #expect(value["format"] == "flowed")
    }

    @Test("Comments are no part of a value")
    func comments() {
        let value = ParameterizedValue(parsing: "text/plain (a comment); charset=us-ascii (Plain text)")
        #expect(value.value == "text/plain")
        #expect(value["charset"] == "us-ascii")
    }

    @Test("Auto-Submitted is read with its parameters")
    func autoSubmitted() {
        let value = ParameterizedValue(parsing: "Auto-Replied; owner-email=\"a@b.c\"")
        #expect(value.value == "auto-replied")
        #expect(value["owner-email"] == "a@b.c")
        #expect(ParameterizedValue(parsing: "no").value == "no")
        #expect(value.defects.isEmpty)
    }

    @Test("Names cannot smuggle controls")
    func controls() {
        let value = ParameterizedValue(parsing: "x; filename*=utf-8''a%0D%0Ab%00c")
        #expect(value["filename"] == "a  b c")
    }

    @Test("A thousand parameters stop at the limit")
    func limit() {
        let value = ParameterizedValue(parsing: "x" + String(repeating: "; a=b", count: 1_000))
        #expect(value.parameters.count == 1)
        #expect(value.defects == [.badParameter])
    }
}
