public import Agreement
public import Classifier
public import WorkingTime

/// An operator's rule: conditions that must all hold, and what follows. Rules are tried before the model.
public struct Rule: Hashable, Sendable {
    /// The rule's name; explanations quote it.
    public var name: String
    public var conditions: [Condition]
    public var actions: [Action]
    /// Texts that must match and texts that must not; `gatepost check` runs them.
    public var examples: Examples

    /// One condition. Texts are compared without case; of a list any one suffices.
    public enum Condition: Hashable, Sendable {
        /// Whole addresses, or domains written `@domain`.
        case from([String])
        case client([String])
        /// Words or phrases in the subject.
        case subject([String])
        /// Words or phrases in the newest text.
        case words([String])
        /// BCP 47 tags.
        case language([String])
        case attachment(Bool)
        /// Names or media types of attached files, with `*` and `?`; what has a `/` is a type.
        case attached([String])
        /// Regular expressions in the newest text, and in the subject.
        case pattern([Pattern])
        case subjectPattern([Pattern])
        /// When the mail arrived.
        case time([RuleTime])
    }

    /// Hours in which a mail may arrive: those of a calendar, or all others.
    public struct RuleTime: Hashable, Sendable {
        public var calendar: WorkingCalendar
        public var isOutside: Bool

        public init(calendar: WorkingCalendar, isOutside: Bool) {
            self.calendar = calendar
            self.isOutside = isOutside
        }

        func contains(_ instant: Instant) -> Bool { calendar.isOpen(at: instant) != isOutside }
    }

    public enum Action: Hashable, Sendable {
        case label(Label)
        case priority(Priority)
        case assign(String)
        case folder(String)
        case flag(String)
        case forward(String)
        case skipAcknowledgement
        case template(String)
    }

    public struct Examples: Hashable, Sendable {
        public var match: [String]
        public var noMatch: [String]

        public init(match: [String], noMatch: [String]) {
            self.match = match
            self.noMatch = noMatch
        }
    }

    public init(name: String, conditions: [Condition], actions: [Action], examples: Examples) {
        self.name = name
        self.conditions = conditions
        self.actions = actions
        self.examples = examples
    }
}
