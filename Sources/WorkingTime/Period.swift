/// The length of an agreement's period.
public enum PeriodUnit: String, CaseIterable, Hashable, Sendable {
    case month, quarter, year

    public var months: Int {
        switch self {
        case .month: 1
        case .quarter: 3
        case .year: 12
        }
    }
}

/// One period of an agreement: local days, `end` exclusive.
public struct Period: Hashable, Sendable {
    public var start: CivilDate
    public var end: CivilDate

    public init(start: CivilDate, end: CivilDate) {
        self.start = start
        self.end = end
    }
}
