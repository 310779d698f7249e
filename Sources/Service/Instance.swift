public import Digest
public import Mailrules
public import Responder
public import Store
public import Triage
import Classifier

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
