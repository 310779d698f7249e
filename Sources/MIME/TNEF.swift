/// The wrapper that Outlook sends as `winmail.dat`, application/ms-tnef (Microsoft's [MS-OXTNEF]): its files and its
/// text.
struct TNEF {
    /// A file inside the wrapper.
    struct File {
        var name = ""
        var type = "application/octet-stream"
        var bytes: [UInt8] = []
    }

    private(set) var files: [File] = []
    /// The plain text of the mail, if the wrapper holds one.
    private(set) var text: [UInt8] = []
    private var charset: Charset?

    private static let signature: UInt32 = 0x223E_9F78

    /// The attributes that are read; the rest is passed over.
    private enum Attribute {
        static let codePage: UInt32 = 0x0006_9007
        static let body: UInt32 = 0x0002_800C
        static let properties: UInt32 = 0x0006_9003
        static let fileStart: UInt32 = 0x0006_9002
        static let fileTitle: UInt32 = 0x0001_8010
        static let fileData: UInt32 = 0x0006_800F
        static let fileProperties: UInt32 = 0x0006_9005
    }

    /// Nil when the bytes are no TNEF. A damaged wrapper gives what stands before the damage.
    init?(_ bytes: [UInt8], limits: Limits) {
        let span = bytes.span
        guard Self.number(span, 0, 4) == Self.signature else { return nil }
        var position = 6
        while let length = Self.number(span, position + 5, 4), let attribute = Self.number(span, position + 1, 4) {
            let start = position + 9
            let end = start + Int(length)
            guard end <= span.count, files.count <= limits.attachments else { return }
            read(attribute, span, start..<end)
            position = end + 2
        }
    }

    private mutating func read(_ attribute: UInt32, _ span: Span<UInt8>, _ range: Range<Int>) {
        switch attribute {
        case Attribute.codePage:
            charset = Self.number(span, range.lowerBound, 4).flatMap { Charset(label: "windows-\($0)") }
        case Attribute.body: text = decoded(span, range)
        case Attribute.fileStart: files.append(File())
        case Attribute.fileTitle:
            let title = decoded(span, range).trustedText
            setLast { if $0.name.isEmpty { $0.name = title } }
        case Attribute.fileData: setLast { $0.bytes = span.bytes(in: range) }
        case Attribute.fileProperties, Attribute.properties:
            var reader = PropertyReader(position: range.lowerBound, end: range.upperBound)
            while let property = reader.next(span) { read(property, span, isFile: attribute != Attribute.properties) }
        default: break
        }
    }

    private mutating func read(_ property: PropertyReader.Property, _ span: Span<UInt8>, isFile: Bool) {
        switch (property.identifier, isFile) {
        case (0x1000, false): if text.isEmpty { text = string(property, span) }
        case (0x3707, true):
            let name = string(property, span).trustedText
            setLast { $0.name = name }
        case (0x370E, true):
            let type = string(property, span).trustedText.lowercased()
            if type.contains("/") { setLast { $0.type = type } }
        default: break
        }
    }

    private mutating func setLast(_ change: (inout File) -> Void) {
        guard var last = files.popLast() else { return }
        change(&last)
        files.append(last)
    }

    private func string(_ property: PropertyReader.Property, _ span: Span<UInt8>) -> [UInt8] {
        guard property.isUnicode else { return decoded(span, property.value) }
        return Self.withoutNul(CharsetDecoder.decode(span.extracting(property.value), as: .utf16LittleEndian).utf8)
    }

    private func decoded(_ span: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        Self.withoutNul(LabelledText.decode(span.extracting(range), as: charset, hint: nil).utf8)
    }

    private static func withoutNul(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { $0 != 0 } }

    /// A little-endian number; nil beyond the end.
    static func number(_ span: Span<UInt8>, _ start: Int, _ width: Int) -> UInt32? {
        guard start >= 0, start + width <= span.count else { return nil }
        var value: UInt32 = 0
        for offset in (0..<width).reversed() { value = value << 8 | UInt32(span[start + offset]) }
        return value
    }
}

/// Walks through the property list of an attribute ([MS-OXTNEF] section 2.1.3.4).
private struct PropertyReader {
    struct Property {
        let identifier: UInt32
        let isUnicode: Bool
        /// The first value.
        let value: Range<Int>
    }

    private var position: Int
    private let end: Int
    private var isStarted = false

    init(position: Int, end: Int) {
        self.position = position
        self.end = end
    }

    /// The next property with a value of variable length; fixed ones are passed over.
    mutating func next(_ span: Span<UInt8>) -> Property? {
        if !isStarted {
            isStarted = true
            position += 4
        }
        while let type = number(span, 2), let identifier = number(span, 2) {
            if identifier >= 0x8000, !skipName(span) { return nil }
            let isVariable = [0x0D, 0x1E, 0x1F, 0x102].contains(type & 0x0FFF)
            guard isVariable || type & 0x1000 != 0 else {
                position += Self.width(type)
                continue
            }
            guard let count = number(span, 4), count > 0, count < 1_000, isVariable else { return nil }
            var first: Range<Int>?
            for _ in 0..<count {
                guard let length = number(span, 4), position + Int(length) <= end else { return nil }
                first = first ?? position..<position + Int(length)
                position += (Int(length) + 3) / 4 * 4
            }
            if let first { return Property(identifier: identifier, isUnicode: type & 0xFFF == 0x1F, value: first) }
        }
        return nil
    }

    private mutating func number(_ span: Span<UInt8>, _ width: Int) -> UInt32? {
        guard position + width <= end, let value = TNEF.number(span, position, width) else { return nil }
        position += width
        return value
    }

    /// Passes over the name of a named property: a GUID, a kind, and a number or a string.
    private mutating func skipName(_ span: Span<UInt8>) -> Bool {
        position += 16
        guard let kind = number(span, 4), let value = number(span, 4) else { return false }
        if kind == 1 { position += (Int(value) + 3) / 4 * 4 }
        return position <= end
    }

    /// Bytes of a value of fixed length, padded to four.
    private static func width(_ type: UInt32) -> Int {
        switch type {
        case 0x05, 0x06, 0x07, 0x14, 0x40: 8
        case 0x48: 16
        case 0x00, 0x01: 0
        default: 4
        }
    }
}
