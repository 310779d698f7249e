import Agreement
import Testing
import WorkingTime

func day(_ text: String) throws -> CivilDate {
    try #require(CivilDate(text))
}

func euros(_ amount: String) throws -> Money {
    try #require(Money(amount: amount, currency: "EUR"))
}

/// A plan with hours and a fee a month.
func plan(_ minutes: Int, fee: String, first: IncludedTime.FirstPeriod = .prorata, unit: PeriodUnit = .month) throws
    -> Plan
{
    var plan = Plan(name: "plan", terms: "plan")
    plan.included = IncludedTime(minutes: minutes, unit: unit, anchorDay: 1, firstPeriod: first)
    plan.fee = .fixed(try euros(fee), per: unit)
    return plan
}

/// A client in Berlin with plans from days on.
func client(_ terms: [(String, Plan)], end: String? = nil) throws -> ClientAgreement {
    var agreement = ClientAgreement(
        client: "harbor",
        name: "Harbor Museum",
        contacts: Contacts(addresses: [], domains: []),
        zone: try #require(Zone("Europe/Berlin")),
        language: "en"
    )
    agreement.terms = try terms.map { DatedPlan(from: try day($0.0), plan: $0.1) }
    agreement.end = try end.map { try day($0) }
    return agreement
}
