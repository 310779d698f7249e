extension Evaluation.Part {
    mutating func add(_ text: Evaluation.JudgedText) {
        texts += 1
        marked += text.marked
        for one in text.judged {
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
