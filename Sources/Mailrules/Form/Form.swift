/// The form of the operator's files: every key with what may stand there. The loader refuses what is not in it, and the
/// JSON Schemas for editors are written from it.
enum Form {
    /// What a value looks like to somebody who types it.
    indirect enum Shape: Sendable {
        /// A text; the pattern (ECMA 262, as JSON Schema wants it) helps editors, the loader checks more closely.
        case text(pattern: String?)
        case choice([String])
        case integer(ClosedRange<Int>)
        case yesNo
        case list(Shape)
        /// Names of the operator's choosing, each with a value of this shape.
        case named(Shape)
        case section(Section)
        case either([Shape])

        static let free = Shape.text(pattern: nil)
        static let id = Shape.text(pattern: "^[a-z0-9][a-z0-9-]*$")
        static let duration = Shape.text(pattern: "^-?([0-9]+d)?([0-9]+h)?([0-9]+m?)?$")
        static let amount = Shape.text(pattern: "^[0-9]+([.][0-9]+)?$")
        static let currency = Shape.text(pattern: "^[A-Z]{3}$")
        static let date = Shape.text(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
        static let time = Shape.text(pattern: "^[0-9]{2}:[0-9]{2}$")
        static let zone = Shape.text(pattern: "^([A-Za-z_]+/[A-Za-z0-9_/+-]+|UTC)$")
        static let language = Shape.text(pattern: "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
        static let address = Shape.text(pattern: "^[^@ ]+@[^@ ]+$")
        static let secret = Shape.text(pattern: "^(env|file|command):.+$")
        static let clause = Shape.text(pattern: "^[A-Za-z][A-Za-z0-9.-]*$")

        static func either(_ shapes: Shape...) -> Shape { .either(shapes) }
    }

    /// A question that the loader does not answer by itself, with the ways to answer it.
    struct Question: Sendable {
        var text: String
        /// Each as it would be written after the key.
        var choices: [String]
    }

    /// A key with what may stand there.
    struct Key: Sendable {
        var name: String
        var shape: Shape
        var isRequired: Bool
        /// One sentence for somebody who fills it in; editors show it.
        var about: String
        /// What is open while the key is missing.
        var question: Question?

        init(
            _ name: String,
            _ shape: Shape,
            required: Bool = false,
            _ about: String,
            asks question: String? = nil,
            _ choices: String...
        ) {
            self.name = name
            self.shape = shape
            isRequired = required
            self.about = about
            self.question = question.map { Question(text: $0, choices: choices) }
        }
    }

    /// A group of keys that stand together.
    struct Section: Sendable {
        /// What the group is, as messages call it.
        var name: String
        var keys: [Key]
        /// What to write instead of a key that is often expected here but means nothing certain.
        var hints: [String: String]

        init(_ name: String, _ keys: [Key], hints: [String: String] = [:]) {
            self.name = name
            self.keys = keys
            self.hints = hints
        }

        func key(_ name: String) -> Key? {
            keys.first { $0.name == name }
        }
    }

    /// A file of the form; its schema is `.schema/NAME.json`.
    struct File: Sendable {
        var name: String
        var title: String
        var shape: Shape
    }

    static let files = [
        File(name: "agency", title: "The agency: people, mailboxes, calendars, schedules", shape: .section(agency)),
        File(name: "plans", title: "The support plans on offer", shape: .section(plans)),
        File(name: "client", title: "One client and what was agreed", shape: .section(client)),
        File(name: "rules", title: "Routing and classification rules, in order", shape: .list(.section(rule))),
    ]
}
