import Agreement
import WorkingTime

/// What is owed for broken promises.
extension PlanReader {
    func credits(fee: Fee?) -> Credits? {
        guard let credits = reader.section(fields["credits"], Form.credits) else { return nil }
        var tiers: [Credits.Tier] = []
        for (key, measure) in Self.measures {
            let section = measure == .misses ? Form.missTier : Form.timeTier
            let ranges = reader.list(credits[key], atLeast: 0).compactMap { value -> Range? in
                guard let fields = Fields(value, section, findings: findings) else { return nil }
                return range(fields, measure)
            }
            reportOverlaps(ranges, measure)
            tiers += ranges.map(\.tier)
        }
        if Self.measures.allSatisfy({ !credits.mentions($0.key) }) {
            findings.error(credits.place, "`credits` gives nothing", "Write at least one of misses, late, downtime.")
        }
        let isProportional = tiers.contains { if case .proportional = $0.amount { true } else { false } }
        if isProportional { credits.demand("rounding") }
        if isWhole, fee == nil, fields["fee"].map({ $0.value.scalar == "none" }) ?? !fields.mentions("fee"),
            let place = placeOfShare(credits)
        {
            findings.error(place, "a share of the fee, but the plan has no fee", "Add `fee`, or give a `sum`.")
        }
        let rounding = rounding(credits["rounding"])
        return cap(credits["cap"]).map { Credits(tiers: tiers, cap: $0, rounding: rounding) }
    }

    private static let measures: [(key: String, measure: Credits.Measure)] = [
        ("misses", .misses), ("late", .lateMinutes), ("downtime", .downtimeMinutes),
    ]

    /// A range with the place where it stands.
    private struct Range {
        var tier: Credits.Tier
        var place: Place
    }

    private func range(_ fields: Fields, _ measure: Credits.Measure) -> Range? {
        func bound(_ entry: Entry?) -> Int? {
            measure == .misses ? reader.integer(entry, 0...100_000) : reader.duration(entry)
        }
        let from = bound(fields["from"])
        let below = bound(fields["below"])
        let amount = amount(fields)
        guard let from, let amount else { return nil }
        if let below, below <= from, let entry = fields["below"] {
            findings.error(
                entry.value.place,
                "the range ends before it begins",
                "`from` belongs to the range, `below` is the first value after it: make it larger than `from`."
            )
        }
        return Range(
            tier: Credits.Tier(measure: measure, from: from, below: below, amount: amount),
            place: fields.place
        )
    }

    private func amount(_ fields: Fields) -> Credits.Amount? {
        let gifts = Form.tierGifts.compactMap { fields.section.key($0) == nil ? nil : fields[$0] }
        guard gifts.count == 1, let gift = gifts.first else {
            let names = Form.tierGifts.filter { fields.section.key($0) != nil }.joined(separator: ", ")
            if !Form.tierGifts.contains(where: { fields.mentions($0) && fields.section.key($0) != nil })
                || gifts.count > 1
            {
                findings.error(
                    fields.place,
                    gifts.isEmpty ? "the range gives nothing" : "the range gives several things at once",
                    "Write exactly one of \(names)."
                )
            }
            return nil
        }
        switch gift.key {
        case "percent": return reader.decimal(gift, places: 2, 1...10_000).map { .feeShare(basisPoints: $0) }
        case "sum": return money(gift).map { .sum($0) }
        case "bonus": return reader.duration(gift, 1...Reader.longestMinutes).map { .bonusMinutes($0) }
        case "factor": return reader.integer(gift, 1...1000).map { .proportional(factor: $0) }
        default:
            guard reader.yesNo(gift) == true else { return nil }
            return .redo
        }
    }

    /// Two ranges of one measure that share a value would owe two credits for one thing.
    private func reportOverlaps(_ ranges: [Range], _ measure: Credits.Measure) {
        let ordered = ranges.sorted { $0.tier.from < $1.tier.from }
        for (one, other) in zip(ordered, ordered.dropFirst()) where one.tier.below ?? .max > other.tier.from {
            findings.error(
                other.place,
                "credit ranges overlap: \(text(other.tier)) here, \(text(one.tier)) at \(one.place.name)",
                "Ranges include `from` and end before `below`; write `below: \(value(other.tier.from, measure))` there."
            )
        }
    }

    private func text(_ tier: Credits.Tier) -> String {
        let from = value(tier.from, tier.measure)
        return tier.below.map { "\(from) to below \(value($0, tier.measure))" } ?? "\(from) and up"
    }

    private func value(_ number: Int, _ measure: Credits.Measure) -> String {
        measure == .misses ? String(number) : DurationText.text(number)
    }

    private func cap(_ entry: Entry?) -> Credits.Cap? {
        guard let entry else { return nil }
        switch entry.value.scalar {
        case "none": return Credits.Cap.none
        case "fee": return .fee
        default: return money(entry).map { .sum($0) }
        }
    }

    private func rounding(_ entry: Entry?) -> Credits.Rounding {
        let rounding = reader.wordOrSection(entry, ["exact"], Form.rounding, choices: ["exact", "{decimals: 3}"])
        guard case .fields(let fields)? = rounding, let decimals = reader.integer(fields["decimals"], 0...6) else {
            return .exact
        }
        return .percentDecimals(decimals)
    }

    /// Where a credit first depends on the fee.
    private func placeOfShare(_ credits: Fields) -> Place? {
        for (key, _) in Self.measures {
            for value in credits[key]?.value.list ?? [] {
                if let entry = value.entries?.first(where: { $0.key == "percent" || $0.key == "factor" }) {
                    return entry.keyPlace
                }
            }
        }
        if let cap = credits["cap"], cap.value.scalar == "fee" { return cap.value.place }
        return nil
    }
}
