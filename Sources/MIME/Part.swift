/// One part of a message: a multipart, or a leaf with content (RFC 2046).
///
/// Parts are places in the message's bytes. Content is decoded when asked for, each time anew.
public struct Part: Sendable {
    let storage: [UInt8]
    let limits: Limits
    let nesting: Int

    /// The place in `Message.parts`.
    public let index: Int
    /// The place of the multipart that holds this part; nil for the root.
    public let parent: Int?
    /// The places of the parts that a multipart holds, in order; empty for a leaf.
    public internal(set) var children: [Int] = []
    public let header: Header
    /// What the part holds, by its Content-Type or the default that applies here.
    public internal(set) var contentType: ContentType
    /// The header's place in the message, empty line included.
    public let headerRange: Range<Int>
    /// The body's place in the message; the line ending before a boundary does not belong to it.
    public internal(set) var bodyRange: Range<Int>
    /// How the body is encoded; `.identity` where the field is missing or nonsense.
    public let transferEncoding: TransferEncoding

    /// The charset that the part is labelled with; nil when there is no label or an unknown one.
    public var charset: Charset? { contentType["charset"].flatMap { Charset(label: $0) } }

    /// `inline`, `attachment` or another word of Content-Disposition, in lower case (RFC 2183); nil without one.
    public let disposition: String?

    /// The name of the file that the part holds, from Content-Disposition or Content-Type. Untrusted: may hold path
    /// separators and look like anything.
    public let fileName: String?

    /// The Content-ID without angle brackets (RFC 2392).
    public var contentID: String? {
        header.range("content-id").flatMap { MessageIdentifiers.single(storage.span, $0.value, limits: limits) }
    }

    /// Whether the part holds other parts.
    public var isMultipart: Bool { !children.isEmpty }

    /// The body as it is written.
    public var rawBytes: ArraySlice<UInt8> { storage[bodyRange] }

    /// The body with its transfer encoding taken off; damage is skipped.
    public var decodedBytes: [UInt8] {
        var ignored = DefectSet()
        return decodedBytes(&ignored)
    }

    /// How many bytes `decodedBytes` holds, without building them where that is possible.
    public var decodedCount: Int { transferEncoding.decodedCount(storage.span, bodyRange) }

    /// The body as text: transfer encoding off, by its charset or a better guess, line endings as `\n`, format=flowed
    /// joined (RFC 3676). HTML stays HTML.
    public var text: String {
        var ignored = DefectSet()
        return textBytes(&ignored).trustedText
    }

    /// The message inside a message/rfc822 or message/global part; nil for other parts and beyond
    /// `Limits.nestedMessages`.
    public var message: Message? {
        guard contentType.type == "message", ["rfc822", "global", "news"].contains(contentType.subtype),
            nesting < limits.nestedMessages
        else { return nil }
        if transferEncoding == .identity {
            return Message(storage: storage, range: bodyRange, limits: limits, nesting: nesting + 1)
        }
        let bytes = decodedBytes
        return Message(storage: bytes, range: 0..<bytes.count, limits: limits, nesting: nesting + 1)
    }

    func decodedBytes(_ defects: inout DefectSet) -> [UInt8] {
        transferEncoding.decode(storage.span, bodyRange, &defects)
    }

    /// The text as UTF-8 with `\n` line endings, at most `Limits.textBytes`.
    func textBytes(_ defects: inout DefectSet) -> [UInt8] {
        var utf8: [UInt8]
        if transferEncoding == .identity {
            utf8 = labelled(storage.span, clamped(bodyRange, &defects), &defects)
        } else {
            let decoded = decodedBytes(&defects)
            utf8 = labelled(decoded.span, clamped(0..<decoded.count, &defects), &defects)
        }
        LineEndings.normalise(&utf8, &defects)
        guard contentType.isText, contentType["format"]?.lowercased() == "flowed" else { return utf8 }
        return FlowedText.joined(utf8.span, deletesSpace: contentType["delsp"]?.lowercased() == "yes")
    }

    private func clamped(_ range: Range<Int>, _ defects: inout DefectSet) -> Range<Int> {
        guard range.count > limits.textBytes else { return range }
        defects.insert(.textTooLarge)
        return range.lowerBound..<range.lowerBound + limits.textBytes
    }

    private func labelled(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> [UInt8] {
        let label = contentType["charset"]
        let charset = charset
        if let label, !label.isEmpty, charset == nil { defects.insert(.unknownCharset) }
        let isUnlabelled = charset == nil && contentType.subtype.contains("html")
        let hint = isUnlabelled ? HTMLCharset.declared(bytes, range) : nil
        let read = LabelledText.decode(bytes.extracting(range), as: charset, hint: hint)
        defects.formUnion(read.defects)
        return read.utf8
    }
}

/// Line endings of decoded text.
enum LineEndings {
    /// Makes CRLF and lone CR `\n`, and takes NUL bytes out.
    static func normalise(_ bytes: inout [UInt8], _ defects: inout DefectSet) {
        let count = bytes.count
        if bytes.span.firstIndex(of: 0, in: 0..<count) != nil {
            defects.insert(.nulByte)
            bytes.removeAll { $0 == 0 }
        }
        guard bytes.span.firstIndex(of: ASCII.carriageReturn, in: 0..<bytes.count) != nil else { return }
        bytes = withoutReturns(bytes.span)
    }

    private static func withoutReturns(_ bytes: Span<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var position = 0
        while let place = bytes.firstIndex(of: ASCII.carriageReturn, in: position..<bytes.count) {
            out.append(bytes, position..<place)
            let isPair = place + 1 < bytes.count && bytes[place + 1] == ASCII.lineFeed
            out.append(ASCII.lineFeed)
            position = isPair ? place + 2 : place + 1
        }
        out.append(bytes, position..<bytes.count)
        return out
    }
}
