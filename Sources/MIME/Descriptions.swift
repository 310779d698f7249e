// What these types say of themselves in logs and errors: sizes and kinds, never a word of the mail.

extension Message: CustomStringConvertible {
    public var description: String { "message of \(bytes.count) bytes in \(parts.count) parts" }
}

extension Part: CustomStringConvertible {
    public var description: String { "part \(index), \(contentType.name), \(bodyRange.count) bytes" }
}

extension Attachment: CustomStringConvertible {
    public var description: String { "file in part \(partIndex), \(type)" }
}

extension Content: CustomStringConvertible {
    public var description: String {
        "text of \(text.utf8.count) bytes, \(html == nil ? "no HTML" : "HTML"), \(attachments.count) files"
    }
}

extension Header: CustomStringConvertible {
    public var description: String { "header of \(count) fields" }
}

extension HeaderField: CustomStringConvertible {
    public var description: String { "field \(name) of \(rawBytes.count) bytes" }
}
