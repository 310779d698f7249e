/// Durations as people write them in files and commands: `45m`, `3h`, `1h30m`, `1h30`, `2d`.
public enum DurationText {
    /// The longest duration that is read: a thousand years, far from any overflow.
    static let minutesMax = 1_000 * 366 * 24 * 60

    /// Whole minutes of a duration; nil when it is not one. A day has 24 hours. Parts stand in the order `d`, `h`, `m`,
    /// each at most once; a number without a unit is taken as minutes only right after hours. A leading `-` negates, for
    /// floors such as `-9h`.
    public static func minutes(_ text: String) -> Int? {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative { rest = rest.dropFirst() }
        var total = 0
        var lastFactor = Int.max
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, digits.utf8.count <= 10, let count = Int(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let factor: Int
            switch rest.popFirst() {
            case "d": factor = 24 * 60
            case "h": factor = 60
            case "m": factor = 1
            case nil where lastFactor == 60: factor = 1
            default: return nil
            }
            guard factor < lastFactor, count <= minutesMax / factor else { return nil }
            total += count * factor
            lastFactor = factor
        }
        guard lastFactor != Int.max, total <= minutesMax else { return nil }
        return isNegative ? -total : total
    }

    /// Minutes as hours and minutes: `0m`, `45m`, `3h`, `1h30m`, `-2h15m`. Days are not used: a working day is not 24 h.
    public static func text(_ minutes: Int) -> String {
        let size = minutes.magnitude
        let sign = minutes < 0 ? "-" : ""
        if size < 60 { return "\(sign)\(size)m" }
        return size % 60 == 0 ? "\(sign)\(size / 60)h" : "\(sign)\(size / 60)h\(size % 60)m"
    }
}
