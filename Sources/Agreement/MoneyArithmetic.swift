/// Why a sum of money cannot be computed.
public enum MoneyError: Error, Hashable, Sendable {
    /// Two currencies met in one sum.
    case currencies(String, String)
    /// The amount does not fit 64 bits.
    case overflow
}

/// A fraction of whole numbers, rounded once.
public enum Rounded {
    /// `value * numerator / denominator`, halves away from zero, computed without overflow in between; nil when the
    /// result does not fit or the denominator is not positive.
    public static func half(_ value: Int, times numerator: Int, over denominator: Int) -> Int? {
        guard denominator > 0 else { return nil }
        let product = Int128(value) * Int128(numerator)
        let divisor = Int128(denominator)
        let (quotient, remainder) = (product < 0 ? -product : product).quotientAndRemainder(dividingBy: divisor)
        let size = remainder >= divisor - remainder ? quotient + 1 : quotient
        return Int(exactly: product < 0 ? -size : size)
    }
}

extension Money {
    public static func zero(_ currency: String) -> Money {
        Money(minorUnits: 0, currency: currency)
    }

    public func adding(_ other: Money) throws(MoneyError) -> Money {
        guard currency == other.currency else { throw .currencies(currency, other.currency) }
        let (sum, overflows) = minorUnits.addingReportingOverflow(other.minorUnits)
        guard !overflows else { throw .overflow }
        return Money(minorUnits: sum, currency: currency)
    }

    public func subtracting(_ other: Money) throws(MoneyError) -> Money {
        try adding(other.negated())
    }

    public func negated() throws(MoneyError) -> Money {
        guard minorUnits != Int.min else { throw .overflow }
        return Money(minorUnits: -minorUnits, currency: currency)
    }

    /// This amount times a fraction, rounded once, halves away from zero.
    public func times(_ numerator: Int, over denominator: Int) throws(MoneyError) -> Money {
        guard let units = Rounded.half(minorUnits, times: numerator, over: denominator) else { throw .overflow }
        return Money(minorUnits: units, currency: currency)
    }

    /// The price of minutes at this rate per hour.
    public func price(ofMinutes minutes: Int) throws(MoneyError) -> Money {
        try times(minutes, over: 60)
    }

    /// Decimals of the currency's minor unit (ISO 4217): 2 unless listed.
    public static func decimals(of currency: String) -> Int {
        switch currency {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
            "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }

    /// The amount alone, with a point and the currency's decimals and nothing else: `435.48`, `-0.50`, `1200` (JPY).
    public var amountText: String {
        let decimals = Self.decimals(of: currency)
        var digits = String(minorUnits.magnitude)
        if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
        let sign = minorUnits < 0 ? "-" : ""
        return decimals == 0 ? sign + digits : "\(sign)\(digits.dropLast(decimals)).\(digits.suffix(decimals))"
    }

    /// `435.48 EUR`
    public var text: String {
        "\(amountText) \(currency)"
    }

    /// An amount written with a point and at most the currency's decimals (`95`, `95.5`, `95.00`); nil for anything else.
    public init?(amount: String, currency: String) {
        let isNegative = amount.first == "-"
        let fields = amount.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        let decimals = Self.decimals(of: currency)
        guard (1...2).contains(fields.count),
            fields.allSatisfy({ field in
                !field.isEmpty && field.utf8.allSatisfy { (48...57).contains($0) }
            })
        else { return nil }
        let fraction = fields.count == 2 ? String(fields[1]) : ""
        guard fraction.count <= decimals else { return nil }
        let padding = String(repeating: "0", count: decimals - fraction.count)
        guard let units = Int(fields[0] + fraction + padding) else { return nil }
        self.init(minorUnits: isNegative ? -units : units, currency: currency)
    }
}
