/// Decimal numbers as exact integers: `1.5` with two places is 150.
enum DecimalText {
    /// Digits before the point; far above any price and far from overflow.
    static let limitDigits = 12

    /// Units of the last place; nil when the text is not such a number or has more decimals.
    static func units(_ text: String, places: Int) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ part in part.utf8.allSatisfy { (48...57).contains($0) } }),
            let whole = parts.first, (1...limitDigits).contains(whole.utf8.count)
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count == 1 || !fraction.isEmpty, fraction.utf8.count <= places else { return nil }
        return Int(whole + fraction + String(repeating: "0", count: places - fraction.utf8.count))
    }

    /// As people write it, with all its places.
    static func text(_ units: Int, places: Int) -> String {
        guard places > 0 else { return String(units) }
        let digits = String(units)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return "\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}
