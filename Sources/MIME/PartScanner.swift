/// Cuts a message into its parts in one pass over its lines, without recursion (RFC 2046 section 5.1).
struct PartScanner {
    private let storage: [UInt8]
    private let range: Range<Int>
    private let limits: Limits
    private let nesting: Int
    /// Stands in for the boundary of the root when that proved useless.
    private let rootBoundary: [UInt8]?

    private(set) var parts: [Part] = []
    private(set) var defects = DefectSet()
    private var fieldCount = 0
    /// The multiparts that are open, outermost first.
    private var open: [Frame] = []
    /// The leaf being read, or the multipart whose preamble or epilogue is.
    private var current = 0
    private var isFull = false

    private struct Frame {
        let part: Int
        let boundary: [UInt8]
        /// Whether its closing boundary has been met: what follows is epilogue.
        var isClosed = false
    }

    init(storage: [UInt8], range: Range<Int>, limits: Limits, nesting: Int, rootBoundary: [UInt8]? = nil) {
        self.storage = storage
        self.range = range
        self.limits = limits
        self.nesting = nesting
        self.rootBoundary = rootBoundary
    }

    mutating func scan() {
        let storage = storage
        let bytes = storage.span
        var position = begin(bytes, at: range.lowerBound, parent: nil)
        while position < range.upperBound, !open.isEmpty, !isFull {
            let next = bytes.lineEnd(from: position, to: range.upperBound)
            if bytes[position] == ASCII.hyphen, next - position > 2, bytes[position + 1] == ASCII.hyphen,
                let match = match(bytes, position..<HeaderScanner.textEnd(bytes, position, next))
            {
                close(downTo: match.level, at: Self.contentEnd(bytes, before: position, from: range.lowerBound))
                if match.isLast {
                    open[match.level].isClosed = true
                } else if parts.count >= limits.parts {
                    defects.insert(.tooManyParts)
                    isFull = true
                } else {
                    position = begin(bytes, at: next, parent: open[match.level].part)
                    continue
                }
            }
            position = next
        }
        close(downTo: -1, at: range.upperBound)
    }

    /// The innermost open multipart whose boundary the line is.
    private func match(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (level: Int, isLast: Bool)? {
        var stop = line.upperBound
        while stop > line.lowerBound + 2, bytes[stop - 1].isBlank { stop -= 1 }
        let text = line.lowerBound + 2..<stop
        for level in open.indices.reversed() {
            let boundary = open[level].boundary
            let extra = text.count - boundary.count
            guard extra == 0 || extra == 2, Self.starts(bytes, text, with: boundary) else { continue }
            if extra == 0 { return (level, false) }
            if bytes[stop - 1] == ASCII.hyphen, bytes[stop - 2] == ASCII.hyphen { return (level, true) }
        }
        return nil
    }

    private static func starts(_ bytes: Span<UInt8>, _ text: Range<Int>, with boundary: [UInt8]) -> Bool {
        var index = text.lowerBound
        for byte in boundary {
            if bytes[index] != byte { return false }
            index += 1
        }
        return true
    }

    /// The line ending before a boundary belongs to the boundary.
    private static func contentEnd(_ bytes: Span<UInt8>, before position: Int, from start: Int) -> Int {
        var end = position
        if end > start, bytes[end - 1] == ASCII.lineFeed { end -= 1 }
        if end > start, end < position, bytes[end - 1] == ASCII.carriageReturn { end -= 1 }
        return end
    }

    /// Ends every part that is open inside level `level`; -1 ends all.
    private mutating func close(downTo level: Int, at end: Int) {
        finish(current, at: end)
        while open.count - 1 > level, let frame = open.popLast() {
            finish(frame.part, at: end)
            if parts[frame.part].children.isEmpty {
                defects.insert(.unusedBoundary)
            } else if !frame.isClosed {
                defects.insert(.missingCloseBoundary)
            }
        }
        if let frame = open.last { current = frame.part }
    }

    private mutating func finish(_ part: Int, at end: Int) {
        let start = parts[part].bodyRange.lowerBound
        parts[part].bodyRange = start..<Swift.max(start, end)
    }

    /// Reads the header at `start` and adds its part; answers where its body begins.
    private mutating func begin(_ bytes: Span<UInt8>, at start: Int, parent: Int?) -> Int {
        let scanner = HeaderScanner(limits: limits, room: limits.headerFields - fieldCount)
        let outcome = scanner.scan(bytes, from: start, to: range.upperBound, isRoot: parent == nil) { line in
            line.count > 2 && bytes[line.lowerBound + 1] == ASCII.hyphen && match(bytes, line) != nil
        }
        fieldCount += outcome.fields.count
        defects.formUnion(outcome.defects)
        let place = parts.count
        parts.append(part(bytes, outcome, place, parent))
        if let parent { parts[parent].children.append(place) }
        current = place
        if parts[place].contentType.isMultipart { openMultipart(place) }
        return outcome.bodyStart
    }

    private mutating func part(
        _ bytes: Span<UInt8>,
        _ outcome: HeaderScanner.Outcome,
        _ place: Int,
        _ parent: Int?
    ) -> Part {
        let isDigest = parent.map { parts[$0].contentType.name == "multipart/digest" } ?? false
        var contentType = isDigest ? ContentType.nestedMessage : ContentType.plainText
        let ranges = outcome.fields[...]
        var header = Header(storage: storage, ranges: ranges, hint: nil, limits: limits)
        if let field = header.range("content-type") {
            let value = ParameterizedValue(bytes, field.value, hint: nil, limits: limits)
            defects.formUnion(value.found)
            if let read = ContentType(value) { contentType = read } else { defects.insert(.badContentType) }
            header = Header(
                storage: storage,
                ranges: ranges,
                hint: contentType["charset"].flatMap { Charset(label: $0) },
                limits: limits
            )
        }
        let encoding = transferEncoding(bytes, header, isMultipart: contentType.isMultipart)
        let disposition = header.range("content-disposition").map {
            ParameterizedValue(bytes, $0.value, hint: header.hint, limits: limits)
        }
        if let disposition { defects.formUnion(disposition.found) }
        let names = [disposition?["filename"], contentType["name"]].compactMap { $0 }
        return Part(
            storage: storage,
            limits: limits,
            nesting: nesting,
            index: place,
            parent: parent,
            header: header,
            contentType: contentType,
            headerRange: outcome.start..<outcome.bodyStart,
            bodyRange: outcome.bodyStart..<outcome.bodyStart,
            transferEncoding: encoding,
            disposition: disposition.flatMap { $0.value.isEmpty ? nil : $0.value },
            fileName: names.first { !$0.isEmpty }
        )
    }

    private mutating func transferEncoding(
        _ bytes: Span<UInt8>,
        _ header: Header,
        isMultipart: Bool
    ) -> TransferEncoding {
        guard let field = header.range("content-transfer-encoding") else { return .identity }
        let read = TransferEncoding(bytes, field.value)
        // A multipart may not be encoded as a whole (RFC 2045 section 6.4); its parts decide.
        if read == nil || (isMultipart && read != .identity) { defects.insert(.badTransferEncoding) }
        return isMultipart ? .identity : read ?? .identity
    }

    private mutating func openMultipart(_ place: Int) {
        guard open.count < limits.depth else {
            defects.insert(.tooDeep)
            return
        }
        let declared = parts[place].contentType["boundary"].map { Array($0.utf8) } ?? []
        let boundary = place == 0 ? rootBoundary ?? declared : declared
        guard !boundary.isEmpty else {
            defects.insert(.missingBoundary)
            return
        }
        open.append(Frame(part: place, boundary: boundary))
    }
}

/// Guesses the boundary of a multipart that declares none, or one that never occurs.
enum BoundaryGuess {
    /// RFC 2046 allows 70 characters; some programs write more.
    private static let lengthLimit = 200

    /// The first line of the form `--x` that a Content- field follows.
    static func boundary(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        var position = range.lowerBound
        while position < range.upperBound {
            let next = bytes.lineEnd(from: position, to: range.upperBound)
            var stop = HeaderScanner.textEnd(bytes, position, next)
            while stop > position, bytes[stop - 1].isBlank { stop -= 1 }
            if bytes.starts(with: "--", at: position, to: stop), stop - position > 2, stop - position < lengthLimit,
                bytes.starts(with: "content-", at: next, to: range.upperBound)
            {
                return bytes.bytes(in: position + 2..<stop)
            }
            position = next
        }
        return nil
    }
}
