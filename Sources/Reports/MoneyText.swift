public import Agreement

/// Sums of money as people read them.
public enum MoneyText {
    /// An amount with its currency in English, such as `1,240.00 EUR`, `-15 JPY`.
    public static func text(_ money: Money) -> String {
        text(money, separators: (",", "."))
    }

    /// An amount with a language's own separators between thousands and before decimals.
    static func text(_ money: Money, separators: (thousands: String, decimal: String)) -> String {
        let digits = money.amountText.split(separator: ".")
        let isNegative = money.minorUnits < 0
        let whole = grouped(digits[0].dropFirst(isNegative ? 1 : 0), separators.thousands)
        let fraction = digits.count > 1 ? separators.decimal + digits[1] : ""
        return "\(isNegative ? "-" : "")\(whole)\(fraction) \(money.currency)"
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

    private static func grouped(_ digits: Substring, _ separator: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += separator }
            text.append(digit)
        }
        return text
    }
}
