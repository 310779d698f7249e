/// A content line of an iCalendar file (RFC 5545 section 3.1), unfolded.
struct ICalendarLine {
    /// Where it starts in the file, from 1.
    var number: Int
    /// Upper case.
    var name: String
    /// Names in upper case, values without quotes.
    var parameters: [String: String]
    var value: String
    /// False for a line without a colon.
    var isWellFormed: Bool

    /// The lines of a file. A line that starts with a space or tab goes on from the one before; both LF and CRLF end one.
    static func lines(_ bytes: [UInt8]) -> [ICalendarLine] {
        var lines: [ICalendarLine] = []
        var current: [UInt8] = []
        var currentNumber = 1
        var number = 0
        func close() {
            if !current.isEmpty { lines.append(ICalendarLine(current, number: currentNumber)) }
        }
        for slice in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            var line = slice
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
            if let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"), !current.isEmpty {
                current += line.dropFirst()
            } else {
                close()
                current = Array(line)
                currentNumber = number
            }
        }
        close()
        return lines
    }

    private init(_ bytes: [UInt8], number: Int) {
        self.number = number
        var fields: [[UInt8]] = [[]]
        var isQuoted = false
        var index = 0
        var colon: Int?
        while index < bytes.count, colon == nil {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted: fields.append([])
            case UInt8(ascii: ":") where !isQuoted: colon = index
            default: fields[fields.count - 1].append(byte)
            }
            index += 1
        }
        isWellFormed = colon != nil && !fields[0].isEmpty
        name = String(decoding: fields[0], as: UTF8.self).uppercased()
        parameters = [:]
        for field in fields.dropFirst() {
            guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = String(decoding: field[..<equals], as: UTF8.self).uppercased()
            parameters[key] = String(decoding: field[(equals + 1)...], as: UTF8.self)
        }
        value = colon.map { String(decoding: bytes[($0 + 1)...], as: UTF8.self) } ?? ""
    }

    /// The value as text (RFC 5545 section 3.3.11): escapes undone, line breaks as spaces.
    var text: String {
        var text = ""
        var isEscaped = false
        for character in value {
            if isEscaped {
                text.append(character == "n" || character == "N" ? " " : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
    }

    /// The value as a list of dates; nil when one of them is not a date, or has a time.
    var dates: [CivilDate]? {
        var dates: [CivilDate] = []
        for field in value.split(separator: ",", omittingEmptySubsequences: false) {
            guard let date = Self.date(field) else { return nil }
            dates.append(date)
        }
        return dates
    }

    /// A date written `20260525`.
    static func date(_ text: some StringProtocol) -> CivilDate? {
        guard text.utf8.count == 8, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else {
            return nil
        }
        return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }
}
