public import Classifier

/// What a line of a member of staff's answer to a work order asks for.
public struct StaffCommand: Hashable, Sendable {
    public enum Action: Hashable, Sendable {
        /// Book work: minutes 1 or more, and a note that may be empty.
        case log(minutes: Int, note: String)
        /// Say what the request is.
        case label(Label)
        /// Record what it would take, and the price where one is named; without one the plan's rate counts.
        case quote(minutes: Int, amount: String?, currency: String?)
        case approve, decline, close, reopen
        /// Send the list of commands.
        case help
    }

    /// The number that the work order gives the request; nil when the line names none.
    public var item: Int?
    public var action: Action

    public init(item: Int?, action: Action) {
        self.item = item
        self.action = action
    }
}

/// One line of an answer, as it was understood.
public struct StaffCommandLine: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case command(StaffCommand)
        /// What is wrong with it, for the person who wrote it.
        case unclear(String)
    }

    /// The line as written, cut short.
    public var text: String
    public var outcome: Outcome

    public init(text: String, outcome: Outcome) {
        self.text = text
        self.outcome = outcome
    }
}

extension StaffCommand {
    /// Lines beyond this are not read: nobody does so much with one mail.
    public static let lineLimit = 20
    static let scalarLimit = 500
    static let noteLimit = 200

    /// The commands of a text: the lines of its first paragraph. Total; a line that is no command is told as unclear, and
    /// an empty text has none.
    public static func lines(of text: String) -> [StaffCommandLine] {
        var lines: [StaffCommandLine] = []
        // Only the head can hold commands, so a hostile megabyte is not walked.
        let head = String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalarLimit * lineLimit)))
        for raw in head.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = Blanks.closed(raw.unicodeScalars.prefix(scalarLimit))
            if line.isEmpty {
                if lines.isEmpty { continue }
                break
            }
            guard lines.count < lineLimit else { break }
            lines.append(StaffCommandLine(text: Summary.of(line), outcome: outcome(of: line)))
        }
        return lines
    }

    private static func outcome(of line: String) -> StaffCommandLine.Outcome {
        var rest = line[...]
        let item = itemNumber(&rest)
        guard let verb = CommandWords.verb(&rest) else {
            return .unclear("this is no command that I know")
        }
        switch verb {
        case .log: return log(rest, item: item)
        case .quote: return quote(rest, item: item)
        case .label(let label): return plain(.label(label), rest, item)
        case .approve: return plain(.approve, rest, item)
        case .decline: return plain(.decline, rest, item)
        case .close: return plain(.close, rest, item)
        case .reopen: return plain(.reopen, rest, item)
        case .help: return plain(.help, rest, item)
        }
    }

    /// A word alone, so that a sentence which happens to begin with it is never obeyed.
    private static func plain(_ action: Action, _ rest: Substring, _ item: Int?) -> StaffCommandLine.Outcome {
        let more = rest.filter { !CommandWords.isPunctuation($0) && !$0.isWhitespace }
        guard more.isEmpty else {
            return .unclear("a command stands alone on its line; leave out “\(Summary.of(String(rest)))”")
        }
        return .command(StaffCommand(item: item, action: action))
    }

    private static func log(_ rest: Substring, item: Int?) -> StaffCommandLine.Outcome {
        guard let (minutes, after) = WorkedTime.leading(rest), minutes > 0 else {
            return .unclear("write the time worked with its unit, such as `log 45m fixed the redirect`")
        }
        let note = Blanks.closed(
            after.drop { CommandWords.isPunctuation($0) || $0.isWhitespace }.unicodeScalars.prefix(noteLimit)
        )
        return .command(StaffCommand(item: item, action: .log(minutes: minutes, note: note)))
    }

    private static func quote(_ rest: Substring, item: Int?) -> StaffCommandLine.Outcome {
        guard let (minutes, after) = WorkedTime.leading(rest), minutes > 0 else {
            return .unclear("write what it would take with its unit, such as `quote 6h` or `quote 6h 570.00 EUR`")
        }
        let words = after.split { $0 == " " || $0 == "," }.map(String.init)
        guard let amount = words.first else {
            return .command(StaffCommand(item: item, action: .quote(minutes: minutes, amount: nil, currency: nil)))
        }
        let isAmount = amount.first?.isNumber == true && amount.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
        let currency = words.dropFirst().first?.uppercased()
        let isCurrency = currency.map { $0.count == 3 && $0.allSatisfy { $0.isASCII && $0.isLetter } } ?? true
        guard isAmount, isCurrency, words.count <= 2 else {
            return .unclear("after the time comes only the price, such as `quote 6h 570.00 EUR`")
        }
        return .command(StaffCommand(item: item, action: .quote(minutes: minutes, amount: amount, currency: currency)))
    }

    /// `2 log 30m`, `2. close`, `2) fix`: the number of the request in the work order.
    private static func itemNumber(_ rest: inout Substring) -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), let number = Int(digits), number > 0 else { return nil }
        var after = rest.dropFirst(digits.count)
        if let mark = after.first, ".):：、）．".contains(mark) { after = after.dropFirst() }
        after = after.drop { $0 == " " }
        guard !after.isEmpty else { return nil }
        rest = after
        return number
    }
}

/// Times as people type them after `log`: `45m`, `1h30`, `1h 30m`, `1.5h`, `2,5 h`, `45 min`, `2 часа`, `1 ч 30 мин`,
/// `2小时30分钟`. A number without a unit is no time.
enum WorkedTime {
    static let minutesMax = 31 * 24 * 60

    /// The time that a text begins with, and what follows it; nil when it begins with none.
    static func leading(_ text: Substring) -> (minutes: Int, rest: Substring)? {
        var rest = text.drop { $0 == " " }
        guard let hours = part(&rest, units: hourUnits) else {
            guard let minutes = part(&rest, units: minuteUnits), minutes.thousandths % 1_000 == 0 else { return nil }
            return bounded(minutes.thousandths / 1_000, rest)
        }
        var total = hours.thousandths * 60
        guard total % 1_000 == 0 else { return nil }
        total /= 1_000
        var after = rest
        if let minutes = part(&after, units: minuteUnits), minutes.thousandths % 1_000 == 0 {
            return bounded(total + minutes.thousandths / 1_000, after)
        }
        // `1h30`: a bare number right behind the hours is minutes.
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        if digits.count == 2, let minutes = Int(digits), minutes < 60, !(rest.dropFirst(2).first?.isLetter ?? false) {
            return bounded(total + minutes, rest.dropFirst(2))
        }
        return bounded(total, rest)
    }

    private static func bounded(_ minutes: Int, _ rest: Substring) -> (Int, Substring)? {
        (0...minutesMax).contains(minutes) ? (minutes, rest) : nil
    }

    /// A number with one of the units behind it.
    private static func part(_ rest: inout Substring, units: [String]) -> (thousandths: Int, Void)? {
        var text = rest.drop { $0 == " " }
        let whole = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...5).contains(whole.count), var thousandths = Int(whole).map({ $0 * 1_000 }) else { return nil }
        text = text.dropFirst(whole.count)
        if let mark = text.first, mark == "." || mark == ",", let next = text.dropFirst().first, next.isNumber {
            let digits = text.dropFirst().prefix { $0.isASCII && $0.isNumber }
            guard (1...3).contains(digits.count), let fraction = Int(digits) else { return nil }
            thousandths += fraction * [100, 10, 1][digits.count - 1]
            text = text.dropFirst(1 + digits.count)
        }
        text = text.drop { $0 == " " }
        let lowered = text.lowercased()
        for unit in units where lowered.hasPrefix(unit) {
            var after = text.dropFirst(unit.count)
            // A letter behind a Latin or Cyrillic unit makes it another word: `3 maps`, `2 часы`.
            if let next = after.first, next.isLetter, next.utf8.count < 3, unit.utf8.first ?? 0 < 0xE0 { continue }
            if after.first == "." { after = after.dropFirst() }
            rest = after
            return (thousandths, ())
        }
        return nil
    }

    // Longer spellings first, since the first that fits counts.
    private static let hourUnits = [
        "hours", "hour", "hrs", "hr", "std", "h", "часов", "часа", "час", "ч", "个小时", "個小時", "小时", "小時", "时",
    ]
    private static let minuteUnits = [
        "minutes", "minute", "mins", "min", "m", "минуты", "минута", "минуту", "минут", "мин", "м", "分钟", "分鐘", "分",
    ]
}
