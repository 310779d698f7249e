/// A mail, read from its bytes (RFC 5322, RFC 2045 to 2049).
///
/// Reading is total: any bytes give a message, what is wrong with them gives `defects`, and `Limits` bound the cost.
/// `init` only finds the places of fields and parts; values, texts and files are decoded when asked for.
public struct Message: Sendable {
    private let storage: [UInt8]
    private let range: Range<Int>
    let limits: Limits
    /// What was met while cutting the message into parts.
    let structureDefects: DefectSet

    /// Every part in the order of the message; the first is the root.
    public let parts: [Part]

    /// Reads a message of CRLF or LF lines.
    public init(_ bytes: [UInt8], limits: Limits = .standard) {
        self.init(storage: bytes, range: 0..<bytes.count, limits: limits, nesting: 0)
    }

    init(storage: [UInt8], range: Range<Int>, limits: Limits, nesting: Int) {
        // Places are kept as 32-bit numbers; no mail server takes messages of two gigabytes.
        let range = range.lowerBound..<Swift.min(range.upperBound, Int(Int32.max))
        var storage = storage
        var defects = DefectSet()
        Self.repairLineEndings(&storage, range, &defects)
        var scanner = PartScanner(storage: storage, range: range, limits: limits, nesting: nesting)
        scanner.scan()
        if let root = scanner.parts.first, root.contentType.isMultipart, root.children.isEmpty, limits.depth > 0,
            let guess = BoundaryGuess.boundary(storage.span, root.bodyRange)
        {
            defects.formUnion(scanner.defects)
            defects.insert(.guessedBoundary)
            scanner = PartScanner(
                storage: storage,
                range: range,
                limits: limits,
                nesting: nesting,
                rootBoundary: guess
            )
            scanner.scan()
        }
        defects.formUnion(scanner.defects)
        self.storage = storage
        self.range = range
        self.limits = limits
        structureDefects = defects
        parts = scanner.parts
    }

    /// Lines that end with a lone carriage return, and nothing else in the message, get line feeds.
    private static func repairLineEndings(
        _ storage: inout [UInt8],
        _ range: Range<Int>,
        _ defects: inout DefectSet
    ) {
        guard storage.span.firstIndex(of: ASCII.lineFeed, in: range) == nil,
            storage.span.firstIndex(of: ASCII.carriageReturn, in: range) != nil
        else { return }
        defects.insert(.bareCarriageReturn)
        for index in range where storage[index] == ASCII.carriageReturn { storage[index] = ASCII.lineFeed }
    }

    /// The message as it was given; lone carriage returns may have become line feeds.
    public var bytes: [UInt8] { range == 0..<storage.count ? storage : Array(storage[range]) }

    /// The whole message as a part.
    public var root: Part { parts[0] }

    /// The message's own header.
    public var header: Header { parts[0].header }

    /// The Subject, decoded, in one line; empty when there is none.
    public var subject: String { header["subject"] ?? "" }

    /// Who the message says it is from, groups opened. Untrusted.
    public var from: [Mailbox] { addresses("from").mailboxes }
    /// The Sender, if several wrote or another sent.
    public var sender: [Mailbox] { addresses("sender").mailboxes }
    /// Where answers are asked to go.
    public var replyTo: [Mailbox] { addresses("reply-to").mailboxes }
    public var to: [Mailbox] { addresses("to").mailboxes }
    public var cc: [Mailbox] { addresses("cc").mailboxes }
    public var bcc: [Mailbox] { addresses("bcc").mailboxes }
    public var resentFrom: [Mailbox] { addresses("resent-from").mailboxes }
    public var resentTo: [Mailbox] { addresses("resent-to").mailboxes }
    public var resentCc: [Mailbox] { addresses("resent-cc").mailboxes }

    /// The address list of a field, groups kept. Several To and Cc fields are read as one; of every other field the
    /// first counts.
    public func addresses(_ name: String) -> [Address] {
        var ignored = DefectSet()
        return addresses(name, &ignored)
    }

    /// When the message says it was written (RFC 5322 section 3.6.1).
    public var date: DateTime? { header.range("date").flatMap { DateTime(storage.span, $0.value) } }

    /// The Message-ID without angle brackets; nil when there is none.
    public var messageID: String? {
        header.range("message-id").flatMap { MessageIdentifiers.single(storage.span, $0.value, limits: limits) }
    }

    /// The identifiers of the messages that this one answers, without angle brackets.
    public var inReplyTo: [String] { identifiers("in-reply-to") }

    /// The identifiers of the thread, oldest first, without angle brackets.
    public var references: [String] { identifiers("references") }

    private func identifiers(_ name: StaticString) -> [String] {
        header.range(name).map { MessageIdentifiers.parse(storage.span, $0.value, limits: limits) } ?? []
    }

    private func addresses(_ name: String, _ defects: inout DefectSet) -> [Address] {
        let lowered = name.lowercased()
        let isRepeatable = ["to", "cc", "bcc", "resent-to", "resent-cc"].contains(lowered)
        var found: [Address] = []
        for field in header.all(lowered) {
            found += AddressParser.parse(
                storage.span,
                field.range.value,
                hint: header.hint,
                limits: limits,
                &defects
            )
            if !isRepeatable || found.count >= limits.addresses { break }
        }
        return found
    }

    /// What is wrong with the header: its fields are decoded for this.
    var headerDefects: DefectSet {
        var defects = DefectSet()
        if header.isEmpty { defects.insert(.missingHeader) }
        for name in ["From", "Sender", "Reply-To", "To", "Cc"] where header.contains(name) {
            _ = addresses(name, &defects)
        }
        if from.isEmpty { defects.insert(.missingFrom) }
        if header.contains("Date"), date == nil { defects.insert(.badDate) }
        for name in Self.singleFields where header.all(name).count > 1 { defects.insert(.duplicateField) }
        _ = header.value("subject", &defects)
        return defects
    }

    /// RFC 5322 section 3.6 and RFC 2045 section 3: at most one each.
    private static let singleFields = [
        "From", "Sender", "Reply-To", "To", "Cc", "Date", "Message-ID", "In-Reply-To", "References", "Subject",
        "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version",
    ]
}
