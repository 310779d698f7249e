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

    /// Puts the parts together.
    ///
    /// - Throws: `StoreError` when the signing key cannot be read or written.
    public init(configuration: Configuration, store: Store, isRehearsal: Bool) throws {
        self.configuration = configuration
        self.store = store
        self.isRehearsal = isRehearsal
        key = try store.signingKey()
        understanding = Understanding(policy: configuration.policy, classifier: RequestClassifier(), key: key)
        templates = MailTemplates(
            overrides: configuration.templates.compactMap { file in
                MailTemplates.Source(file: file.path, text: file.text)
            })
    }

    public var policy: Policy { configuration.policy }
}
