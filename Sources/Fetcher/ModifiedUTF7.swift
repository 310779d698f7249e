/// Mailbox names on the wire (RFC 3501 section 5.1.3): printable ASCII as it is, all else as UTF-16 in a base64 of
/// its own, `&` as `&-`.
enum ModifiedUTF7 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)

    static func encoded(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        var run: [UInt16] = []
        for unit in text.utf16 {
            guard (0x20...0x7E).contains(unit) else {
                run.append(unit)
                continue
            }
            flush(&run, into: &output)
            output.append(UInt8(unit))
            if unit == 0x26 { output.append(UInt8(ascii: "-")) }
        }
        flush(&run, into: &output)
        return output
    }

    /// Nil when it is not well-formed; such a name can still be sent back as it came.
    static func decoded(_ bytes: [UInt8]) -> String? {
        var units: [UInt16] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard (0x20...0x7E).contains(byte) else { return nil }
            index += 1
            guard byte == UInt8(ascii: "&") else {
                units.append(UInt16(byte))
                continue
            }
            guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "-")) else { return nil }
            if end == index {
                units.append(0x26)
            } else {
                guard let run = decodedRun(bytes[index..<end]) else { return nil }
                units.append(contentsOf: run)
            }
            index = end + 1
        }
        return String(validating: units, as: UTF16.self)
    }

    private static func decodedRun(_ run: ArraySlice<UInt8>) -> [UInt16]? {
        var units: [UInt16] = []
        var value = 0
        var bits = 0
        for byte in run {
            guard let digit = digits.firstIndex(of: byte) else { return nil }
            value = (value << 6 | digit) & 0x3F_FFFF
            bits += 6
            if bits >= 16 {
                bits -= 16
                units.append(UInt16(truncatingIfNeeded: value >> bits))
            }
        }
        return bits < 6 ? units : nil
    }

    private static func flush(_ run: inout [UInt16], into output: inout [UInt8]) {
        guard !run.isEmpty else { return }
        output.append(UInt8(ascii: "&"))
        var value = 0
        var bits = 0
        for unit in run {
            value = (value << 16 | Int(unit)) & 0x3F_FFFF
            bits += 16
            while bits >= 6 {
                bits -= 6
                output.append(digits[value >> bits & 63])
            }
        }
        if bits > 0 { output.append(digits[value << (6 - bits) & 63]) }
        output.append(UInt8(ascii: "-"))
        run = []
    }
}
