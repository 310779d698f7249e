import Glibc
import Synchronization

/// Converters of the C library, opened once for each charset and worker and then used again: opening one costs more
/// than converting an ordinary mail.
enum IconvPool {
    /// An open converter to UTF-8. One thread uses it at a time: whoever took it out of the pool.
    @safe private final class Converter: @unchecked Sendable {
        let handle: iconv_t

        init?(_ name: StaticString) {
            let opened = name.withUTF8Buffer { buffer -> iconv_t? in
                guard let base = buffer.baseAddress else { return nil }
                return unsafe iconv_open("UTF-8", UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self))
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
        // Two bytes of an East Asian charset become three of UTF-8; the rest is for single replacement characters.
        var out = [UInt8](repeating: 0, count: bytes.count * 2 + 16)
        var used = 0
        var read = 0
        var isValid = true
        unsafe _ = iconv(converter.handle, nil, nil, nil, nil)
        while true {
            let failure = unsafe step(bytes, &read, &out, &used, converter.handle)
            if failure == 0 { break }
            if failure == E2BIG {
                out.append(contentsOf: [UInt8](repeating: 0, count: out.count))
                continue
            }
            // EILSEQ: the byte at `read` starts nothing; EINVAL: the text ends inside a character.
            isValid = false
            if out.count - used < 3 { out.append(contentsOf: [UInt8](repeating: 0, count: out.count)) }
            for byte in CharsetDecoder.replacement {
                out[used] = byte
                used += 1
            }
            if failure != EILSEQ || read >= bytes.count { break }
            read += 1
        }
        out.removeLast(out.count - used)
        return CharsetDecoder.Result(utf8: out, isValid: isValid)
    }

    /// One call of iconv from `read` on into `out` from `used` on; both advance. Answers errno, 0 when all is done.
    private static func step(
        _ bytes: Span<UInt8>,
        _ read: inout Int,
        _ out: inout [UInt8],
        _ used: inout Int,
        _ handle: iconv_t
    ) -> Int32 {
        let start = read
        let filled = used
        var consumed = 0
        var produced = 0
        let failure: Int32 = unsafe bytes.withUnsafeBytes { input in
            unsafe out.withUnsafeMutableBytes { output in
                guard let source = input.baseAddress, let sink = output.baseAddress else { return 0 }
                // iconv does not write to its input although its type allows it.
                var from: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(mutating: source + start)
                    .assumingMemoryBound(to: CChar.self)
                var into: UnsafeMutablePointer<CChar>? = unsafe (sink + filled).assumingMemoryBound(to: CChar.self)
                var leftIn = input.count - start
                var leftOut = output.count - filled
                let status = unsafe iconv(handle, &from, &leftIn, &into, &leftOut)
                let reason = status == -1 ? errno : 0
                consumed = input.count - start - leftIn
                produced = output.count - filled - leftOut
                return reason
            }
        }
        read += consumed
        used += produced
        return failure
    }
}
