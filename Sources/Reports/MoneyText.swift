public import Agreement

/// Sums of money as people read them.
public enum MoneyText {
    /// An amount with its currency, such as `1,240.00 EUR`, `-15 JPY`.
    public static func text(_ money: Money) -> String {
        let digits = decimals(of: money.currency)
        var units = String(money.minorUnits.magnitude)
        if units.count <= digits { units = String(repeating: "0", count: digits + 1 - units.count) + units }
        let whole = grouped(String(units.dropLast(digits)))
        let fraction = digits == 0 ? "" : "." + units.suffix(digits)
        return "\(money.minorUnits < 0 ? "-" : "")\(whole)\(fraction) \(money.currency)"
    }

    /// Digits after the point (ISO 4217, table A.1); two unless listed.
    public static func decimals(of currency: String) -> Int {
        switch currency {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
            "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }

    /// Sums by currency, in order of the code.
    public static func sums(_ amounts: [Money]) -> [Money] {
        var totals: [String: Int] = [:]
        for amount in amounts {
            let (sum, overflow) = totals[amount.currency, default: 0].addingReportingOverflow(amount.minorUnits)
            totals[amount.currency] = overflow ? (sum < 0 ? Int.max : Int.min) : sum
        }
        return totals.sorted { $0.key < $1.key }.map { Money(minorUnits: $0.value, currency: $0.key) }
    }

    private static func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
