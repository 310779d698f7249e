import Digest
public import WorkingTime

/// Worked time from the CSV export of a time tracker: Toggl's, Harvest's, or a plain one of our own.
///
/// A plain file has the columns `client`, `duration` (`45m`, `1h30m`) and `date`, and may have `time` (`09:00`, local),
/// `request`, `by` and `note`. Rows get keys made from what they say, so that a file imported twice, or two exports that
/// overlap, book a row once; rows that are truly alike are told apart by their count.
public struct Timesheet: Hashable, Sendable {
    public enum Form: String, CaseIterable, Sendable {
        case toggl, harvest, plain
    }

    /// One row that can be booked.
    public struct Row: Hashable, Sendable {
        /// Line of the file, from 1.
        public var line: Int
        /// The client as the file names it.
        public var client: String
        public var request: String?
        public var person: String
        public var note: String
        /// Seconds are rounded up to a minute, decimal hours to the nearest.
        public var minutes: Int
        public var date: CivilDate
        /// When it began, in minutes since local midnight; nil where the file has only the day.
        public var startMinute: Int?
        public var idempotencyKey: String
    }

    /// A row or file that cannot be booked.
    public struct Defect: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// The file is larger than is read.
            case tooLarge
            /// The first line names the columns of no form that is known.
            case unknownColumns
            /// A quote is never closed.
            case openQuote
            /// A field is missing or cannot be read.
            case field(name: String)
        }

        public var line: Int
        public var kind: Kind
    }

    /// Nil when the columns are those of no known form.
    public var form: Form?
    public var rows: [Row]
    public var defects: [Defect]

    /// A hundred people's year has some 10 MB.
    public static let bytesMax = 50_000_000

    /// Reads a file. A row that cannot be read is a defect; the others stand.
    public init(bytes: [UInt8]) {
        rows = []
        defects = []
        guard bytes.count <= Self.bytesMax else {
            defects = [Defect(line: 1, kind: .tooLarge)]
            return
        }
        let text = DelimitedText(bytes)
        guard let head = text.rows.first, let columns = Columns(head.fields) else {
            defects = [Defect(line: 1, kind: .unknownColumns)]
            return
        }
        form = columns.form
        if let line = text.openQuoteLine { defects.append(Defect(line: line, kind: .openQuote)) }
        var alike: [String: Int] = [:]
        for row in text.rows.dropFirst() where text.openQuoteLine != row.line {
            do {
                var read = try columns.read(row)
                let count = alike[read.idempotencyKey, default: 0] + 1
                alike[read.idempotencyKey] = count
                read.idempotencyKey += " \(count)"
                rows.append(read)
            } catch {
                defects.append(Defect(line: row.line, kind: .field(name: error.name)))
            }
        }
    }
}

extension Timesheet.Row {
    /// What to book for this row, in a client's zone. Without a time of day noon is taken, which is the right day anywhere.
    public func entry(in zone: Zone, charge: Entry.Charge = .ordinary) -> Entry {
        Entry(
            .work(minutes: minutes, charge: charge),
            request: request,
            enteredBy: person,
            note: note,
            happenedAt: zone.instant(on: date, minuteOfDay: startMinute ?? 12 * 60),
            idempotencyKey: idempotencyKey
        )
    }
}

/// Where a form has its fields.
private struct Columns {
    struct FieldError: Error {
        var name: String
    }

    let form: Timesheet.Form
    private let places: [String: Int]

    /// The columns of the first line, by name without case.
    init?(_ names: [String]) {
        let names = names.map { $0.lowercased().filter { !$0.isWhitespace } }
        func has(_ wanted: String...) -> Bool { wanted.allSatisfy(names.contains) }
        if has("client", "startdate", "starttime", "duration") {
            form = .toggl
        } else if has("client", "date", "hours") {
            form = .harvest
        } else if has("client", "date", "duration") {
            form = .plain
        } else {
            return nil
        }
        places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func read(_ row: DelimitedText.Row) throws(FieldError) -> Timesheet.Row {
        func field(_ name: String) -> String? {
            guard let place = places[name], row.fields.indices.contains(place) else { return nil }
            let text = row.fields[place].trimmed
            return text.isEmpty ? nil : text
        }
        func required<Value>(_ name: String, _ read: (String) -> Value?) throws(FieldError) -> Value {
            guard let value = field(name).flatMap(read) else { throw FieldError(name: name) }
            return value
        }
        let minutes: Int
        let startName: String
        let note: String?
        let person: String?
        switch form {
        case .toggl:
            minutes = try required("duration", Self.clockMinutes)
            startName = "starttime"
            note = field("description")
            person = field("user")
        case .harvest:
            minutes = try required("hours", Self.decimalHours)
            startName = "startedat"
            note = field("notes") ?? field("task")
            let names = [field("firstname"), field("lastname")].compactMap(\.self)
            person = names.isEmpty ? nil : names.joined(separator: " ")
        case .plain:
            minutes = try required("duration", DurationText.minutes)
            startName = "time"
            note = field("note")
            person = field("by")
        }
        guard minutes > 0 else { throw FieldError(name: form == .harvest ? "hours" : "duration") }
        let date = try required(form == .toggl ? "startdate" : "date") { CivilDate($0) }
        let start = field(startName)
        let startMinute = start.flatMap { MinuteInterval.minuteOfDay($0.prefix(5)) }
        if start != nil, startMinute == nil, form != .harvest { throw FieldError(name: startName) }
        let client = try required("client") { $0 }
        let content = row.fields.map { "\($0.utf8.count):\($0)" }.joined()
        return Timesheet.Row(
            line: row.line,
            client: client,
            request: field("request"),
            person: person ?? form.rawValue,
            note: note ?? "",
            minutes: minutes,
            date: date,
            startMinute: startMinute,
            idempotencyKey: "\(form.rawValue) \(Digest(of: content).hexadecimal.prefix(32))"
        )
    }

    /// Minutes of `1:30:00` or `0:45`, begun ones counted whole.
    private static func clockMinutes(_ text: String) -> Int? {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { field in
            field.utf8.count <= 5 && field.utf8.allSatisfy { (48...57).contains($0) } ? Int(field) : nil
        }
        guard numbers.count == 2 || numbers.count == 3, let hours = numbers[0], let minutes = numbers[1], minutes < 60,
            let seconds = numbers.count == 3 ? numbers[2] : 0, seconds < 60
        else { return nil }
        return hours * 60 + minutes + (seconds > 0 ? 1 : 0)
    }

    /// Minutes of hours with a decimal point or comma, `0.75`, to the nearest minute.
    private static func decimalHours(_ text: String) -> Int? {
        let fields = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard (1...2).contains(fields.count), fields.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            fields[0].utf8.count <= 5, let hours = Int(fields[0])
        else { return nil }
        guard fields.count == 2 else { return hours * 60 }
        guard !fields[1].isEmpty, fields[1].utf8.count <= 9, let fraction = Int(fields[1]) else { return nil }
        let unit = fields[1].utf8.reduce(1) { product, _ in product * 10 }
        return hours * 60 + (fraction * 60 * 2 + unit) / (unit * 2)
    }
}

extension String {
    /// Without white space at the ends.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(
            start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
        )
    }
}
