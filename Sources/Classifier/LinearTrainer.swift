/// A small generator of even numbers with a fixed start: the same shuffle everywhere (SplitMix64).
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Fisher and Yates, by our own generator: the library's may change with its version.
    mutating func shuffle<Element>(_ items: inout [Element]) {
        var last = items.count - 1
        while last > 0 {
            items.swapAt(last, Int(next() % UInt64(last + 1)))
            last -= 1
        }
    }
}

/// Multinomial logistic regression by stochastic gradient, one thread, fixed order: the same examples give the same
/// weights, bit for bit.
struct LinearTrainer {
    struct Example {
        var vector: FeatureVector
        var language: Language
        var target: Int
        /// How much it counts, 1 for a client's own words.
        var weight: Double = 1
    }

    /// Weights by bucket, `classes` a row, only for the buckets seen; biases by language.
    struct Weights {
        var classes: Int
        /// Row of every bucket in `values`, -1 where none.
        var rows: [Int32]
        var values: [Double]
        /// One row of `classes` a language.
        var biases: [Double]

        func scores(_ vector: FeatureVector, language: Language) -> [Double] {
            let base = language.place * classes
            var sums = Array(biases[base..<base + classes])
            for (index, value) in zip(vector.indices, vector.values) {
                let row = Int(rows[Int(index)])
                if row < 0 { continue }
                for column in 0..<classes { sums[column] += values[row * classes + column] * Double(value) }
            }
            return sums
        }
    }

    var classes: Int
    var dimension: Int
    /// Inverse of the penalty's strength, as customary: larger fits closer.
    var closeness = 10.0
    var epochs = 24
    /// Whether each weight learns faster the more its feature's share differs between the class and the others.
    /// Helps long texts with few examples; single sentences hold too little to count on.
    var usesRatios = false
    /// Value of the constant feature that learns the bias of a language.
    private static let biasValue = 0.5

    func train(_ examples: [Example]) -> Weights {
        var rows = [Int32](repeating: -1, count: dimension)
        var used: Int32 = 0
        for example in examples {
            for index in example.vector.indices where rows[Int(index)] < 0 {
                rows[Int(index)] = used
                used += 1
            }
        }
        let languages = Language.allCases.count
        var flat = FlatExamples(examples, rows: rows, firstBias: used, biasValue: Float(Self.biasValue))
        var values = [Double](repeating: 0, count: (Int(used) + languages) * classes)
        flat.gains =
            usesRatios
            ? ratios(examples, rows: rows, used: Int(used)) : [Double](repeating: 1, count: values.count)
        let penalty = 1 / (closeness * Double(max(examples.count, 1)))
        var generator = SeededGenerator(seed: 20_260_101)
        var step = 0.0
        var scale = 1.0
        for _ in 0..<epochs {
            generator.shuffle(&flat.order)
            flat.pass(&values, classes: classes, penalty: penalty, step: &step, scale: &scale)
        }
        for index in values.indices { values[index] *= scale * flat.gains[index] }
        let biases = values[(Int(used) * classes)...].map { $0 * Self.biasValue }
        return Weights(classes: classes, rows: rows, values: Array(values[..<(Int(used) * classes)]), biases: biases)
    }
}

extension LinearTrainer {
    /// How far, in logarithm, a feature's share in each class is from its share in the others; scaled so that the
    /// mean square over all occurrences is 1. Of that the root, as a ratio of few occurrences is half chance: on public
    /// issues it does better than the whole ratio and than none. The biases that follow count plainly.
    private func ratios(_ examples: [Example], rows: [Int32], used: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: used * classes)
        var totals = [Double](repeating: 0, count: classes)
        for example in examples {
            totals[example.target] += example.weight
            for index in example.vector.indices {
                counts[Int(rows[Int(index)]) * classes + example.target] += example.weight
            }
        }
        let total = totals.reduce(0, +)
        var gains = [Double](repeating: 1, count: (used + Language.allCases.count) * classes)
        var squares = 0.0
        var occurrences = 0.0
        for row in 0..<used {
            let all = counts[row * classes..<(row + 1) * classes].reduce(0, +)
            for column in 0..<classes {
                let inside = (counts[row * classes + column] + 1) / (totals[column] + 1)
                let others = Double(classes - 1)
                let outside = (all - counts[row * classes + column] + others) / (total - totals[column] + others)
                let gain = abs(ExactMath.log(inside / outside))
                gains[row * classes + column] = gain
                squares += gain * gain * all
                occurrences += all
            }
        }
        let factor = squares > 0 ? (occurrences / squares).squareRoot() : 1
        for index in 0..<used * classes { gains[index] = (gains[index] * factor).squareRoot() }
        return gains
    }
}

/// The examples laid out one after the other, so that a pass runs over plain memory.
private struct FlatExamples {
    var order: [Int]
    /// What a weight's feature is multiplied by, in the layout of the weights.
    var gains: [Double] = []
    private var starts: [Int] = [0]
    private var rows: [Int32] = []
    private var values: [Float] = []
    private var targets: [Int] = []
    private var weights: [Double] = []

    init(_ examples: [LinearTrainer.Example], rows map: [Int32], firstBias: Int32, biasValue: Float) {
        order = Array(examples.indices)
        for example in examples {
            for (index, value) in zip(example.vector.indices, example.vector.values) {
                rows.append(map[Int(index)])
                values.append(value)
            }
            rows.append(firstBias + Int32(example.language.place))
            values.append(biasValue)
            starts.append(rows.count)
            targets.append(example.target)
            weights.append(example.weight)
        }
    }

    /// One pass in `order`. The weights are `scale` times what is stored, so that the penalty costs one product.
    func pass(_ stored: inout [Double], classes: Int, penalty: Double, step: inout Double, scale: inout Double) {
        let first = Self.firstRate
        unsafe stored.withUnsafeMutableBufferPointer { weights in
            unsafe gains.withUnsafeBufferPointer { gains in
                guard let weights = weights.baseAddress, let gains = gains.baseAddress else { return }
                for example in order {
                    let rate = first / (1 + first * penalty * step)
                    step += 1
                    scale *= 1 - rate * penalty
                    unsafe update(weights, gains, example, classes: classes, rate: rate, scale: scale)
                }
            }
        }
        // The stored weights grow as the scale shrinks; a fresh start now and then keeps both in range.
        if scale < 1e-6 {
            for index in stored.indices { stored[index] *= scale }
            scale = 1
        }
    }

    private static let firstRate = 0.5

    /// One example's step. Plain pointers and plain loops: the test that rebuilds the shipped model runs this without
    /// the optimizer, where anything else is fifty times slower.
    private func update(
        _ stored: UnsafeMutablePointer<Double>,
        _ gains: UnsafePointer<Double>,
        _ example: Int,
        classes: Int,
        rate: Double,
        scale: Double
    ) {
        var sums = [Double](repeating: 0, count: classes)
        var entry = starts[example]
        let end = starts[example + 1]
        while entry < end {
            var place = Int(rows[entry]) * classes
            let value = Double(values[entry])
            var column = 0
            while column < classes {
                unsafe sums[column] += stored[place] * gains[place] * value
                column += 1
                place += 1
            }
            entry += 1
        }
        for column in 0..<classes { sums[column] *= scale }
        var gradient = ExactMath.softmax(sums)
        gradient[targets[example]] -= 1
        let factor = rate * weights[example] / scale
        for column in 0..<classes { gradient[column] *= factor }
        entry = starts[example]
        while entry < end {
            var place = Int(rows[entry]) * classes
            let value = Double(values[entry])
            var column = 0
            while column < classes {
                unsafe stored[place] -= gradient[column] * gains[place] * value
                column += 1
                place += 1
            }
            entry += 1
        }
    }
}
