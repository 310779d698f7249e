/// Base64 as mail damages it (RFC 2045 section 6.8, RFC 4648).
///
/// Foreign bytes are skipped; padding ends a quantum, not the data, so that several padded chunks in a row all count;
/// a last quantum without padding gives the bytes it has. A line that can only be prose (a list's footer behind the
/// data) ends the data.
enum Base64 {
    private static let foreign: UInt8 = 0x80
    private static let skip: UInt8 = 0x81
    private static let pad: UInt8 = 0x82

    /// The value of each byte, or what kind of stranger it is.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: foreign, count: 256)
        for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            table[Int(byte)] = UInt8(value)
        }
        for byte in [ASCII.tab, ASCII.lineFeed, 0x0B, 0x0C, ASCII.carriageReturn, ASCII.space] {
            table[Int(byte)] = skip
        }
        table[Int(ASCII.equals)] = pad
        return table
    }()

    /// The six bits of a base64 letter.
    static func value(_ letter: UInt8) -> UInt8? {
        let value = values[Int(letter)]
        return value < 64 ? value : nil
    }

    static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: (range.count / 4 + 1) * 3)
        var state = Scan(position: range.lowerBound, end: range.upperBound)
        let table = values.span
        var target = out.mutableSpan
        state.run(bytes, table, &target)
        if state.isDamaged { defects.insert(.badBase64) }
        out.removeLast(out.count - state.length)
        return out
    }

    static func decodedCount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let table = values.span
        var (index, letters) = countLetters(bytes, range)
        while index < range.upperBound {
            let value = table[Int(bytes[index])]
            if value < 64 { letters += 1 } else if value != skip { break }
            index += 1
        }
        var pads = 0
        while index < range.upperBound {
            let value = table[Int(bytes[index])]
            if value == pad { pads += 1 } else if value != skip { break }
            index += 1
        }
        // Undamaged data ends here; anything else is decoded, so that count and data always agree.
        guard index == range.upperBound, pads == 0 || (letters + pads) % 4 == 0 && pads <= 2 else {
            var ignored = DefectSet()
            return decode(bytes, range, &ignored).count
        }
        return letters / 4 * 3 + [0, 0, 1, 2][letters % 4]
    }

    /// Counts the letters of a stretch that holds nothing but letters and line endings; answers where it stopped.
    /// Goes in blocks without branches, which the compiler turns into vector instructions.
    private static func countLetters(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (stop: Int, letters: Int) {
        let block = 128
        let part = bytes.extracting(range)
        var index = 0
        var ends = 0
        unsafe part.withUnsafeBufferPointer { raw in
            while index + block <= raw.count {
                var strangers: UInt8 = 0
                var blockEnds: UInt8 = 0
                for place in index..<index + block {
                    // Within `raw` by the loop's condition.
                    let byte = unsafe raw[place]
                    let folded = byte | 0x20
                    let isLetter: UInt8 = (folded &- 0x61 < 26 ? 1 : 0) | (byte &- 0x30 < 10 ? 1 : 0)
                    let isSign: UInt8 = (byte == 0x2B ? 1 : 0) | (byte == 0x2F ? 1 : 0)
                    let isEnd: UInt8 = (byte == 0x0A ? 1 : 0) | (byte == 0x0D ? 1 : 0)
                    strangers |= (isLetter | isSign | isEnd) ^ 1
                    blockEnds &+= isEnd
                }
                guard strangers == 0 else { return }
                ends += Int(blockEnds)
                index += block
            }
        }
        return (range.lowerBound + index, index - ends)
    }

    /// The decoding of one stretch.
    private struct Scan {
        var position: Int
        let end: Int
        var length = 0
        var isDamaged = false
        private var quantum: UInt32 = 0
        private var filled = 0

        init(position: Int, end: Int) {
            self.position = position
            self.end = end
        }

        mutating func run(_ bytes: Span<UInt8>, _ table: Span<UInt8>, _ out: inout MutableSpan<UInt8>) {
            var isPadded = false
            while position < end {
                if filled == 0, !isPadded { fourAtATime(bytes, table, &out) }
                guard position < end else { break }
                let value = table[Int(bytes[position])]
                if value < 64 {
                    // Behind padding comes another chunk, or the footer that a list or gateway has added.
                    if isPadded, isProse(bytes, table) {
                        isDamaged = true
                        break
                    }
                    isPadded = false
                    quantum = quantum << 6 | UInt32(value)
                    filled += 1
                    if filled == 4 { flush(&out) }
                } else if value == Base64.pad {
                    isPadded = isPadded || length > 0 || filled > 0
                    if filled > 0 { closeQuantum(&out) }
                } else if value == Base64.foreign {
                    isDamaged = true
                    if isPadded || isSeparator(bytes) { break }
                    if isProse(bytes, table) { position = bytes.lineEnd(from: position, to: end) - 1 }
                }
                position += 1
            }
            if filled > 0 {
                if filled == 1 { isDamaged = true }
                closeQuantum(&out)
            }
        }

        /// The common case: whole quanta without anything between them.
        @inline(__always)
        private mutating func fourAtATime(
            _ bytes: Span<UInt8>,
            _ table: Span<UInt8>,
            _ out: inout MutableSpan<UInt8>
        ) {
            var index = position
            var written = length
            while index + 4 <= end {
                // In bounds: the loop's condition for the input, 256 values in the table, and room for three bytes of
                // every four in the output.
                let first = unsafe table[unchecked: Int(bytes[unchecked: index])]
                let second = unsafe table[unchecked: Int(bytes[unchecked: index + 1])]
                let third = unsafe table[unchecked: Int(bytes[unchecked: index + 2])]
                let fourth = unsafe table[unchecked: Int(bytes[unchecked: index + 3])]
                if (first | second | third | fourth) >= 64 { break }
                unsafe out[unchecked: written] = first << 2 | second >> 4
                unsafe out[unchecked: written + 1] = second << 4 | third >> 2
                unsafe out[unchecked: written + 2] = third << 6 | fourth
                index += 4
                written += 3
            }
            position = index
            length = written
        }

        private mutating func flush(_ out: inout MutableSpan<UInt8>) {
            out[length] = UInt8(truncatingIfNeeded: quantum >> 16)
            out[length + 1] = UInt8(truncatingIfNeeded: quantum >> 8)
            out[length + 2] = UInt8(truncatingIfNeeded: quantum)
            length += 3
            quantum = 0
            filled = 0
        }

        /// Gives the bytes that an unfinished quantum holds: none for one letter, one for two, two for three.
        private mutating func closeQuantum(_ out: inout MutableSpan<UInt8>) {
            if filled >= 2 {
                let bits = quantum << UInt32(6 * (4 - filled))
                out[length] = UInt8(truncatingIfNeeded: bits >> 16)
                length += 1
                if filled == 3 {
                    out[length] = UInt8(truncatingIfNeeded: bits >> 8)
                    length += 1
                }
            }
            quantum = 0
            filled = 0
        }

        /// Whether a line of hyphens or underscores starts here, as footers do.
        private func isSeparator(_ bytes: Span<UInt8>) -> Bool {
            let byte = bytes[position]
            guard byte == ASCII.hyphen || byte == ASCII.underscore else { return false }
            return position + 1 < end && bytes[position + 1] == byte
        }

        /// Whether the rest of this line is prose and no data: it holds a foreign byte or a blank between letters.
        /// Looks no further than a data line may be long.
        private func isProse(_ bytes: Span<UInt8>, _ table: Span<UInt8>) -> Bool {
            var index = position + 1
            let stop = Swift.min(end, position + 200)
            while index < stop, bytes[index] != ASCII.lineFeed {
                if table[Int(bytes[index])] == Base64.foreign { return true }
                if bytes[index] == ASCII.space, index + 1 < stop, table[Int(bytes[index + 1])] < 64 { return true }
                index += 1
            }
            return false
        }
    }
}
