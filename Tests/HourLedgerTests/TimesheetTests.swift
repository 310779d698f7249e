import HourLedger
import Testing
import WorkingTime

@Suite("Timesheets")
struct TimesheetTests {
    static let toggl = """
        User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
        Ana,ana@northlight.example,Harbor Museum,Site,,"Fixed ""contact"" form, twice",No,2026-01-10,09:05:30,2026-01-10,09:50:31,00:45:01,
        Ben,ben@northlight.example,Harbor Museum,Site,,Updates,No,2026-01-11,23:30:00,2026-01-12,00:30:00,01:00:00,
        """
    static let harvest = """
        Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,First Name,Last Name
        2026-01-10,Harbor Museum,Site,S,Support,Contact form,0.33,Yes,Ana,Keller
        2026-01-10,Harbor Museum,Site,S,Support,,1.5,Yes,Ana,Keller
        """
    static let plain = """
        client;date;time;duration;request;by;note
        harbor;2026-01-10;09:05;45m;R-1;ana;Contact form
        harbor;2026-01-11;;1h30m;;;
        """

    struct Expected: Equatable {
        var minutes: Int
        var start: Int?
        var person: String
        var note: String
    }

    @Test(
        "Every form is known by its columns",
        arguments: [
            (
                toggl, Timesheet.Form.toggl,
                [
                    Expected(minutes: 46, start: 545, person: "Ana", note: "Fixed \"contact\" form, twice"),
                    Expected(minutes: 60, start: 1410, person: "Ben", note: "Updates"),
                ]
            ),
            (
                harvest, .harvest,
                [
                    Expected(minutes: 20, start: nil, person: "Ana Keller", note: "Contact form"),
                    Expected(minutes: 90, start: nil, person: "Ana Keller", note: "Support"),
                ]
            ),
            (
                plain, .plain,
                [
                    Expected(minutes: 45, start: 545, person: "ana", note: "Contact form"),
                    Expected(minutes: 90, start: nil, person: "plain", note: ""),
                ]
            ),
        ]
    )
    func forms(text: String, form: Timesheet.Form, rows: [Expected]) {
        for lineEnd in ["\n", "\r\n"] {
            let sheet = Timesheet(bytes: Array(text.split(separator: "\n").joined(separator: lineEnd).utf8))
            #expect(sheet.form == form)
            #expect(sheet.defects.isEmpty)
            #expect(
                sheet.rows.map {
                    Expected(minutes: $0.minutes, start: $0.startMinute, person: $0.person, note: $0.note)
                }
                    == rows
            )
        }
    }

    @Test("A file imported twice books each row once, and two rows alike are two")
    func twice() throws {
        let double = Self.plain + "\nharbor;2026-01-11;;1h30m;;;\n"
        var desk = try Desk(try retainer("10h"))
        let now = try desk.moment("2026-01-20")
        for text in [Self.plain, double, double] {
            for row in Timesheet(bytes: Array(text.utf8)).rows {
                desk.ledger.append(try desk.ledger.book(row.entry(in: desk.zone), now: now).postings)
            }
        }
        #expect(desk.ledger.postings.map(\.workedMinutes) == [45, 90, 90])
        #expect(desk.ledger.postings[0].happenedAt.rfc3339 == "2026-01-10T08:05:00Z")
        #expect(desk.ledger.postings[1].happenedAt.rfc3339 == "2026-01-11T11:00:00Z")
    }

    @Test(
        "What cannot be read is named with its line, and the rest stands",
        arguments: [
            ("harbor;2026-01-32;;45m;;;", 2, Timesheet.Defect.Kind.field(name: "date")),
            ("harbor;2026-01-10;;45;;;", 2, .field(name: "duration")),
            ("harbor;2026-01-10;;0m;;;", 2, .field(name: "duration")),
            ("harbor;2026-01-10;25:00;45m;;;", 2, .field(name: "time")),
            (";2026-01-10;;45m;;;", 2, .field(name: "client")),
            ("harbor", 2, .field(name: "duration")), ("harbor;\"open", 2, .openQuote),
        ]
    )
    func defects(row: String, line: Int, kind: Timesheet.Defect.Kind) {
        let sheet = Timesheet(bytes: Array("client;date;time;duration;request;by;note\n\(row)".utf8))
        #expect(sheet.defects.map(\.line) == [line])
        #expect(sheet.defects.map(\.kind) == [kind])
        #expect(sheet.rows.isEmpty)
    }

    @Test("Other files are refused as a whole", arguments: ["", "a,b,c\n1,2,3", "client,hours\nharbor,1"])
    func unknown(text: String) {
        let sheet = Timesheet(bytes: Array(text.utf8))
        #expect(sheet.form == nil)
        #expect(sheet.defects.map(\.kind) == [.unknownColumns])
    }
}
