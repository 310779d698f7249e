/// The figures of an evaluation, from plain cases.
enum Figures {
    /// Harmonic mean of precision and recall; 0 when nothing was found.
    static func f1(_ cases: [(said: Bool, is: Bool)]) -> Double {
        var both = 0
        var either = 0
        for one in cases {
            both += one.said && one.is ? 1 : 0
            either += (one.said ? 1 : 0) + (one.is ? 1 : 0)
        }
        return either == 0 ? 0 : 2 * Double(both) / Double(either)
    }

    /// Probability that a case of the class scores above one that is not; ties count half.
    static func areaUnderCurve(_ cases: [(score: Double, isPositive: Bool)]) -> Double {
        let sorted = cases.sorted { $0.score < $1.score }
        var sum = 0.0
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].score == sorted[start].score { end += 1 }
            let rank = Double(start + 1 + end) / 2
            sum += rank * Double(sorted[start..<end].count { $0.isPositive })
            start = end
        }
        let positives = Double(cases.count { $0.isPositive })
        let negatives = Double(cases.count) - positives
        guard positives > 0, negatives > 0 else { return 0 }
        return (sum - positives * (positives + 1) / 2) / (positives * negatives)
    }

    /// Expected calibration error: how far confidence and share of right answers lie apart, over ten bins.
    static func calibrationError(_ cases: [(confidence: Double, isRight: Bool)]) -> Double {
        guard !cases.isEmpty else { return 0 }
        var confidence = [Double](repeating: 0, count: 10)
        var right = [Double](repeating: 0, count: 10)
        for one in cases {
            let bin = min(9, max(0, Int(one.confidence * 10)))
            confidence[bin] += one.confidence
            right[bin] += one.isRight ? 1 : 0
        }
        return zip(confidence, right).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(cases.count)
    }

    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// Standard deviation of what was drawn.
    static func deviation(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = mean(values)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}
