extension Array<UInt32> {
    /// The scalars of a text.
    init(scalarsOf text: String) {
        var text = text
        self = text.withUTF8 { bytes in
            var scalars: [UInt32] = []
            scalars.reserveCapacity(bytes.count)
            var place = 0
            // A string's bytes are sound UTF-8: the first says how many belong to it.
            while place < bytes.count {
                let first = UInt32(unsafe bytes[place])
                let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
                var scalar = length == 1 ? first : first & (0x7F >> UInt32(length))
                for next in 1..<Swift.max(length, 1) {
                    scalar = scalar << 6 | UInt32(unsafe bytes[place + next] & 0x3F)
                }
                scalars.append(scalar)
                place += length
            }
            return scalars
        }
    }
}

extension String {
    /// The text of some scalars.
    init(scalars: ArraySlice<UInt32>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 2)
        for value in scalars {
            switch value {
            case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: value))
            case 0x80..<0x800:
                bytes.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
                bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
            default:
                let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
                if let encoded = UTF8.encode(scalar) { bytes.append(contentsOf: encoded) }
            }
        }
        self.init(decoding: bytes, as: UTF8.self)
    }
}
