/// What a person finds in a message: its text and its files.
public struct Content: Sendable {
    /// The readable text: of alternatives the plain one unless it is empty, HTML as text, the inline texts of a mixed
    /// message one behind the other. Lines end with `\n`; HTML quotations are marked with `> `.
    public let text: String
    /// The first HTML body as it is written, decoded; nil when there is none.
    public let html: String?
    /// Everything that is no body text, in the order of the message.
    public let attachments: [Attachment]
    /// What was met in the structure and the texts; `Message.defects` knows those of the header as well.
    public var defects: [MessageDefect] { found.list }
    let found: DefectSet
}

/// A file, picture or enclosed message (RFC 2183).
public struct Attachment: Sendable {
    /// The file name, decoded; empty when the mail gives none. Untrusted: may hold path separators.
    public let name: String
    /// The media type in lower case, `application/pdf`.
    public let type: String
    /// Whether the mail shows it within its text, as pictures of HTML are.
    public let isInline: Bool
    /// The Content-ID by which HTML refers to it.
    public let contentID: String?
    /// The place of its part in `Message.parts`.
    public let partIndex: Int

    private let source: Source

    private enum Source {
        case part(Part)
        case bytes([UInt8])
    }

    init(_ part: Part) {
        name = part.fileName ?? ""
        type = part.contentType.name
        isInline = part.disposition == "inline" || (part.disposition == nil && part.contentID != nil)
        contentID = part.contentID
        partIndex = part.index
        source = .part(part)
    }

    /// A file out of a text (uuencode) or a wrapper (TNEF).
    init(name: String, type: String = "application/octet-stream", bytes: [UInt8], partIndex: Int) {
        // No header has cleaned these names.
        var written = Array(name.utf8)
        written.blankControls()
        self.name = written.trustedText
        self.type = type
        isInline = false
        contentID = nil
        self.partIndex = partIndex
        source = .bytes(bytes)
    }

    /// How many bytes the file has.
    public var byteCount: Int {
        switch source {
        case .part(let part): part.decodedCount
        case .bytes(let bytes): bytes.count
        }
    }

    /// The file itself, decoded anew each time.
    public var decodedBytes: [UInt8] {
        switch source {
        case .part(let part): part.decodedBytes
        case .bytes(let bytes): bytes
        }
    }

    /// The enclosed message, if this is one.
    public var message: Message? {
        if case .part(let part) = source { return part.message }
        return nil
    }
}

extension Message {
    /// The readable text; see `Content.text`. Decodes the message: ask `content` once for several of its values.
    public var text: String { content.text }

    /// The first HTML body; see `Content.html`.
    public var html: String? { content.html }

    /// The files; see `Content.attachments`. Text and HTML bodies are not decoded for this, uuencoded files in them
    /// excepted.
    public var attachments: [Attachment] { content.attachments }

    /// Everything that was wrong with the message, each defect once, in the order in which `MessageDefect` names them.
    public var defects: [MessageDefect] {
        var reader = ContentReader(message: self)
        var found = reader.read().found
        found.formUnion(headerDefects)
        return found.list
    }

    /// Decodes the texts of the message and lists its files.
    public var content: Content {
        var reader = ContentReader(message: self)
        return reader.read()
    }
}

/// Chooses among the parts of a message.
private struct ContentReader {
    private let message: Message
    private let parts: [Part]
    private let limits: Limits
    private var defects = DefectSet()
    private var attachments: [Attachment] = []
    private var html: String?

    /// Text types that carry data rather than words.
    private static let dataSubtypes: Set<String> = [
        "calendar", "vcard", "x-vcard", "directory", "csv", "xml", "rfc822-headers", "css", "javascript", "x-patch",
    ]

    init(message: Message) {
        self.message = message
        parts = message.parts
        limits = message.limits
    }

    mutating func read() -> Content {
        defects.formUnion(message.structureDefects)
        var text = self.text(of: 0, isWanted: true)
        if text.count > limits.textBytes {
            text.removeLast(text.count - limits.textBytes)
            text.dropPartialCharacter()
            defects.insert(.textTooLarge)
        }
        if text.isEmpty, attachments.isEmpty { defects.insert(.emptyText) }
        return Content(text: text.trustedText, html: html, attachments: attachments, found: defects)
    }

    /// The readable text of a part. Goes as deep as `Limits.depth` allows parts to nest. HTML that is not wanted, for
    /// its plain alternative has been read, is kept as `html` but not turned into text.
    private mutating func text(of index: Int, isWanted: Bool) -> [UInt8] {
        let part = parts[index]
        guard !part.children.isEmpty else { return leaf(part, isWanted: isWanted) }
        if part.contentType.subtype == "alternative" { return alternative(part, isWanted: isWanted) }
        var joined: [UInt8] = []
        for child in part.children { Self.join(text(of: child, isWanted: isWanted), to: &joined) }
        return joined
    }

    /// Joins texts with an empty line between them, without the line ends behind each.
    private static func join(_ text: [UInt8], to joined: inout [UInt8]) {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        if !joined.isEmpty {
            while joined.last == ASCII.lineFeed { joined.removeLast() }
            joined.append(contentsOf: [ASCII.lineFeed, ASCII.lineFeed])
        }
        joined.append(contentsOf: text)
    }

    /// The plain text of alternatives if it says anything, otherwise the richest that does (RFC 2046 section 5.1.4).
    private mutating func alternative(_ part: Part, isWanted: Bool) -> [UInt8] {
        var plain: [UInt8] = []
        var rich: [UInt8] = []
        for child in part.children {
            let isPlain = parts[child].contentType.name == "text/plain"
            let text = text(of: child, isWanted: isWanted && plain.isEmpty)
            guard text.contains(where: { !$0.isWhitespace }) else { continue }
            if !isPlain { rich = text } else if plain.isEmpty { plain = text }
        }
        return plain.isEmpty ? rich : plain
    }

    private mutating func leaf(_ part: Part, isWanted: Bool) -> [UInt8] {
        guard isBody(part) else {
            let isWrapper =
                part.contentType.subtype.hasSuffix("ms-tnef") || part.fileName?.lowercased() == "winmail.dat"
            if isWrapper { return wrapped(part) }
            attach(Attachment(part))
            return []
        }
        let isHTML = part.contentType.subtype == "html" || part.contentType.subtype == "xhtml+xml"
        guard isWanted || (isHTML && html == nil) else { return [] }
        let source = part.textBytes(&defects)
        if isHTML, html == nil { html = source.trustedText }
        guard isWanted else { return [] }
        let isMarkedUp = isHTML || ["enriched", "richtext"].contains(part.contentType.subtype)
        return isMarkedUp ? HTMLText.read(source.span, limits: limits, &defects) : withoutFiles(source, part)
    }

    /// Lists the files inside a TNEF wrapper in its place. Its text counts when the mail has no other.
    private mutating func wrapped(_ part: Part) -> [UInt8] {
        defects.insert(.tnef)
        guard let wrapper = TNEF(part.decodedBytes(&defects), limits: limits),
            !wrapper.files.isEmpty || !wrapper.text.isEmpty
        else {
            attach(Attachment(part))
            return []
        }
        for file in wrapper.files {
            attach(Attachment(name: file.name, type: file.type, bytes: file.bytes, partIndex: part.index))
        }
        let hasText = parts.contains { $0.index < part.index && $0.children.isEmpty && isBody($0) }
        guard !hasText else { return [] }
        var text = wrapper.text
        LineEndings.normalise(&text, &defects)
        return text
    }

    /// Whether a leaf is text to read: not marked as a file, not named like one unless it is all there is.
    private func isBody(_ part: Part) -> Bool {
        // A multipart that could not be divided is shown as it is.
        if part.contentType.isMultipart { return true }
        guard part.contentType.isText, !Self.dataSubtypes.contains(part.contentType.subtype) else { return false }
        if part.disposition == "attachment" { return false }
        return part.index == 0 || part.fileName == nil
    }

    private mutating func attach(_ attachment: Attachment) {
        if attachments.count < limits.attachments {
            attachments.append(attachment)
        } else {
            defects.insert(.tooManyParts)
        }
    }

    /// Takes uuencoded files out of a text and lists them.
    private mutating func withoutFiles(_ text: [UInt8], _ part: Part) -> [UInt8] {
        let span = text.span
        guard var file = Uuencode.nextFile(span, 0..<span.count) else { return text }
        var kept: [UInt8] = []
        var position = 0
        while true {
            kept.append(span, position..<file.whole.lowerBound)
            position = file.whole.upperBound
            let name = span.string(in: file.name)
            attach(Attachment(name: name, bytes: Uuencode.content(span, file, &defects), partIndex: part.index))
            guard let next = Uuencode.nextFile(span, position..<span.count) else { break }
            file = next
        }
        kept.append(span, position..<span.count)
        return kept
    }
}
