/// How a body is written for transport (RFC 2045 section 6).
public enum TransferEncoding: String, Sendable, Hashable {
    /// 7bit, 8bit and binary: the bytes stand for themselves.
    case identity
    case base64
    case quotedPrintable = "quoted-printable"
    case uuencode

    /// Reads the value of a Content-Transfer-Encoding field; nil when it names no encoding anybody uses.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var token = bytes.trimmed(range)
        while !token.isEmpty, bytes[token.lowerBound] == ASCII.quote { token = token.lowerBound + 1..<token.upperBound }
        var stop = token.lowerBound
        while stop < token.upperBound, !bytes[stop].isWhitespace, bytes[stop] != ASCII.semicolon,
            bytes[stop] != ASCII.quote, bytes[stop] != ASCII.leftParenthesis
        {
            stop += 1
        }
        token = token.lowerBound..<stop
        if token.isEmpty || bytes.equals("7bit", in: token) || bytes.equals("8bit", in: token)
            || bytes.equals("binary", in: token) || bytes.equals("7-bit", in: token) || bytes.equals("8-bit", in: token)
        {
            self = .identity
        } else if bytes.equals("base64", in: token) || bytes.equals("b", in: token) {
            self = .base64
        } else if bytes.equals("quoted-printable", in: token) || bytes.equals("q", in: token)
            || bytes.equals("quotedprintable", in: token)
        {
            self = .quotedPrintable
        } else if bytes.equals("x-uuencode", in: token) || bytes.equals("uuencode", in: token)
            || bytes.equals("x-uue", in: token) || bytes.equals("uue", in: token)
        {
            self = .uuencode
        } else {
            return nil
        }
    }

    /// Decodes `range`; damage is noted and as much as possible kept.
    func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> [UInt8] {
        switch self {
        case .identity: bytes.bytes(in: range)
        case .base64: Base64.decode(bytes, range, &defects)
        case .quotedPrintable: QuotedPrintable.decode(bytes, range, &defects)
        case .uuencode: Uuencode.decode(bytes, range, &defects)
        }
    }

    /// How many bytes `decode` gives, without making them where that can be had.
    func decodedCount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var ignored = DefectSet()
        return switch self {
        case .identity: range.count
        case .base64: Base64.decodedCount(bytes, range)
        case .quotedPrintable, .uuencode: decode(bytes, range, &ignored).count
        }
    }
}
