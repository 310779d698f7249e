import Agreement
import WorkingTime

/// Time and its price: what is granted, kept, overdrawn, rounded.
extension PlanReader {
    func readTime(into plan: inout Plan) {
        plan.fee = fee()
        plan.included = included()
        plan.multipliers = multipliers()
        if fields["included"].map({ $0.value.scalar != "none" }) ?? false {
            demand("carry")
            demand("overdraft")
        }
        if let carry = carry() { plan.carry = carry }
        if let overdraft = overdraft() { plan.overdraft = overdraft }
        // Where the balance may fall without end, nothing is ever beyond it.
        if plan.overdraft != .unlimited { demand("overage") }
        plan.overage = overage()
        if let increment = increment() { plan.increment = increment }
        if plan.carry == .pooledByQuarter, let included = plan.included, included.unit != .month,
            let entry = fields["carry"]
        {
            findings.error(
                entry.value.place,
                "a quarter's pool needs time included per month",
                "Write included: {per: month, ...}, or another `carry`."
            )
        }
    }

    private func included() -> IncludedTime? {
        guard case .fields(let included)? = reader.planWordOrSection(fields, "included", ["none"], Form.included)
        else { return nil }
        let minutes = reader.duration(included["time"])
        let unit = reader.choice(included["per"], of: PeriodUnit.self)
        let anchor = reader.integer(included["anchor"], 1...31) ?? 1
        let anchorMonth = reader.integer(included["anchorMonth"], 1...12) ?? 1
        let first = included["first"].flatMap { reader.word($0, among: ["prorata", "full"]) }
        guard let minutes, let unit, let first = first.flatMap(IncludedTime.FirstPeriod.init(rawValue:)) else {
            return nil
        }
        return IncludedTime(
            minutes: minutes,
            unit: unit,
            anchorDay: anchor,
            anchorMonth: anchorMonth,
            firstPeriod: first
        )
    }

    private func fee() -> Fee? {
        let isLicence = fields["fee"]?.value.entries?.contains { $0.key == "licence" } ?? false
        let section = isLicence ? Form.licenceFee : Form.fixedFee
        guard case .fields(let fee)? = reader.wordOrSection(fields["fee"], ["none"], section) else { return nil }
        if isLicence {
            let sum = money(fee["licence"])
            let share = reader.decimal(fee["percent"], places: 2, 1...10_000)
            guard let sum, let share else { return nil }
            return .licence(sum, basisPointsPerYear: share)
        }
        let amount = money(fee["amount"])
        let unit = reader.choice(fee["per"], of: PeriodUnit.self)
        guard let amount, let unit else { return nil }
        return .fixed(amount, per: unit)
    }

    private func carry() -> Carry? {
        switch reader.planWordOrSection(fields, "carry", ["none", "all"], Form.carry) {
        case .word("all"): return .all
        case .word: return Carry.none
        case .fields(let carry): return self.carry(carry)
        case nil: return nil
        }
    }

    private func carry(_ carry: Fields) -> Carry? {
        let cap = reader.duration(carry["cap"])
        if let pooled = carry["pooled"] {
            if carry["cap"] != nil || carry["expires"] != nil {
                findings.error(
                    pooled.keyPlace,
                    "`pooled` stands alone",
                    "A pool ends with its quarter; remove the other keys."
                )
            }
            return reader.word(pooled, among: ["quarter"]) == nil ? nil : .pooledByQuarter
        }
        guard let expires = carry["expires"] else {
            if carry["cap"] == nil, !carry.mentions("cap"), !carry.mentions("expires"), !carry.mentions("pooled") {
                findings.error(carry.place, "`carry` is empty", "Choose: {cap: 10h}, {expires: 2}, {pooled: quarter}.")
            }
            return cap.map { .cap(minutes: $0) }
        }
        if carry["cap"] == nil {
            return reader.integer(expires, 1...120).map { .expires(periods: $0) }
        }
        guard let text = reader.text(expires), let cap else { return nil }
        // A leap year, so that 29 February may be written.
        guard text.utf8.count == 5, let date = CivilDate("2024-" + text) else {
            findings.error(
                expires.value.place,
                "`expires` beside `cap` takes a day of the year, not `\(text)`",
                "Write month and day, such as 04-01; a number of periods stands without `cap`."
            )
            return nil
        }
        return .capUntil(minutes: cap, month: date.month, day: date.day)
    }

    private func overdraft() -> Overdraft? {
        switch reader.planWordOrSection(fields, "overdraft", ["forbidden", "unlimited"], Form.overdraft) {
        case .word("unlimited"): return .unlimited
        case .word: return .forbidden
        case .fields(let overdraft):
            let floor = overdraft["floor"]
            if let floor, let text = floor.value.scalar, let minutes = DurationText.minutes(text), minutes >= 0 {
                findings.error(
                    floor.value.place,
                    "`floor` is not below zero",
                    minutes == 0 ? "Write `overdraft: forbidden`." : "Write -\(text): the lowest balance."
                )
                return nil
            }
            return reader.duration(floor, -Reader.longestMinutes ... -1).map { .floor(minutes: $0) }
        case nil: return nil
        }
    }

    private func overage() -> Overage? {
        guard case .fields(let overage)? = reader.planWordOrSection(fields, "overage", ["none"], Form.overage)
        else { return nil }
        let rate = money(overage["rate"])
        let approval = overage["approval"].flatMap { reader.word($0, among: ["required", "automatic"]) }
        let leeway = reader.duration(overage["leeway"]) ?? 0
        guard let rate, let approval = approval.flatMap(Overage.Approval.init(rawValue:)) else { return nil }
        return Overage(ratePerHour: rate, approval: approval, leewayMinutes: leeway)
    }

    private func increment() -> Increment? {
        guard let increment = reader.section(fields["increment"], Form.increment) else { return nil }
        let minutes = reader.integer(increment["minutes"], 1...1440)
        let scope = reader.choice(increment["per"], of: Increment.Scope.self)
        guard let minutes, let scope else { return nil }
        return Increment(minutes: minutes, scope: scope)
    }

    private func multipliers() -> [Multiplier] {
        reader.list(fields["multipliers"], atLeast: 0).compactMap { value in
            guard let multiplier = Fields(value, Form.multiplier, findings: findings) else { return nil }
            let calendar = calendar(multiplier["calendar"])
            // A factor of 10 is beyond any night rate.
            let factor = reader.decimal(multiplier["outside"], places: 2, 1...1000)
            guard let calendar, let factor else { return nil }
            return Multiplier(calendar: calendar, outsidePercent: factor)
        }
    }
}
