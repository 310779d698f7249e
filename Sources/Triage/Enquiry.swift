public import Classifier
public import Digest
public import MIME
public import WorkingTime

/// A mail as triage understands it: who wrote it, as what, about which conversation, and what it asks for.
public struct Enquiry: Sendable {
    /// The mail's own Message-ID without brackets; many mails have none.
    public var messageID: String?
    /// The mail's References in their order, which an answer continues.
    public var references: [String]
    /// The sender, address in lower case and possibly empty.
    public var from: Sender
    /// Addresses in To and Cc, lower case, at most `recipientLimit`.
    public var recipients: [String]
    public var subject: String
    /// When the mail says it was written.
    public var sentAt: Instant?
    /// When the mail reached our server; promises count from here.
    public var receivedAt: Instant
    public var origin: OriginFinding
    /// Whether a person said that a person wrote it, whatever its form.
    public var isReleased: Bool
    public var authentication: Authentication
    public var client: ClientMatch?
    /// Id of the member of staff who wrote it, if one did and our server vouches for it.
    public var staff: String?
    public var evidence: ThreadEvidence
    public var newest: NewestText
    public var classification: Classification
    /// What the operator's rules say, if any matched.
    public var ruling: Ruling
    /// Files that came with it, at most `AttachedFile.limit`.
    public var attachments: [AttachedFile]
    /// What it asks us to do, when it answers a work order.
    public var command = CommandMail.none
    /// The mark it gives, when it answers how satisfied somebody is.
    public var rating = RatingMail.none
    /// Names of what was wrong with the mail's form.
    public var defects: [String]

    /// More addressees than any answer to a client has.
    static let recipientLimit = 100
}

/// What turns messages into enquiries: the policy and everything that is built from it once.
public struct Understanding: Sendable {
    public let policy: Policy
    private let classifier: RequestClassifier
    let directory: ClientDirectory
    let staffByAddress: [String: String]
    let key: SigningKey

    public init(policy: Policy, classifier: RequestClassifier, key: SigningKey) {
        self.policy = policy
        self.classifier = classifier
        self.key = key
        directory = ClientDirectory(policy.clients)
        staffByAddress = Dictionary(
            policy.staff.map { ($0.address.lowercased(), $0.id) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Reads one message, which is all that does not depend on the policy.
    public func reading(of message: Message) -> Reading { Reading(message, classifier: classifier) }

    /// Understands one message. Total: whatever the bytes were, an enquiry comes of them.
    ///
    /// - Parameter isReleased: Whether a person said that a person wrote it: then no sign of a machine counts.
    public func enquiry(of message: Message, receivedAt: Instant, isReleased: Bool = false) -> Enquiry {
        enquiry(of: reading(of: message), receivedAt: receivedAt, isReleased: isReleased)
    }

    /// The same of a message that was read before, by this classifier.
    public func enquiry(of reading: Reading, receivedAt: Instant, isReleased: Bool = false) -> Enquiry {
        let (message, heading, content) = (reading.message, reading.heading, reading.content)
        var sender = Self.writer(of: heading)
        var authentication = Authentication(of: heading, trusted: policy.trustedAuthenticators)
        // Anybody can write a colleague's address; where our server says who wrote, its word is needed.
        let isKnown = authentication.isPass || policy.trustedAuthenticators.isEmpty
        let form = isKnown ? policy.forms.first { $0.from == sender.address } : nil
        let origin =
            isReleased
            ? OriginFinding(origin: .person, isAnswerable: true, why: [])
            : OriginFinding(of: reading, form: form, policy: policy)
        if let form {
            sender = form.visitor(in: message, text: content.text) ?? Sender(name: "", address: "")
            authentication = .none("the web form \(form.name) passes on what a visitor typed")
        }
        let client = directory.match(address: sender.address)
        let classification =
            origin.origin == .person
            ? reading.classification() : Classification(language: .unknown, label: .other, items: [])
        var enquiry = Enquiry(
            messageID: message.messageID,
            references: heading.references,
            from: sender,
            recipients: Self.recipients(of: message),
            subject: heading.subject,
            sentAt: message.date.map { Instant(epochSeconds: $0.epochSeconds) },
            receivedAt: receivedAt,
            origin: origin,
            isReleased: isReleased,
            authentication: authentication,
            client: client,
            staff: isKnown && form == nil ? staffByAddress[sender.address] : nil,
            evidence: evidence(of: heading),
            newest: reading.newest,
            classification: classification,
            ruling: Ruling(),
            attachments: content.attachments.prefix(AttachedFile.limit).map {
                AttachedFile(name: $0.name, type: $0.type)
            },
            defects: content.defects.map(\.rawValue)
        )
        enquiry.command = command(in: enquiry)
        enquiry.rating = rating(in: enquiry)
        if case .given(_, _, isAlone: true) = enquiry.rating { enquiry.classification.items = [] }
        if origin.origin == .person, !policy.rules.isEmpty { apply(policy.rules, to: &enquiry) }
        return enquiry
    }

    private static func writer(of heading: Heading) -> Sender {
        Sender(name: heading.sender?.name ?? "", address: heading.sender?.address.lowercased() ?? "")
    }

    static func recipients(of message: Message) -> [String] {
        (message.to + message.cc).prefix(Enquiry.recipientLimit).map { $0.address.lowercased() }
    }

    func evidence(of heading: Heading) -> ThreadEvidence {
        // References ends with the mail that was answered; newest first finds the nearest ticket.
        var references = heading.message.inReplyTo
        for id in heading.references.reversed() where !references.contains(id) {
            references.append(id)
            if references.count >= ThreadEvidence.referenceLimit { break }
        }
        references = Array(references.prefix(ThreadEvidence.referenceLimit))
        return ThreadEvidence(
            signedTickets: references.compactMap { MessageToken.verify(messageID: $0, key: key) },
            references: references,
            subjectTicket: MessageToken.ticket(inSubject: heading.subject),
            baseSubject: BaseSubject.normalized(heading.subject)
        )
    }

    private func apply(_ rules: [Rule], to enquiry: inout Enquiry) {
        let whole = RuleFacts(
            from: enquiry.from.address,
            client: enquiry.client?.client,
            subject: enquiry.subject,
            text: enquiry.newest.text,
            language: enquiry.classification.language.rawValue,
            attachments: enquiry.attachments,
            receivedAt: enquiry.receivedAt
        )
        let matching = rules.filter { $0.matches(whole) }
        enquiry.ruling = Ruling(matching, on: whole)
        guard let ruled = matching.first(where: { $0.label != nil }), let label = ruled.label else { return }
        // A rule about words speaks of the request that holds them; any other rule speaks of the whole mail.
        let items = enquiry.classification.items
        let touched = items.indices.filter { index in
            var facts = whole
            facts.text = items[index].text
            return ruled.matches(facts)
        }
        for index in touched.isEmpty ? Array(items.indices) : touched {
            var facts = whole
            facts.text = items[index].text
            enquiry.classification.items[index].decide(label: label, by: ruled.name, for: ruled.words(facts))
        }
    }
}

/// What the operator's rules that matched a mail say together; of each kind of action the first one counts.
public struct Ruling: Hashable, Sendable {
    /// Names of the rules, in order.
    public var names: [String] = []
    /// Of each rule the words for which it matched.
    public var words: [[String]] = []
    public var actions: [Rule.Action] = []

    public init() {}

    init(_ rules: [Rule], on facts: RuleFacts) {
        names = rules.map(\.name)
        words = rules.map { $0.words(facts) }
        actions = rules.flatMap(\.actions)
    }

    public var skipsAcknowledgement: Bool { actions.contains(.skipAcknowledgement) }

    /// The first action's value that `read` finds.
    func first<Value>(_ read: (Rule.Action) -> Value?) -> Value? {
        actions.lazy.compactMap(read).first
    }
}

extension Rule {
    var label: Label? {
        actions.lazy.compactMap { if case .label(let label) = $0 { label } else { nil } }.first
    }
}

extension Item {
    mutating func decide(label: Label, by rule: String, for words: [String] = []) {
        runnerUp = self.label == label ? runnerUp : self.label
        runnerUpConfidence = 0
        self.label = label
        confidence = 1
        isDecided = true
        evidence = ["rule \(rule)"] + words
        probabilities = []
    }
}
