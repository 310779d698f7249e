extension Evaluation {
    /// The figures as a table of plain text, at most 100 columns wide.
    public var text: String {
        parts.map(Self.text).joined(separator: "\n\n")
    }

    private static func text(_ part: Part) -> String {
        let spread = part.spread
        var lines = [
            "\(part.language?.rawValue ?? "all"): \(part.texts) texts, \(part.marked) requests",
            "  macro F1 \(figure(part.macroF1, spread.macroF1))   accuracy \(figure(part.accuracy, spread.accuracy))"
                + "   calibration error \(figure(part.calibrationError, spread.calibrationError))",
            "  fix, feature, question F1 \(figure(part.threeWayF1, spread.threeWayF1))   fix against feature F1 "
                + figure(part.fixAgainstFeatureF1, spread.fixAgainstFeatureF1)
                + "   AUC \(figure(part.fixAgainstFeatureAUC))",
            "  decided \(part.decided) of \(part.decidable) (\(figure(part.coverage, spread.coverage)))"
                + "   right \(part.decidedRight) of \(part.decided)"
                + " (\(figure(part.decidedPrecision, spread.decidedPrecision)))",
            "  label      precision    recall       F1           |"
                + Label.allCases.map { pad($0.rawValue.prefix(4), 5) }.joined(),
        ]
        for label in Label.allCases where part.support(label) > 0 || part.precision(label) > 0 {
            let place = label.place
            let name = label.rawValue + String(repeating: " ", count: 10 - label.rawValue.count)
            let figures = [
                figure(part.precision(label), spread.precision[place]),
                figure(part.recall(label), spread.recall[place]),
                figure(part.f1(label), spread.f1[place]),
            ]
            lines.append(
                "  \(name) \(figures.map { $0 + "  " }.joined())|"
                    + part.confusion[place].map { pad(String($0), 5) }.joined()
                    + note(missed: part.missed[place], invented: part.invented[place])
            )
        }
        return lines.joined(separator: "\n")
    }

    /// What the row of the confusion does not hold: requests no item stands for, and items no request stands for.
    private static func note(missed: Int, invented: Int) -> String {
        missed + invented == 0 ? "" : "  -\(missed) +\(invented)"
    }

    private static func pad(_ text: some StringProtocol, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func figure(_ value: Double, _ error: Double) -> String {
        "\(figure(value)) ±\(figure(error).dropFirst())"
    }

    /// A share with three places.
    private static func figure(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
