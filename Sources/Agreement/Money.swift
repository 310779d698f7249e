/// An amount of money in integer minor units (cents) of one currency. Never a Double.
public struct Money: Hashable, Sendable {
    /// Minor units; negative for what is owed back.
    public var minorUnits: Int
    /// ISO 4217 code in capitals, such as `EUR`.
    public var currency: String

    public init(minorUnits: Int, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }
}
