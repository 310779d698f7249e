public import Digest
public import Mailrules
public import Responder
public import Store
public import Triage
import Classifier
public import WorkingTime

/// One agency's Gatepost with everything it works with: the operator's folder, the record, the model and the templates.
public struct Instance: Sendable {
    public let configuration: Configuration
    public let store: Store
    public let understanding: Understanding
    public let templates: MailTemplates
    public let key: SigningKey
    /// Records and shows, but sends nothing and changes nothing on any server.
    public let isRehearsal: Bool
    let agenda = Agenda()

    /// Puts the parts together.
    ///
    /// - Throws: `StoreError` when the signing key cannot be read or written.
    public init(configuration: Configuration, store: Store, isRehearsal: Bool) throws {
        self.configuration = configuration
        self.store = store
        self.isRehearsal = isRehearsal
        key = try store.signingKey()
        understanding = Understanding(policy: configuration.policy, classifier: RequestClassifier(), key: key)
        templates = MailTemplates(overrides: configuration.templates.compactMap(MailTemplates.Source.init))
    }

    public var policy: Policy { configuration.policy }

    /// A mail of the outbox: as it went out, or as it would go out at `moment`.
    ///
    /// - Throws: `StoreError`, and `DecodingError` when the mail cannot be composed any more.
    public func outgoingBytes(of id: Int, at moment: Instant) throws -> [UInt8] {
        switch try store.outboxContent(id) {
        case .composed(let bytes): bytes
        case .pending(let values):
            try PendingAcknowledgement(encoded: values).message(templates: templates, now: moment).bytes
        }
    }
}

extension MailTemplates.Source {
    /// An operator's template; nil for a kind of mail that has none.
    public init?(_ file: TemplateFile) {
        guard let kind = MailTemplates.Kind(rawValue: file.kind) else { return nil }
        self.init(
            kind: kind,
            language: file.language,
            form: file.isHTML ? .html : .text,
            file: file.path,
            text: file.text
        )
    }
}
