/// A mailbox as LIST names it.
public struct MailboxName: Hashable, Sendable {
    /// The name for people, decoded from modified UTF-7.
    public var name: String
    /// The name as the server spells it, to be sent back unchanged.
    public var wireName: String
    /// What separates levels; nil on a flat server.
    public var delimiter: Character?
    /// As sent, for instance `\HasNoChildren`.
    public var attributes: [String]
    public var specialUse: SpecialUse?

    /// RFC 6154 section 2.
    public enum SpecialUse: String, Sendable, CaseIterable {
        case all, archive, drafts, flagged, junk, sent, trash
    }

    public init(
        name: String,
        wireName: String,
        delimiter: Character? = nil,
        attributes: [String] = [],
        specialUse: SpecialUse? = nil
    ) {
        self.name = name
        self.wireName = wireName
        self.delimiter = delimiter
        self.attributes = attributes
        self.specialUse = specialUse
    }

    /// Whether mail can be selected there; a mere level of the hierarchy cannot.
    public var isSelectable: Bool {
        !attributes.contains { ["\\noselect", "\\nonexistent"].contains($0.lowercased()) }
    }
}

extension MailboxName {
    init(_ entry: ListEntry) {
        let wire = String(decoding: entry.name, as: UTF8.self)
        let attributes = entry.attributes.map { $0.lowercased() }
        self.init(
            name: ModifiedUTF7.decoded(entry.name) ?? wire,
            wireName: wire,
            delimiter: entry.delimiter.map { Character(UnicodeScalar($0)) },
            attributes: entry.attributes,
            specialUse: SpecialUse.allCases.first { attributes.contains("\\\($0.rawValue)") }
        )
    }
}
