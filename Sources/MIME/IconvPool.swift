import Glibc
import Synchronization

/// Converters of the C library, opened once for each charset and worker and then used again: opening one costs more
/// than converting an ordinary mail.
enum IconvPool {
    /// An open converter to code points, which is the form that glibc converts through anyway. One thread uses it at a
    /// time: whoever took it out of the pool.
    @safe private final class Converter: @unchecked Sendable {
        let handle: iconv_t

        init?(_ name: StaticString) {
            let opened = name.withUTF8Buffer { buffer -> iconv_t? in
                guard let base = buffer.baseAddress else { return nil }
                return unsafe iconv_open("WCHAR_T", UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self))
            }
            // iconv_open answers (iconv_t)-1 when it does not know the charset.
            guard let opened = unsafe opened, Int(bitPattern: opened) != -1 else { return nil }
            unsafe handle = opened
        }

        deinit { unsafe _ = iconv_close(handle) }
    }

    /// Converters kept idle for one charset; more workers than this open their own and close them again.
    private static let idleLimit = 16

    private static let idle = Mutex<[String: [Converter]]>([:])

    /// Decodes `bytes`, or answers nil when the system has no such converter.
    static func decode(_ bytes: Span<UInt8>, _ name: StaticString) -> CharsetDecoder.Result? {
        let key = name.description
        guard let converter = idle.withLock({ $0[key]?.popLast() }) ?? Converter(name) else { return nil }
        let result = convert(bytes, converter)
        idle.withLock { pool in
            if pool[key, default: []].count < idleLimit { pool[key, default: []].append(converter) }
        }
        return result
    }

    private static func convert(_ bytes: Span<UInt8>, _ converter: Converter) -> CharsetDecoder.Result {
        var out: [UInt8] = []
        // Two bytes of an East Asian charset become three of UTF-8; the rest is for single replacement characters.
        out.reserveCapacity(bytes.count / 2 * 3 + 16)
        var scalars = [UInt32](repeating: 0, count: Swift.min(bytes.count + 1, blockSize))
        var block = [UInt8](repeating: 0, count: scalars.count * 4)
        var read = 0
        var isValid = true
        unsafe _ = iconv(converter.handle, nil, nil, nil, nil)
        while true {
            var produced = 0
            let failure = unsafe step(bytes, &read, &scalars, &produced, converter.handle)
            let length = encode(scalars.span, produced, into: &block)
            out.append(block.span, 0..<length)
            if failure == 0 { break }
            if failure == E2BIG { continue }
            // EILSEQ: the byte at `read` starts nothing; EINVAL: the text ends inside a character.
            isValid = false
            out.append(contentsOf: CharsetDecoder.replacement)
            if failure != EILSEQ || read >= bytes.count { break }
            read += 1
        }
        return CharsetDecoder.Result(utf8: out, isValid: isValid)
    }

    /// Code points converted at a time.
    private static let blockSize = 4_096

    /// Writes code points as UTF-8, four bytes at most each; answers how many bytes. What is no character, should the
    /// library give such, becomes a replacement.
    private static func encode(_ scalars: Span<UInt32>, _ count: Int, into block: inout [UInt8]) -> Int {
        precondition(count <= scalars.count && count * 4 <= block.count)
        var out = block.mutableSpan
        var length = 0
        for index in 0..<count {
            // In bounds: four bytes of room for each code point.
            var value = scalars[index]
            if value < 0x80 {
                unsafe out[unchecked: length] = UInt8(truncatingIfNeeded: value)
                length += 1
                continue
            }
            if (value >= 0xD800 && value < 0xE000) || value >= 0x11_0000 { value = 0xFFFD }
            if value < 0x800 {
                unsafe out[unchecked: length] = 0xC0 | UInt8(truncatingIfNeeded: value >> 6)
                length += 1
            } else {
                if value < 0x1_0000 {
                    unsafe out[unchecked: length] = 0xE0 | UInt8(truncatingIfNeeded: value >> 12)
                    length += 1
                } else {
                    unsafe out[unchecked: length] = 0xF0 | UInt8(truncatingIfNeeded: value >> 18)
                    unsafe out[unchecked: length + 1] = 0x80 | UInt8(truncatingIfNeeded: (value >> 12) & 0x3F)
                    length += 2
                }
                unsafe out[unchecked: length] = 0x80 | UInt8(truncatingIfNeeded: (value >> 6) & 0x3F)
                length += 1
            }
            unsafe out[unchecked: length] = 0x80 | UInt8(truncatingIfNeeded: value & 0x3F)
            length += 1
        }
        return length
    }

    /// One call of iconv from `read` on, which advances; `produced` is how many code points it wrote. Answers errno, 0
    /// when all is done.
    private static func step(
        _ bytes: Span<UInt8>,
        _ read: inout Int,
        _ scalars: inout [UInt32],
        _ produced: inout Int,
        _ handle: iconv_t
    ) -> Int32 {
        let start = read
        var consumed = 0
        var written = 0
        let failure: Int32 = unsafe bytes.withUnsafeBytes { input in
            unsafe scalars.withUnsafeMutableBytes { output in
                guard let source = input.baseAddress, let sink = output.baseAddress else { return 0 }
                // iconv does not write to its input although its type allows it.
                var from: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(mutating: source + start)
                    .assumingMemoryBound(to: CChar.self)
                var into: UnsafeMutablePointer<CChar>? = unsafe sink.assumingMemoryBound(to: CChar.self)
                var leftIn = input.count - start
                var leftOut = output.count
                let status = unsafe iconv(handle, &from, &leftIn, &into, &leftOut)
                let reason = status == -1 ? errno : 0
                consumed = input.count - start - leftIn
                written = output.count - leftOut
                return reason
            }
        }
        read += consumed
        produced = written / MemoryLayout<UInt32>.size
        return failure
    }
}
