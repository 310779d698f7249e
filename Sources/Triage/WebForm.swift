public import MIME

/// A web form that mails what visitors type: every mail comes from the form, and the sender is named inside.
public struct WebForm: Hashable, Sendable {
    /// Where the sender's address stands.
    public enum Place: Hashable, Sendable {
        case replyTo
        /// In the text, on the first line that begins with this label.
        case line(label: String)
    }

    /// As the operator calls it; explanations quote it.
    public var name: String
    /// The address that the form's mails come from, lower case.
    public var from: String
    public var place: Place

    public init(name: String, from: String, place: Place) {
        self.name = name
        self.from = from.lowercased()
        self.place = place
    }

    /// The visitor whom a mail of this form names; nil when it names none. It is what the visitor typed: nobody vouches
    /// for it.
    public func visitor(in message: Message, text: String) -> Sender? {
        switch place {
        case .replyTo:
            guard message.replyTo.count == 1, let mailbox = message.replyTo.first,
                Self.isAddress(mailbox.address[...])
            else { return nil }
            return Sender(name: mailbox.name, address: mailbox.address.lowercased())
        case .line(let label):
            let label = label.lowercased()
            let lines = text.unicodeScalars.prefix(Self.limitText).split(separator: "\n")
            let line = lines.lazy.map { String($0).lowercased().drop { $0.isWhitespace } }
                .first { $0.hasPrefix(label) }
            let words = line?.dropFirst(label.count).split { $0.isWhitespace || "<>,;:()[]\"".contains($0) } ?? []
            return words.first(where: Self.isAddress).map { Sender(name: "", address: String($0)) }
        }
    }

    /// A form writes its fields first; what stands further on is the visitor's own text.
    private static let limitText = 20_000

    /// The plain form that agreements name: one at sign, ASCII, a dot in the domain.
    private static func isAddress(_ text: Substring) -> Bool {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        return halves.count == 2 && !halves[0].isEmpty && halves[1].contains(".")
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
