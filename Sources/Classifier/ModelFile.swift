/// What is wrong with the bytes of a model.
public enum ModelError: Error, Hashable, Sendable {
    /// Not a model, or one of another version of the format.
    case unknownFormat
    /// Shorter or longer than its head says.
    case wrongLength
    /// The checksum differs: the file was damaged.
    case damaged
}

/// The file: magic, a checksum of all after it, the shape, the calibration, the cues, the weights.
extension Model {
    private static let magic: [UInt8] = Array("GPCLASS2".utf8)
    /// Where what the checksum covers begins.
    private static let bodyStart = 16

    /// Reads a model from the bytes of its file.
    public init(bytes: [UInt8]) throws(ModelError) {
        var reader = ByteReader(bytes)
        guard bytes.count > Self.bodyStart, bytes.starts(with: Self.magic) else { throw .unknownFormat }
        reader.skip(Self.magic.count)
        let checksum = UInt64(reader.number()) | UInt64(reader.number()) << 32
        guard checksum == Self.checksum(bytes) else { throw .damaged }
        guard let shape = FeatureShape(&reader) else { throw .unknownFormat }
        self.shape = shape
        scales = reader.floats(shape.blockCount * Column.count)
        biases = reader.floats(Language.allCases.count * Column.count)
        sharpness = reader.floats(3)
        thresholds = reader.floats(Label.allCases.count)
        guard let cues = CueLexicon(&reader) else { throw .unknownFormat }
        self.cues = cues
        weightsStart = reader.position
        guard reader.rest == shape.dimension * Column.count else { throw .wrongLength }
        self.bytes = bytes
        let weights = WeightRows(bytes: bytes, start: weightsStart)
        cueRows = CueRows(weights, shape: shape, cueCount: cues.cueCount)
    }

    /// Makes the file of a model.
    static func file(
        shape: FeatureShape,
        cues: CueLexicon,
        calibration: Calibration,
        scales: [Float],
        biases: [Float],
        weights: [Int8]
    ) -> [UInt8] {
        var writer = ByteWriter()
        shape.write(to: &writer)
        for value in scales + biases { writer.append(value) }
        for value in calibration.sharpness + calibration.thresholds { writer.append(Float(value)) }
        cues.write(to: &writer)
        var file = ByteWriter()
        file.bytes = magic + [UInt8](repeating: 0, count: 8) + writer.bytes
        file.bytes.reserveCapacity(file.bytes.count + weights.count)
        for weight in weights { file.bytes.append(UInt8(bitPattern: weight)) }
        let checksum = checksum(file.bytes)
        for index in 0..<8 {
            file.bytes[magic.count + index] = UInt8(truncatingIfNeeded: checksum >> UInt64(index * 8))
        }
        return file.bytes
    }

    /// Eight bytes a step, so that a model of megabytes is checked in a fraction of a millisecond.
    private static func checksum(_ bytes: [UInt8]) -> UInt64 {
        let span = unsafe bytes.span.bytes
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var position = bodyStart
        while position + 8 <= span.byteCount {
            let word = unsafe span.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            hash = (hash ^ UInt64(littleEndian: word)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            position += 8
        }
        while position < bytes.count {
            hash = (hash ^ UInt64(bytes[position])) &* 0x9E37_79B9_7F4A_7C15
            position += 1
        }
        return hash
    }
}

extension FeatureShape {
    func write(to writer: inout ByteWriter) {
        writer.append(UInt32(bits))
        writer.append(UInt32(hasSubject ? 1 : 0))
        for value in [wordScale, characterScale, cueScale, cuePairScale] { writer.append(value) }
    }

    init?(_ reader: inout ByteReader) {
        bits = Int(reader.number())
        hasSubject = reader.number() != 0
        wordScale = reader.float()
        characterScale = reader.float()
        cueScale = reader.float()
        cuePairScale = reader.float()
        guard (8...18).contains(bits) else { return nil }
    }
}
