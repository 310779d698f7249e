public import MIME

/// A mail that somebody of the agency sent, as found in the Sent folder: what is needed to know which ticket it answers.
public struct SentMail: Hashable, Sendable {
    /// Without brackets; many mails have none.
    public var messageID: String?
    /// Address in lower case.
    public var from: Sender
    /// Id of the member of staff whose address it was sent from; nil for a shared address.
    public var staff: String?
    /// Addresses in To and Cc, lower case.
    public var recipients: [String]
    /// The clients that the recipients belong to.
    public var clients: Set<String>
    public var evidence: ThreadEvidence
    /// The words that were newly written, cut at `textLimit` scalars: the rest stays on the server.
    public var text: String
    /// Why it is no person's answer; nil when it may be one.
    public var whyNot: String?

    /// Enough to recognise an answer by; nobody needs a second archive.
    public static let textLimit = 2_000
}

extension SentMail {
    /// A mail of the staff that reached the inbox.
    public init(_ enquiry: Enquiry, clients: Set<String>) {
        self.init(
            messageID: enquiry.messageID,
            from: enquiry.from,
            staff: enquiry.staff,
            recipients: enquiry.recipients,
            clients: clients,
            evidence: enquiry.evidence,
            text: String(enquiry.newest.text.unicodeScalars.prefix(Self.textLimit)),
            whyNot: nil
        )
    }
}

extension Understanding {
    /// Reads a mail of the Sent folder. Total: whatever the bytes were, a value comes of them.
    public func sentMail(of message: Message) -> SentMail {
        let sender = message.from.first ?? message.sender.first
        let address = sender?.address.lowercased() ?? ""
        let recipients = Self.recipients(of: message)
        let whyNot = whyAutomatic(message)
        let text = whyNot == nil ? NewestText(of: message.content.text, subject: message.subject).text : ""
        return SentMail(
            messageID: message.messageID,
            from: Sender(name: sender?.name ?? "", address: address),
            staff: staffByAddress[address],
            recipients: recipients,
            clients: clients(of: recipients),
            evidence: evidence(of: Heading(message)),
            text: String(text.unicodeScalars.prefix(SentMail.textLimit)),
            whyNot: whyNot
        )
    }

    /// The clients that addresses belong to.
    public func clients(of addresses: [String]) -> Set<String> {
        Set(addresses.compactMap { directory.match(address: $0)?.client })
    }

    /// What machines send from our own account, we ourselves first of all, answers nobody.
    private func whyAutomatic(_ message: Message) -> String? {
        if message.header["X-Gatepost-Loop"] != nil { return "it carries a Gatepost's own loop mark" }
        if let id = message.messageID, MessageToken.verify(messageID: id, key: key) != nil {
            return "its Message-ID is one of ours"
        }
        for field in message.header.all("Auto-Submitted") {
            let keyword = field.value.prefix { $0 != ";" && $0 != "(" }.filter { !$0.isWhitespace }
            if keyword.lowercased() != "no" { return "Auto-Submitted says that a machine sent it" }
        }
        if message.root.contentType.name == "multipart/report" { return "it is a machine's report" }
        if OutOfOffice.absence(inSubject: message.subject) == .named { return "its subject is an out-of-office note's" }
        return nil
    }
}
