import MIME

/// Reads one value as everything that a header field can be; the first byte chooses the charset to decode it by.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let charsets = Charset.allCases
    let charset = charsets[Int(bytes.first ?? 0) % charsets.count]
    let decoded = charset.decode(Array(bytes.dropFirst()))
    precondition(decoded.text.utf8.count <= 4 * count + 16)
    let field = Message(Array("X: ".utf8) + bytes.filter { $0 != 0x0A && $0 != 0x0D }).header.first("X")
    if let field {
        for mailbox in field.addresses.mailboxes { precondition(mailbox.address.utf8.count <= 4 * count + 16) }
        precondition(field.identifiers.allSatisfy { !$0.utf8.contains(0x20) })
        _ = (field.value, field.parameterized.parameters, field.date)
    }
    _ = Charset(label: decoded.text)
    return 0
}
