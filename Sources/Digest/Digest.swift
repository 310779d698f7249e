import CryptoShim

/// A SHA-256 digest (FIPS 180-4): 32 bytes that stand for a content.
public struct Digest: Hashable, Sendable {
    /// The 32 bytes, most significant first.
    public let bytes: [UInt8]

    /// A digest read back from storage; nil unless there are exactly 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The digest of a content.
    public init(of content: [UInt8]) {
        self = unsafe content.withUnsafeBufferPointer { unsafe Digest(of: UnsafeRawBufferPointer($0)) }
    }

    /// The digest of a text's UTF-8 bytes.
    public init(of text: String) {
        self.init(of: Array(text.utf8))
    }

    /// The digest of bytes that the caller keeps alive during the call.
    public init(of content: UnsafeRawBufferPointer) {
        var output = [UInt8](repeating: 0, count: Self.byteCount)
        let source = unsafe content.bindMemory(to: UInt8.self)
        let done = unsafe output.withUnsafeMutableBufferPointer {
            unsafe gatepost_sha256(source.baseAddress, source.count, $0.baseAddress)
        }
        precondition(done == 1, "libcrypto has no SHA-256")
        bytes = output
    }

    /// Lower-case hexadecimal, 64 characters.
    public var hexadecimal: String {
        Self.hexadecimal(of: bytes)
    }

    static let byteCount = 32

    static func hexadecimal(of bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// A key for signing what must come back to us unchanged: thread tokens, secrets of work orders.
public struct SigningKey: Sendable {
    private let bytes: [UInt8]

    /// A key from stored bytes; nil below 16 bytes, which would be guessable.
    public init?(bytes: [UInt8]) {
        guard bytes.count >= 16 else { return nil }
        self.bytes = bytes
    }

    /// 32 fresh random bytes, to be stored with owner-only access.
    public static func randomBytes() -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        let done = unsafe output.withUnsafeMutableBufferPointer { unsafe gatepost_random($0.baseAddress, $0.count) }
        precondition(done == 1, "libcrypto gave no random bytes")
        return output
    }

    /// HMAC-SHA-256 (RFC 2104) over a text, as the first `length` hexadecimal characters (at most 64).
    public func signature(of text: String, length: Int = 16) -> String {
        var output = [UInt8](repeating: 0, count: 32)
        let content = Array(text.utf8)
        let done = unsafe output.withUnsafeMutableBufferPointer { result in
            unsafe content.withUnsafeBufferPointer { text in
                unsafe bytes.withUnsafeBufferPointer { key in
                    unsafe gatepost_hmac_sha256(
                        key.baseAddress,
                        key.count,
                        text.baseAddress,
                        text.count,
                        result.baseAddress
                    )
                }
            }
        }
        precondition(done == 1, "libcrypto has no HMAC")
        return String(Digest.hexadecimal(of: output).prefix(length))
    }

    /// Whether a signature is ours, compared in time that does not depend on where it differs.
    public func isValid(_ signature: String, of text: String) -> Bool {
        let given = Array(signature.utf8)
        guard given.count >= 16, given.count <= 64 else { return false }
        let expected = Array(self.signature(of: text, length: given.count).utf8)
        var difference: UInt8 = 0
        for (left, right) in zip(given, expected) { difference |= left ^ right }
        return difference == 0
    }
}
