import Agreement
public import WorkingTime

/// Old mail decided over again: what one set of rules comes to, and what another would have changed.
public struct ReplayReport: Sendable {
    /// One set of rules and what it comes to, by client; mail of nobody known counts under the empty name.
    public struct Side: Hashable, Sendable {
        /// The operator's folder.
        public var folder: String
        public var clients: [String: ReplaySums] = [:]

        public init(folder: String) {
            self.folder = folder
        }

        /// All clients together.
        public var all: ReplaySums {
            clients.values.reduce(into: ReplaySums()) { $0.add($1) }
        }
    }

    /// What stands for a reply where none goes out.
    public static let noReply = "none"

    public var current: Side
    /// Nil when only the current rules are tried.
    public var other: Side?
    /// What a feature outside the agreements is reckoned to take.
    public var featureMinutes: Int
    public var first: Instant?
    public var last: Instant?
    /// Mails that were the same as an earlier one.
    public var copies = 0
    /// Mails on which the two sets of rules differ.
    public var differingMails = 0
    /// How often each thing differs.
    public var changes: [ReplayChange.What: Int] = [:]
    /// Replies that go out under both sets of rules with other words.
    public var rewordedReplies = 0

    public init(current: Side, other: Side?, featureMinutes: Int) {
        self.current = current
        self.other = other
        self.featureMinutes = featureMinutes
    }

    /// Notes when a mail came.
    public mutating func note(receivedAt: Instant) {
        first = first.map { min($0, receivedAt) } ?? receivedAt
        last = last.map { max($0, receivedAt) } ?? receivedAt
    }

    /// Counts the differences on one mail.
    public mutating func note(_ found: [ReplayChange]) {
        if !found.isEmpty { differingMails += 1 }
        for change in found { changes[change.what, default: 0] += 1 }
    }
}

extension ReplayReport {
    /// The sums as a person reads them.
    public var text: String {
        var text = heading
        text += "\n" + sumsTable
        text += "\n" + scopeCreep
        if let clients = clientTable { text += "\n" + clients }
        return text
    }

    private var heading: String {
        let sums = current.all
        let span: String
        if let first, let last {
            span = ", \(first.rfc3339.prefix(10)) to \(last.rfc3339.prefix(10))"
        } else {
            span = ""
        }
        let copied = copies == 0 ? "" : ", \(copies) copies left out"
        var text = "\(sums.mails) mails\(span)\(copied)\n"
        guard other != nil else { return text }
        let kinds = ReplayChange.What.allCases.compactMap { what in
            changes[what].map { "\(what.rawValue) \($0)" }
        }
        text += "\(differingMails) decided otherwise"
        if !kinds.isEmpty { text += ": \(kinds.joined(separator: ", "))" }
        return text + (rewordedReplies == 0 ? "\n" : "; \(rewordedReplies) replies in other words\n")
    }

    private var sumsTable: String {
        var table = TextTable(
            columns: [.init("in all"), .init(current.folder, .right)]
                + (other.map { [.init($0.folder, .right), .init("difference", .right)] } ?? [])
        )
        let (old, new) = (current.all, other?.all)
        func count(_ name: String, _ value: (ReplaySums) -> Int) {
            table.add([name] + Self.cells(value(old), new.map(value)) { "\($0)" })
        }
        func time(_ name: String, _ value: (ReplaySums) -> Int) {
            table.add([name] + Self.cells(value(old), new.map(value), DurationText.text))
        }
        count("acknowledged", \.acknowledged)
        count("requests", \.requests)
        count("  covered", \.covered)
        count("  not covered", \.notCovered)
        count("  a person decides", \.undecided)
        count("  no agreement", \.noAgreement)
        count("promises", \.promises)
        count("  kept", \.promisesKept)
        count("  broken", \.promisesBroken)
        count("  no answer among the mails", \.promisesUnanswered)
        time("booked for taking in", \.bookedMinutes)
        time("left at the end", \.balanceMinutes)
        time("held for approval", \.heldMinutes)
        time("beyond the agreements", \.overageMinutes)
        table.add(
            ["  at the rates agreed", Self.money(old.overageAmounts)]
                + (new.map { [Self.money($0.overageAmounts)] } ?? [])
        )
        count("features outside the agreements", \.unsupportedFeatures)
        return table.text()
    }

    private static func cells(_ old: Int, _ new: Int?, _ words: (Int) -> String) -> [String] {
        guard let new else { return [words(old)] }
        let difference = new - old
        return [words(old), words(new), difference == 0 ? "" : (difference > 0 ? "+" : "") + words(difference)]
    }

    private static func money(_ amounts: [Money]) -> String {
        amounts.isEmpty ? "-" : amounts.map { MoneyText.text($0) }.joined(separator: " + ")
    }

    /// What scope creep cost: features that no agreement covers, at an assumed time each.
    private var scopeCreep: String {
        let each = DurationText.text(featureMinutes)
        func words(_ sums: ReplaySums) -> String {
            "\(sums.unsupportedFeatures) x \(each) = \(DurationText.text(sums.unsupportedMinutes)), "
                + Self.money(sums.unsupportedAmounts)
        }
        var text = "Scope creep, reckoned at \(each) a feature (--each): \(words(current.all))\n"
        if let other { text += "under \(other.folder): \(words(other.all))\n" }
        return text
    }

    private var clientTable: String? {
        let names = Set(current.clients.keys).union(other.map { Set($0.clients.keys) } ?? []).sorted()
            .filter { !$0.isEmpty }
        guard !names.isEmpty else { return nil }
        var table = TextTable(columns: [
            .init("client", isFlexible: true), .init("requests", .right), .init("covered", .right),
            .init("outside", .right), .init("booked", .right), .init("left", .right), .init("scope creep", .right),
        ])
        for name in names {
            let (old, new) = (current.clients[name] ?? ReplaySums(), other.map { $0.clients[name] ?? ReplaySums() })
            func cell(_ words: (ReplaySums) -> String) -> String {
                guard let new, words(new) != words(old) else { return words(old) }
                return "\(words(old)) > \(words(new))"
            }
            table.add([
                name, cell { "\($0.requests)" }, cell { "\($0.covered)" }, cell { "\($0.notCovered)" },
                cell { DurationText.text($0.bookedMinutes) }, cell { DurationText.text($0.balanceMinutes) },
                cell { Self.money($0.unsupportedAmounts) },
            ])
        }
        return table.text()
    }
}

extension ReplayDifference {
    /// The mail and what changes, a line each.
    public var text: String {
        let head = TextWrap.lines(
            of: PlainText.oneLine("\(path)  \(receivedAt.rfc3339.prefix(10))  \(from)  \(subject)")[...],
            columns: TextTable.terminalColumns
        )
        let lines = changes.flatMap { change in
            TextWrap.lines(of: "\(change.what.rawValue): \(change.old) > \(change.new)"[...], columns: 96)
                .enumerated().map { ($0.offset == 0 ? "  " : "    ") + $0.element }
        }
        return (head + lines).joined(separator: "\n")
    }
}
