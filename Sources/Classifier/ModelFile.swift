/// What is wrong with the bytes of a model.
public enum ModelError: Error, Hashable, Sendable {
    /// Not a model, or one of another version of the format.
    case unknownFormat
    /// Shorter or longer than its head says.
    case wrongLength
    /// The checksum differs: the file was damaged.
    case damaged
}

/// The file: magic, bits, flags, then numbers of four bytes, little end first, whatever the machine; the cue text;
/// the weights; a checksum of all before it.
extension Model {
    private static let magic: [UInt8] = Array("GPCLASS1".utf8)

    public init(bytes: [UInt8]) throws(ModelError) {
        var reader = ByteReader(bytes)
        guard reader.take(Self.magic.count).elementsEqual(Self.magic) else { throw .unknownFormat }
        var shape = FeatureShape()
        shape.bits = Int(reader.number())
        shape.hasSubject = reader.number() != 0
        guard (8...18).contains(shape.bits) else { throw .unknownFormat }
        shape.wordScale = reader.float()
        shape.characterScale = reader.float()
        shape.cueScale = reader.float()
        let scales = reader.floats(shape.blockCount * Column.count)
        let biases = reader.floats(Language.allCases.count * Column.count)
        let sharpness = reader.floats(3)
        let thresholds = reader.floats(Label.allCases.count)
        let cueLength = Int(reader.number())
        let expected = reader.position + cueLength + shape.dimension * Column.count + 8
        guard bytes.count == expected else { throw .wrongLength }
        let cueBytes = reader.take(cueLength)
        let weights = reader.take(shape.dimension * Column.count)
        let checksum = Self.checksum(bytes[..<reader.position])
        guard UInt64(reader.number()) | UInt64(reader.number()) << 32 == checksum else { throw .damaged }
        self.shape = shape
        self.scales = scales
        self.biases = biases
        self.sharpness = sharpness
        self.thresholds = thresholds
        cueSource = String(decoding: cueBytes, as: UTF8.self)
        cues = CueLexicon(source: cueSource)
        self.weights = weights.map { Int8(bitPattern: $0) }
    }

    /// The model as a file.
    public var bytes: [UInt8] {
        var bytes = Self.magic
        bytes.reserveCapacity(weights.count + 100_000)
        func append(_ number: UInt32) {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        append(UInt32(shape.bits))
        append(shape.hasSubject ? 1 : 0)
        for value in [shape.wordScale, shape.characterScale, shape.cueScale] { append(value.bitPattern) }
        for value in scales + biases + sharpness + thresholds { append(value.bitPattern) }
        let cueBytes = Array(cueSource.utf8)
        append(UInt32(cueBytes.count))
        bytes += cueBytes
        for weight in weights { bytes.append(UInt8(bitPattern: weight)) }
        let checksum = Self.checksum(bytes[...])
        append(UInt32(truncatingIfNeeded: checksum))
        append(UInt32(truncatingIfNeeded: checksum >> 32))
        return bytes
    }

    /// Eight bytes a step, so that a model of a megabyte is checked in well under a millisecond.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        let span = bytes.span
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var position = 0
        while position + 8 <= span.count {
            var word: UInt64 = 0
            for offset in 0..<8 { word |= UInt64(span[position + offset]) << UInt64(offset * 8) }
            hash = (hash ^ word) &* 0x0000_0100_0000_01B3
            hash ^= hash >> 32
            position += 8
        }
        while position < span.count {
            hash = (hash ^ UInt64(span[position])) &* 0x0000_0100_0000_01B3
            position += 1
        }
        return hash
    }
}

/// Reads numbers off bytes; past the end they are 0, and the length check afterwards says so.
private struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        let start = min(position, bytes.count)
        let end = min(start + max(count, 0), bytes.count)
        position += count
        return bytes[start..<end]
    }

    mutating func number() -> UInt32 {
        var value: UInt32 = 0
        for (offset, byte) in take(4).enumerated() { value |= UInt32(byte) << UInt32(offset * 8) }
        return value
    }

    mutating func float() -> Float { Float(bitPattern: number()) }

    mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }
}
