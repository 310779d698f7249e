/// The words of a statement in one language. `%1` and `%2` stand for values.
struct StatementPhrases: Sendable {
    var title: String
    /// `%1` first day, `%2` last day.
    var period: String
    /// For a period that is not over: `%1` a moment.
    var asOf: String
    var hours: String
    var opening: String
    var granted: String
    var adjusted: String
    var used: String
    var expired: String
    var closing: String
    var held: String
    var entries: String
    var noEntries: String
    var date: String
    var what: String
    var time: String
    var balance: String
    var work: String
    var grant: String
    var expiry: String
    var credit: String
    var adjustment: String
    var transfer: String
    var planChange: String
    var overage: String
    var leeway: String
    var flatFee: String
    var warranty: String
    var rework: String
    var quoted: String
    var waived: String
    /// `%1` a duration.
    var worked: String
    /// `%1` a duration.
    var waiting: String
    /// `%1` the name of an earlier period.
    var late: String
    var promises: String
    var kept: String
    var broken: String
    var firstAnswer: String
    var nextAnswer: String
    var resolution: String
    /// `%1` a duration.
    var lateBy: String
    var payment: String
    var fee: String
    /// `%1` a duration, `%2` a price per hour.
    var overageAt: String
    var total: String
    var credits: String
    var misses: String
    var lateMinutes: String
    var downtime: String
    /// `%1` a duration.
    var bonus: String
    var redo: String
    var capped: String
    var confirmation: String
    /// `%1` the name of a period.
    var confirmed: String
    /// `%1` the id of a clause.
    var clause: String
    var questions: String

    /// The phrases for a language; English for one without.
    static func of(_ tongue: Wording.Tongue?) -> StatementPhrases {
        switch tongue {
        case .russian: .russian
        case .chinese: .chinese
        case .german: .german
        case .french: .french
        case .spanish: .spanish
        case .english, .none: .english
        }
    }

    /// A phrase with its values in place.
    static func filled(_ phrase: String, _ first: String, _ second: String = "") -> String {
        // One pass, so that a value that holds a mark is left alone.
        var result = ""
        var isMark = false
        for character in phrase {
            if isMark {
                result += character == "1" ? first : character == "2" ? second : "%\(character)"
                isMark = false
            } else if character == "%" {
                isMark = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
