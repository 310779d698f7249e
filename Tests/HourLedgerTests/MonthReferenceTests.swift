import Agreement
import HourLedger
import Testing
import WorkingTime

@Suite("Months against arithmetic by hand")
struct MonthReferenceTests {
    /// Carry over the end of a month: what of `left` is kept.
    private static func kept(_ left: Int, _ carry: Carry) -> Int {
        switch carry {
        case .all: left
        case .cap(let minutes): min(left, minutes)
        default: min(left, 0)
        }
    }

    @Test(
        "Opening, use, overage, expiry and closing of every month",
        arguments: [Carry.none, .all, .cap(minutes: 200)],
        [Overdraft.forbidden, .unlimited, .floor(minutes: -300)]
    )
    func months(carry: Carry, overdraft: Overdraft) throws {
        for seed in 0..<60 {
            var random = Seeded(UInt64(seed))
            let granted = Int.random(in: 0...900, using: &random)
            let leeway = [0, 45].randomElement(using: &random) ?? 0
            let plan = try retainer("\(granted)m", carry: carry, overdraft: overdraft).with(
                overage: "95.00",
                leeway: leeway
            )
            var desk = try Desk(plan, zone: ["Europe/Berlin", "Pacific/Auckland"][seed % 2])
            var balance = 0
            for month in 1...9 {
                let name = "2026-0\(month)"
                var worked = 0
                for day in 1...Int.random(in: 1...6, using: &random) {
                    let minutes = Int.random(in: 1...300, using: &random)
                    try desk.work("\(minutes)m", on: "\(name)-0\(day)")
                    worked += minutes
                }
                let floor = overdraft == .forbidden ? 0 : overdraft == .unlimited ? Int.min / 2 : -300
                let opening = balance
                let left = max(opening + granted - worked, min(floor, opening + granted))
                let beyond = worked - (opening + granted - left)
                balance = Self.kept(left, carry)
                let row = try desk.row(name)
                #expect(row.openingMinutes == opening, "\(seed) \(name)")
                #expect(row.grantedMinutes == granted, "\(seed) \(name)")
                #expect(row.leewayMinutes == min(beyond, leeway), "\(seed) \(name)")
                #expect(row.overageMinutes == max(beyond - leeway, 0), "\(seed) \(name)")
                #expect(row.usedMinutes == worked - beyond, "\(seed) \(name)")
                #expect(row.expiredMinutes == left - balance, "\(seed) \(name)")
                #expect(row.closingMinutes == balance, "\(seed) \(name)")
            }
        }
    }
}
