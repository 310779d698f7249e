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
    public var subject: String
    /// When the mail says it was written.
    public var sentAt: Instant?
    /// When the mail reached our server; promises count from here.
    public var receivedAt: Instant
    public var origin: OriginFinding
    public var authentication: Authentication
    public var client: ClientMatch?
    /// Id of the member of staff who wrote it, if one did.
    public var staff: String?
    public var evidence: ThreadEvidence
    public var newest: NewestText
    public var classification: Classification
    /// What the operator's rules say, if any matched.
    public var ruling: Ruling
    public var hasAttachment: Bool
    /// Names of what was wrong with the mail's form.
    public var defects: [String]
}

/// What turns messages into enquiries: the policy and everything that is built from it once.
public struct Understanding: Sendable {
    public let policy: Policy
    private let classifier: RequestClassifier
    private let directory: ClientDirectory
    private let staffByAddress: [String: String]
    private let key: SigningKey

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

    /// Reads one message. Total: whatever the bytes were, an enquiry comes of them.
    public func enquiry(of message: Message, receivedAt: Instant) -> Enquiry {
        let origin = OriginFinding(of: message, policy: policy)
        let sender = message.from.first ?? message.sender.first
        let address = sender?.address.lowercased() ?? ""
        let content = message.content
        let newest = NewestText(of: content.text, subject: message.subject)
        let client = directory.match(address: address)
        let classified = origin.origin == .person ? classification(of: newest, message: message) : nil
        let classification = classified ?? Classification(language: .unknown, label: .other, items: [])
        var enquiry = Enquiry(
            messageID: message.messageID,
            references: message.references,
            from: Sender(name: sender?.name ?? "", address: address),
            subject: message.subject,
            sentAt: message.date.map { Instant(epochSeconds: $0.epochSeconds) },
            receivedAt: receivedAt,
            origin: origin,
            authentication: Authentication(of: message, trusted: policy.trustedAuthenticators),
            client: client,
            staff: staffByAddress[address],
            evidence: evidence(of: message),
            newest: newest,
            classification: classification,
            ruling: Ruling(),
            hasAttachment: !content.attachments.isEmpty,
            defects: content.defects.map(\.rawValue)
        )
        if origin.origin == .person, !policy.rules.isEmpty { apply(policy.rules, to: &enquiry) }
        return enquiry
    }

    private func classification(of newest: NewestText, message: Message) -> Classification {
        // The subject of an answer is the question's: what it says was asked before.
        let subject = BaseSubject.isAnswer(message.subject) ? "" : message.subject
        var result = classifier.classify(subject: subject, body: newest.text)
        // Who forwards a mail with a request of their own asks for that; the forwarded words are its background.
        if !newest.introduction.isEmpty, newest.text.hasPrefix(newest.introduction) {
            let end = newest.introduction.unicodeScalars.count
            let own = result.items.filter { $0.range.lowerBound < end && $0.label != .other }
            if !own.isEmpty { result.items = own }
        }
        return result
    }

    private func evidence(of message: Message) -> ThreadEvidence {
        // References ends with the mail that was answered; newest first finds the nearest ticket.
        var references = message.inReplyTo
        for id in message.references.reversed() where !references.contains(id) {
            references.append(id)
            if references.count >= ThreadEvidence.referenceLimit { break }
        }
        references = Array(references.prefix(ThreadEvidence.referenceLimit))
        return ThreadEvidence(
            signedTickets: references.compactMap { MessageToken.verify(messageID: $0, key: key) },
            references: references,
            subjectTicket: MessageToken.ticket(inSubject: message.subject),
            baseSubject: BaseSubject.normalized(message.subject)
        )
    }

    private func apply(_ rules: [Rule], to enquiry: inout Enquiry) {
        let whole = RuleFacts(
            from: enquiry.from.address,
            client: enquiry.client?.client,
            subject: enquiry.subject,
            text: enquiry.newest.text,
            language: enquiry.classification.language.rawValue,
            hasAttachment: enquiry.hasAttachment
        )
        let matching = rules.filter { $0.matches(whole) }
        enquiry.ruling = Ruling(matching)
        guard let ruled = matching.first(where: { $0.label != nil }), let label = ruled.label else { return }
        // A rule about words speaks of the request that holds them; any other rule speaks of the whole mail.
        let items = enquiry.classification.items
        let touched = items.indices.filter { index in
            var facts = whole
            facts.text = items[index].text
            return ruled.matches(facts)
        }
        for index in touched.isEmpty ? Array(items.indices) : touched {
            enquiry.classification.items[index].decide(label: label, by: ruled.name)
        }
    }
}

/// What the operator's rules that matched a mail say together; of each kind of action the first one counts.
public struct Ruling: Hashable, Sendable {
    /// Names of the rules, in order.
    public var names: [String] = []
    public var actions: [Rule.Action] = []

    public init() {}

    init(_ rules: [Rule]) {
        names = rules.map(\.name)
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
    mutating func decide(label: Label, by rule: String) {
        runnerUp = self.label == label ? runnerUp : self.label
        runnerUpConfidence = 0
        self.label = label
        confidence = 1
        isDecided = true
        evidence = ["rule \(rule)"]
    }
}
