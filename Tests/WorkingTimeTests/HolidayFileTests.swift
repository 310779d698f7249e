import Testing
import WorkingTime

@Suite("Holiday files")
struct HolidayFileTests {
    static func file(_ events: String) -> String {
        "BEGIN:VCALENDAR\nVERSION:2.0\n\(events)\nEND:VCALENDAR\n"
    }

    static func event(_ lines: String) -> String {
        file("BEGIN:VEVENT\nSUMMARY:Day\n\(lines)\nEND:VEVENT")
    }

    static func dates(_ lines: String, years: ClosedRange<Int> = 2024...2028) -> [String] {
        HolidayFile(event(lines), years: years).holidays.keys.sorted().map(\.text)
    }

    @Test("Single days, longer ones and durations")
    func single() {
        #expect(Self.dates("DTSTART;VALUE=DATE:20260525") == ["2026-05-25"])
        #expect(
            Self.dates("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227")
                == ["2026-12-24", "2026-12-25", "2026-12-26"]
        )
        #expect(Self.dates("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224") == ["2026-12-24"])
        #expect(Self.dates("DTSTART:20260101\nDURATION:P2D") == ["2026-01-01", "2026-01-02"])
    }

    @Test(
        "Recurring days",
        arguments: [
            (
                "DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY",
                ["2024-01-01", "2025-01-01", "2026-01-01", "2027-01-01", "2028-01-01"]
            ),
            ("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY;COUNT=6", ["2024-01-01", "2025-01-01"]),
            ("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY;UNTIL=20250101", ["2024-01-01", "2025-01-01"]),
            ("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY", ["2024-02-29", "2028-02-29"]),
            (
                "DTSTART;VALUE=DATE:20240527\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=3",
                ["2024-05-27", "2025-05-26", "2026-05-25"]
            ),
            (
                "DTSTART;VALUE=DATE:20241128\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20261231",
                ["2024-11-28", "2025-11-27", "2026-11-26"]
            ),
            ("DTSTART;VALUE=DATE:20240102\nRRULE:FREQ=YEARLY;INTERVAL=2", ["2024-01-02", "2026-01-02", "2028-01-02"]),
            ("DTSTART;VALUE=DATE:20240131\nRRULE:FREQ=MONTHLY;COUNT=3", ["2024-01-31", "2024-03-31", "2024-05-31"]),
            (
                "DTSTART;VALUE=DATE:20240131\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3",
                ["2024-01-31", "2024-02-29", "2024-03-31"]
            ),
            (
                "DTSTART;VALUE=DATE:20240102\nRRULE:FREQ=WEEKLY;BYDAY=TU,FR;COUNT=4",
                ["2024-01-02", "2024-01-05", "2024-01-09", "2024-01-12"]
            ),
            ("DTSTART;VALUE=DATE:20240102\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["2024-01-02", "2024-01-16"]),
            (
                "DTSTART;VALUE=DATE:20240102\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20240103",
                ["2024-01-02", "2024-01-04"]
            ),
            (
                "DTSTART;VALUE=DATE:20240102\nRDATE;VALUE=DATE:20240506,20250708",
                ["2024-01-02", "2024-05-06", "2025-07-08"]
            ),
            ("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY;BYDAY=1MO;COUNT=2", ["2024-01-01", "2025-01-06"]),
        ]
    )
    func recurring(lines: String, expected: [String]) {
        #expect(Self.dates(lines) == expected)
    }

    @Test("Names are unfolded and unescaped, with LF and CRLF alike", arguments: ["\n", "\r\n"])
    func names(lineEnd: String) {
        let text =
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;LANGUAGE=\"a:b\":Tag der\n  Arbeit\\, frei\nDTSTART:20260501\nEND:VEVENT\nEND:VCALENDAR"
        let file = HolidayFile(text.split(separator: "\n").joined(separator: lineEnd))
        #expect(file.defects.isEmpty)
        #expect(Array(file.holidays.values) == ["Tag der Arbeit, frei"])
    }

    @Test("A cancelled event is no day off, and an alarm's fields are not the event's")
    func cancelled() {
        #expect(Self.dates("DTSTART:20260501\nSTATUS:CANCELLED").isEmpty)
        #expect(Self.dates("BEGIN:VALARM\nDTSTART:20260502\nEND:VALARM\nDTSTART:20260501") == ["2026-05-01"])
    }

    @Test(
        "What cannot be read is reported with its line",
        arguments: [
            ("DTSTART:20260501T100000Z", 5, HolidayFile.Defect.Kind.timed),
            ("DTSTART:20261301", 5, .value(property: "DTSTART")),
            ("DTSTART:20260501\nRRULE:FREQ=HOURLY", 6, .rule(part: "FREQ")),
            ("DTSTART:20260501\nRRULE:FREQ=YEARLY;BYSETPOS=1", 6, .rule(part: "BYSETPOS")),
            ("DTSTART:20260501\nDTEND:20260401", 3, .length), ("X-NOTHING:1", 3, .noStart),
            ("DTSTART:20260501\nno colon", 6, .line),
            ("DTSTART:20260501\nDURATION:PT1H", 6, .value(property: "DURATION")),
        ]
    )
    func defects(lines: String, line: Int, kind: HolidayFile.Defect.Kind) {
        #expect(HolidayFile(Self.event(lines)).defects == [HolidayFile.Defect(line: line, kind: kind)])
    }

    @Test("Other files are not taken for calendars")
    func notACalendar() {
        #expect(HolidayFile("holidays: none").defects.map(\.kind) == [.notACalendar])
        #expect(HolidayFile("").defects.map(\.kind) == [.notACalendar])
        let open = HolidayFile("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260501")
        #expect(open.defects.map(\.kind) == [.unbalanced])
        #expect(open.holidays.isEmpty)
    }

    @Test("A file of rules that recur for ever ends, and says that it was cut short")
    func bounded() {
        let event = "BEGIN:VEVENT\nDTSTART:00010101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"
        let file = HolidayFile(Self.file(String(repeating: event, count: 50)))
        #expect(file.defects.map(\.kind) == [.tooManyDays])
        #expect(
            HolidayFile(bytes: [UInt8](repeating: 65, count: HolidayFile.bytesMax + 1)).defects.map(\.kind) == [
                .tooLarge
            ]
        )
    }
}
