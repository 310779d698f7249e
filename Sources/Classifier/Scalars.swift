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
        let length = scalars.reduce(0) { $0 + ($1 < 0x80 ? 1 : $1 < 0x800 ? 2 : $1 < 0x1_0000 ? 3 : 4) }
        self = unsafe String(unsafeUninitializedCapacity: length) { bytes in
            var place = 0
            for scalar in scalars {
                // No scalar, no bytes of one: half a surrogate pair and what lies beyond the last plane.
                let isSound = scalar < 0xD800 || 0xE000...0x10FFFF ~= scalar
                let value = isSound ? scalar : 0xFFFD
                let extra = value < 0x80 ? 0 : value < 0x800 ? 1 : value < 0x1_0000 ? 2 : 3
                let head: UInt32 = extra == 0 ? 0 : 0xFF00 >> UInt32(extra + 1) & 0xFF
                unsafe bytes[place] = UInt8(truncatingIfNeeded: head | value >> UInt32(6 * extra))
                for step in 0..<extra {
                    let rest = value >> UInt32(6 * (extra - 1 - step))
                    unsafe bytes[place + 1 + step] = UInt8(truncatingIfNeeded: 0x80 | rest & 0x3F)
                }
                place += extra + 1
            }
            return place
        }
    }
}
