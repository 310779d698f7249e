/// The compiled form inside a model: reading it is copying, where compiling the text is not.
extension CueLexicon {
    /// Number of cues, phrases and elements; a phrase: cue, languages, number of elements; an element: kind, length, hash.
    func write(to writer: inout ByteWriter) {
        writer.append(UInt32(cueCount))
        writer.append(UInt32(phrases.count))
        writer.append(UInt32(elements.count))
        for phrase in phrases {
            writer.bytes.append(phrase.cue)
            writer.bytes.append(phrase.languages)
            writer.bytes.append(phrase.count)
        }
        for element in elements {
            writer.bytes.append(element.kind.rawValue)
            writer.bytes.append(element.length)
            writer.append(UInt32(truncatingIfNeeded: element.hash))
            writer.append(UInt32(truncatingIfNeeded: element.hash >> 32))
        }
    }

    /// Nil when the bytes are no lexicon.
    init?(_ reader: inout ByteReader) {
        let cueCount = Int(reader.number())
        let phraseCount = Int(reader.number())
        let elementCount = Int(reader.number())
        guard cueCount <= Self.cueLimit, phraseCount <= elementCount, phraseCount * 3 + elementCount * 10 <= reader.rest
        else { return nil }
        var phrases: [Phrase] = []
        phrases.reserveCapacity(phraseCount)
        var first = 0
        for _ in 0..<phraseCount {
            let cue = reader.byte()
            let languages = reader.byte()
            let count = reader.byte()
            guard cue < cueCount, count > 0 else { return nil }
            phrases.append(Phrase(cue: cue, languages: languages, first: UInt32(first), count: count))
            first += Int(count)
        }
        guard first == elementCount else { return nil }
        var elements: [Element] = []
        elements.reserveCapacity(elementCount)
        for _ in 0..<elementCount {
            guard let kind = Element.Kind(rawValue: reader.byte()) else { return nil }
            let length = reader.byte()
            let low = UInt64(reader.number())
            elements.append(Element(kind: kind, length: length, hash: low | UInt64(reader.number()) << 32))
        }
        self.init(cueCount: cueCount, phrases: phrases, elements: elements)
    }
}

/// Numbers as bytes, little end first, whatever the machine.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func append(_ number: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func append(_ number: Float) { append(number.bitPattern) }
}

/// Reads numbers off bytes; past the end they are 0, and the length check of the file says so.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var rest: Int { max(0, bytes.count - position) }

    mutating func byte() -> UInt8 {
        defer { position += 1 }
        return position < bytes.count ? bytes[position] : 0
    }

    mutating func number() -> UInt32 {
        var value: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) { value |= UInt32(byte()) << shift }
        return value
    }

    mutating func float() -> Float { Float(bitPattern: number()) }

    mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }

    mutating func skip(_ count: Int) { position += count }
}
