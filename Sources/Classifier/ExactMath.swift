/// Exponential and logarithm by plain IEEE arithmetic alone, so that training gives the same bits on every machine:
/// the C library's own differ in the last place between processors.
enum ExactMath {
    private static let ln2 = 0.693_147_180_559_945_3

    /// e to the `value`; 0 below -700, capped at e^700.
    static func exp(_ value: Double) -> Double {
        guard value > -700 else { return 0 }
        let bounded = min(value, 700)
        let power = (bounded / ln2).rounded()
        let rest = bounded - power * ln2
        var term = 1.0
        var sum = 1.0
        for step in 1...16 {
            term = term * rest / Double(step)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: Int(power), significand: 1)
    }

    /// The same of eight values at once, to the same bits.
    static func exp(_ values: SIMD8<Double>) -> SIMD8<Double> {
        let bounded = values.clamped(
            lowerBound: SIMD8(repeating: -700),
            upperBound: SIMD8(repeating: 700)
        )
        let power = (bounded / ln2).rounded(.toNearestOrAwayFromZero)
        let rest = bounded - power * ln2
        var term = SIMD8<Double>(repeating: 1)
        var sum = term
        for step in 1...16 {
            term = term * rest / Double(step)
            sum += term
        }
        for place in sum.indices {
            sum[place] *= values[place] > -700 ? Double(sign: .plus, exponent: Int(power[place]), significand: 1) : 0
        }
        return sum
    }

    /// Natural logarithm; values at or below the smallest normal number give that number's.
    static func log(_ value: Double) -> Double {
        let bounded = max(value, Double.leastNormalMagnitude)
        var exponent = Double(bounded.exponent)
        var significand = bounded.significand
        if significand > 1.414_213_562_373_095 {
            significand /= 2
            exponent += 1
        }
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        var divisor = 1.0
        for _ in 0..<14 {
            sum += power / divisor
            power *= square
            divisor += 2
        }
        return 2 * sum + exponent * ln2
    }

    static func sigmoid(_ value: Double) -> Double {
        1 / (1 + exp(-value))
    }

    /// Probabilities that add up to 1.
    static func softmax(_ values: [Double]) -> [Double] {
        let top = values.max() ?? 0
        let powers = values.map { exp($0 - top) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
