/// Rows of comma or semicolon separated text (RFC 4180), with the line each begins on.
struct DelimitedText {
    struct Row {
        /// From 1.
        var line: Int
        var fields: [String]
    }

    private(set) var rows: [Row] = []
    /// Line of a quote that is never closed.
    private(set) var openQuoteLine: Int?

    /// Reads a text; the separator is the one of `,`, `;` and tab that its first line has most of.
    init(_ bytes: [UInt8]) {
        let firstLine = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].max { left, right in
            firstLine.count { $0 == left } < firstLine.count { $0 == right }
        }
        read(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], separator ?? UInt8(ascii: ","))
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, _ separator: UInt8) {
        let quote = UInt8(ascii: "\"")
        var field: [UInt8] = []
        var fields: [String] = []
        var line = 1
        var rowLine = 1
        var quoteLine: Int?
        func take() {
            fields.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
        }
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if quoteLine != nil {
                if byte != quote {
                    field.append(byte)
                } else if index < bytes.endIndex, bytes[index] == quote {
                    field.append(quote)
                    index += 1
                } else {
                    quoteLine = nil
                }
            } else if byte == quote, field.isEmpty {
                quoteLine = line
            } else if byte == separator {
                take()
            } else if byte == UInt8(ascii: "\n") {
                if field.last == UInt8(ascii: "\r") { field.removeLast() }
                take()
                rows.append(Row(line: rowLine, fields: fields))
                fields = []
                rowLine = line
            } else {
                field.append(byte)
            }
        }
        if !field.isEmpty || !fields.isEmpty {
            take()
            rows.append(Row(line: rowLine, fields: fields))
        }
        openQuoteLine = quoteLine
        rows.removeAll { $0.fields.allSatisfy(\.isEmpty) }
    }
}
