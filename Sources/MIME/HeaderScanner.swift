/// Finds the fields of one header.
struct HeaderScanner {
    /// What a scan found.
    struct Outcome {
        var fields: [FieldRange] = []
        /// Where the header begins, leading junk passed over.
        var start: Int
        /// Where the body begins.
        var bodyStart: Int
        var defects = DefectSet()
    }

    /// The field being read; its value grows with every continuation.
    private struct OpenField {
        let name: Range<Int>
        let valueStart: Int
        var valueEnd: Int
    }

    /// Longest line that is still searched for a field name; RFC 5322 allows no name near that long.
    private static let nameLimit = 200
    /// Blank and separator lines passed over before a header.
    private static let junkLimit = 64

    let limits: Limits
    /// Fields that may still be recorded.
    var room: Int

    /// Scans from `start` on. `isRoot` allows for mailbox separators and blank lines before the first field;
    /// `stops` tells whether a line belongs to an enclosing multipart.
    func scan(
        _ bytes: Span<UInt8>,
        from start: Int,
        to end: Int,
        isRoot: Bool,
        stops: (_ line: Range<Int>) -> Bool
    ) -> Outcome {
        var outcome = Outcome(start: start, bodyStart: end)
        if isRoot { skipJunk(bytes, end, &outcome) }
        var position = outcome.start
        var open: OpenField?
        var hasFields = false
        while position < end {
            let next = bytes.lineEnd(from: position, to: end)
            let line = position..<Self.textEnd(bytes, position, next)
            if line.isEmpty {
                outcome.bodyStart = next
                break
            }
            let first = bytes[position]
            if first == ASCII.hyphen, stops(line) {
                outcome.defects.insert(.missingHeaderEnd)
                outcome.bodyStart = position
                break
            }
            if first.isBlank, open != nil {
                open?.valueEnd = line.upperBound
            } else if let name = Self.fieldName(bytes, line) {
                close(&open, &outcome)
                open = OpenField(name: name.range, valueStart: name.after, valueEnd: line.upperBound)
                hasFields = true
            } else if hasFields, Self.isSeparator(bytes, line) || Self.isField(bytes, next, end) {
                outcome.defects.insert(.malformedHeaderLine)
                // A continuation that lost its blank: it is followed by a further field.
                if !Self.isSeparator(bytes, line) { open?.valueEnd = line.upperBound }
            } else {
                let isBlank = Self.isBlank(bytes, line)
                if hasFields || !isBlank { outcome.defects.insert(.missingHeaderEnd) }
                outcome.bodyStart = isBlank ? next : position
                break
            }
            position = next
        }
        close(&open, &outcome)
        return outcome
    }

    private func close(_ open: inout OpenField?, _ outcome: inout Outcome) {
        guard let field = open else { return }
        open = nil
        guard outcome.fields.count < room else {
            outcome.defects.insert(.headerTooLarge)
            return
        }
        var stop = field.valueEnd
        if stop - field.valueStart > limits.fieldBytes {
            outcome.defects.insert(.headerTooLarge)
            stop = field.valueStart + limits.fieldBytes
        }
        outcome.fields.append(
            FieldRange(
                nameStart: Int32(field.name.lowerBound),
                nameEnd: Int32(field.name.upperBound),
                valueStart: Int32(field.valueStart),
                valueEnd: Int32(stop)
            )
        )
    }

    /// Passes over a byte order mark, blank lines and mailbox separators, if fields follow them.
    private func skipJunk(_ bytes: Span<UInt8>, _ end: Int, _ outcome: inout Outcome) {
        var position = outcome.start
        if position + 3 <= end, bytes[position] == 0xEF, bytes[position + 1] == 0xBB, bytes[position + 2] == 0xBF {
            position += 3
        }
        for _ in 0..<Self.junkLimit {
            guard position < end else { return }
            let next = bytes.lineEnd(from: position, to: end)
            let line = position..<Self.textEnd(bytes, position, next)
            guard Self.isBlank(bytes, line) || Self.isSeparator(bytes, line) else { break }
            position = next
        }
        guard position > outcome.start, Self.isField(bytes, position, end) else { return }
        outcome.defects.insert(.leadingJunk)
        outcome.start = position
    }

    /// Where the line's text ends: before its line feed and the carriage return in front of that.
    @inline(__always)
    static func textEnd(_ bytes: Span<UInt8>, _ start: Int, _ next: Int) -> Int {
        var stop = next
        if stop > start, bytes[stop - 1] == ASCII.lineFeed { stop -= 1 }
        if stop > start, bytes[stop - 1] == ASCII.carriageReturn { stop -= 1 }
        return stop
    }

    private static func isBlank(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        for index in line where !bytes[index].isWhitespace { return false }
        return true
    }

    /// `From someone date`, perhaps quoted, as mailbox files put before each message (RFC 4155).
    private static func isSeparator(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        bytes.starts(with: "from ", at: line.lowerBound, to: line.upperBound)
            || bytes.starts(with: ">from ", at: line.lowerBound, to: line.upperBound)
    }

    private static func isField(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard start < end else { return false }
        let next = bytes.lineEnd(from: start, to: end)
        return fieldName(bytes, start..<textEnd(bytes, start, next)) != nil
    }

    /// The name in front of the colon; blanks may stand between (RFC 5322 section 4.5).
    @inline(__always)
    private static func fieldName(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (range: Range<Int>, after: Int)? {
        let stop = Swift.min(line.upperBound, line.lowerBound + nameLimit)
        var index = line.lowerBound
        while index < stop {
            let byte = bytes[index]
            if byte == ASCII.colon { break }
            guard byte > ASCII.space, byte < ASCII.delete else { break }
            index += 1
        }
        let nameEnd = index
        while index < stop, bytes[index].isBlank { index += 1 }
        guard index < stop, nameEnd > line.lowerBound, bytes[index] == ASCII.colon else { return nil }
        return (line.lowerBound..<nameEnd, index + 1)
    }
}
