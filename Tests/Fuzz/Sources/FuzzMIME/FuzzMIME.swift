import MIME

/// Reads everything of a message and holds it to what a message promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    read(Message(bytes), within: bytes.count)
    return 0
}

private func read(_ message: Message, within size: Int) {
    precondition(!message.parts.isEmpty)
    for part in message.parts {
        precondition(part.headerRange.upperBound <= part.bodyRange.lowerBound)
        for child in part.children {
            precondition(child > part.index && message.parts[child].parent == part.index)
        }
        for field in part.header {
            let value = field.value
            precondition(!value.utf8.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D })
            precondition(value.utf8.count <= 3 * field.rawBytes.count + 16)
            _ = field.rawValue
            _ = field.parameterized.defects
        }
        precondition(part.decodedCount == part.decodedBytes.count)
        let text = part.text
        precondition(!text.utf8.contains(0))
        // The library builds its texts without a second look at them: they must be UTF-8.
        precondition(String(validating: Array(text.utf8), as: UTF8.self) == text)
    }
    let content = message.content
    precondition(!content.text.utf8.contains(0x0D))
    precondition(String(validating: Array(content.text.utf8), as: UTF8.self) == content.text)
    for attachment in content.attachments {
        precondition(attachment.byteCount == attachment.decodedBytes.count)
        precondition(!attachment.name.utf8.contains { $0 < 0x20 })
        if let inner = attachment.message { read(inner, within: size) }
    }
    for mailbox in message.from + message.sender + message.replyTo + message.to + message.cc + message.resentTo {
        precondition(!mailbox.description.utf8.contains { $0 == 0x0A || $0 == 0x0D })
    }
    _ = (message.defects, message.deliveryStatus, message.references, message.inReplyTo, message.date)
    _ = (message.messageID, message.subject, message.html, message.reportType)
}
