extension Evaluation.Part {
    mutating func add(_ judged: [Evaluation.Judged], of text: LabelledText) {
        texts += 1
        marked += text.items.count
        for one in judged {
            switch (one.marked, one.item) {
            case (let label?, let item?): add(label, item, lead: one.lead)
            case (let label?, nil):
                missed[label.place] += 1
                decidable += label.isScope ? 1 : 0
            case (nil, let item?): invented[item.label.place] += 1
            case (nil, nil): break
            }
        }
    }

    private mutating func add(_ label: Label, _ item: Item, lead: Double) {
        confusion[label.place][item.label.place] += 1
        decidable += label.isScope ? 1 : 0
        confidences.append(item.confidence)
        rights.append(item.label == label)
        if item.label.isScope, item.isDecided {
            decided += 1
            // A fix taken for an incident costs the client the same; only fix against feature is a wrong verdict.
            decidedRight += item.label.isDefect == label.isDefect && label.isScope ? 1 : 0
        }
        if label.isScope {
            leads.append(lead)
            areDefects.append(label.isDefect)
        }
    }

    /// Share of what was called `label` that is one. 0 when nothing was.
    public func precision(_ label: Label) -> Double {
        let said = Label.allCases.indices.reduce(invented[label.place]) { $0 + confusion[$1][label.place] }
        return said == 0 ? 0 : Double(confusion[label.place][label.place]) / Double(said)
    }

    /// Share of what is `label` that was found and called so. 0 when there is none.
    public func recall(_ label: Label) -> Double {
        let are = support(label)
        return are == 0 ? 0 : Double(confusion[label.place][label.place]) / Double(are)
    }

    /// Harmonic mean of the two.
    public func f1(_ label: Label) -> Double {
        let sum = precision(label) + recall(label)
        return sum == 0 ? 0 : 2 * precision(label) * recall(label) / sum
    }

    /// Marked requests of a label.
    public func support(_ label: Label) -> Int {
        confusion[label.place].reduce(missed[label.place], +)
    }

    /// Mean F1 of the labels that occur.
    public var macroF1: Double {
        let present = Label.allCases.filter { support($0) > 0 }
        return present.isEmpty ? 0 : present.reduce(0) { $0 + f1($1) } / Double(present.count)
    }

    /// Macro F1 of defect, feature and question among requests marked as one of them, incidents counted as fixes.
    public var threeWayF1: Double {
        let groups: [[Label]] = [[.fix, .incident], [.feature], [.question]]
        let figures = groups.map { group -> Double in
            var both = 0
            var said = 0
            var are = 0
            for row in groups.joined() {
                for column in Label.allCases {
                    let count = confusion[row.place][column.place]
                    are += group.contains(row) ? count : 0
                    said += group.contains(column) ? count : 0
                    both += group.contains(row) && group.contains(column) ? count : 0
                }
                are += group.contains(row) ? missed[row.place] : 0
            }
            return said + are == 0 ? 0 : 2 * Double(both) / Double(said + are)
        }
        return figures.reduce(0, +) / Double(figures.count)
    }

    /// Macro F1 of defects against features by which of the two weighed more, other labels left aside.
    public var fixAgainstFeatureF1: Double {
        let cases = zip(leads, areDefects)
        let defects = Figures.f1(cases.map { ($0 >= 0, $1) })
        let features = Figures.f1(cases.map { ($0 < 0, !$1) })
        return (defects + features) / 2
    }

    /// Area under the curve of the same.
    public var fixAgainstFeatureAUC: Double {
        Figures.areaUnderCurve(zip(leads, areDefects).map { ($0, $1) })
    }

    /// Share of judged items whose label is right.
    public var accuracy: Double {
        rights.isEmpty ? 0 : Double(rights.count { $0 }) / Double(rights.count)
    }

    /// Expected calibration error of the items' confidence, ten bins.
    public var calibrationError: Double {
        Figures.calibrationError(zip(confidences, rights).map { ($0, $1) })
    }

    /// Share of fixes, incidents and features that got a decided verdict of that kind.
    public var coverage: Double { decidable == 0 ? 0 : Double(decided) / Double(decidable) }

    /// Share of decided verdicts that are right, 0 when none was decided.
    public var decidedPrecision: Double { decided == 0 ? 0 : Double(decidedRight) / Double(decided) }
}

extension Label {
    /// Its place in `allCases`, where tables keep it.
    var place: Int {
        switch self {
        case .fix: 0
        case .incident: 1
        case .feature: 2
        case .question: 3
        case .approval: 4
        case .billing: 5
        case .other: 6
        }
    }

    /// What an agreement decides on: covered or not.
    var isScope: Bool { isDefect || self == .feature }
}

extension Evaluation {
    /// The figures as a table of plain text, at most 100 columns wide.
    public var text: String {
        parts.map(Self.text).joined(separator: "\n\n")
    }

    private static func text(_ part: Part) -> String {
        let n = part.confidences.count
        var lines = [
            "\(part.language?.rawValue ?? "all"): \(part.texts) texts, \(part.marked) requests",
            "  accuracy \(figure(part.accuracy)) ± \(figure(Figures.standardError(part.accuracy, n)))"
                + "   macro F1 \(figure(part.macroF1))   defect, feature, question F1 \(figure(part.threeWayF1))",
            "  fix against feature F1 \(figure(part.fixAgainstFeatureF1))   AUC \(figure(part.fixAgainstFeatureAUC))"
                + "   calibration error \(figure(part.calibrationError))",
            "  decided \(figure(part.coverage)) of \(part.decidable), right \(figure(part.decidedPrecision))"
                + " ± \(figure(Figures.standardError(part.decidedPrecision, part.decided)))",
            "  label      precision recall     F1 |" + Label.allCases.map { pad($0.rawValue.prefix(5), 6) }.joined()
                + "  missed invented",
        ]
        for label in Label.allCases where part.support(label) > 0 || part.precision(label) > 0 {
            let row = part.confusion[label.place].map { pad(String($0), 6) }.joined()
            let name = label.rawValue + String(repeating: " ", count: 10 - label.rawValue.count)
            lines.append(
                "  \(name) \(pad(figure(part.precision(label)), 9)) \(pad(figure(part.recall(label)), 6))"
                    + " \(pad(figure(part.f1(label)), 6)) |\(row)  \(pad(String(part.missed[label.place]), 6))"
                    + " \(pad(String(part.invented[label.place]), 8))"
            )
        }
        return lines.joined(separator: "\n")
    }

    private static func pad(_ text: some StringProtocol, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// A share with three places.
    private static func figure(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
