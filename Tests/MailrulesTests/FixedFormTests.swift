import Agreement
import Mailrules
import Testing
import Triage
import WorkingTime

/// The spelling that operators' files may rely on: it loads as it stands, and means what it says.
@Suite struct FixedFormTests {
    private static let agency = """
        agency: Northlight Studio
        zone: Europe/Berlin
        languages: [en, ru, zh]                 # the first is the fallback
        mailboxes:
          support:
            server: imaps://imap.northlight.example
            login: support@northlight.example
            password: env:SUPPORT_PASSWORD
            addresses: [support@northlight.example]   # what counts as "to us"
            inbox: INBOX
            sent: auto
            start: now
            file: {fix: Support/Fixes, feature: Support/Wishes, undecided: Support/Review, machine: Support/Robots}
        outgoing:
          server: smtps://smtp.northlight.example
          login: support@northlight.example
          password: env:SUPPORT_PASSWORD
          from: Northlight Support <support@northlight.example>
        staff:
          ana: {name: Ana Keller, address: ana@northlight.example}
        calendars:
          office: {week: {mon-fri: [09:00-12:30, 13:30-17:30]}, holidays: calendars/berlin.ics}
        schedule:
          brief: {at: 09:00, calendar: office, to: [ana]}
          digest: {on: monday, at: 08:30, to: [ana]}
        """

    private static let plans = """
        plans:
          retainer:
            terms: retainer
            included: {time: 3h, per: month, anchor: 1, first: prorata}
            fee: {amount: 240.00, currency: EUR, per: month}
            carry: all
            overdraft: {floor: -9h}
            overage: {rate: 95.00, approval: required}     # or automatic
            increment: {minutes: 15, per: entry}           # entry | requestDay | request
            covers: {fix: c1, incident: c1, question: c2}  # kind: clause id
            excludes: [{clause: x1, words: [new page, redesign]}]
            smallChanges: {each: 30m, month: 1h}
            warranty: {days: 30}
            rework: free
            multipliers: [{calendar: office, outside: 1.5}]
            promise:
              normal: {firstAnswer: 24h, by: elapsed}      # by: elapsed | name of a calendar
              urgent: {firstAnswer: 4h, by: office}
            acknowledge: {within: 24h, counts: no}
            credits: {misses: [{from: 5, percent: 5}], cap: fee}
        """

    private static let client = """
        client: harbor
        name: Harbor Museum
        contacts: {addresses: [curator@harbor.example], domains: [harbor.example], dispute: director@harbor.example}
        plan: retainer
        start: 2026-01-01
        zone: Europe/Berlin
        language: en
        overrides: {increment: {minutes: 6, per: entry}}
        deliveries: [{name: Ticket shop, date: 2026-04-01}]
        """

    private static func files() -> [String: String] {
        let terms = "## c1 One\nText.\n## c2 Two\nText.\n## x1 Out\nText.\n"
        let holidays =
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260525\nSUMMARY:Off\nEND:VEVENT\nEND:VCALENDAR\n"
        return [
            "agency.yaml": agency, "plans.yaml": plans, "clients/harbor.yaml": client, "calendars/berlin.ics": holidays,
            "terms/retainer.en.md": terms, "terms/retainer.ru.md": terms, "terms/retainer.zh.md": terms,
        ]
    }

    @Test func `The documented form loads without an error`() throws {
        let result = try TestFolder(Self.files()).load()
        #expect(result.diagnostics.filter { $0.severity == .error }.map(\.rendered) == [])
    }

    @Test func `The documented form means what it says`() throws {
        let configuration = try #require(try TestFolder(Self.files()).load().configuration)
        let harbor = try #require(configuration.policy.client("harbor"))
        let plan = try #require(harbor.terms.first?.plan)
        var expected = Plan(name: "retainer", terms: "retainer")
        let rate = Money(minorUnits: 9500, currency: "EUR")
        expected.included = IncludedTime(minutes: 180, unit: .month, anchorDay: 1, firstPeriod: .prorata)
        expected.fee = .fixed(Money(minorUnits: 24_000, currency: "EUR"), per: .month)
        expected.carry = .all
        expected.overdraft = .floor(minutes: -540)
        expected.overage = Overage(ratePerHour: rate, approval: .required)
        expected.increment = Increment(minutes: 6, scope: .entry)
        expected.covers = [.fix: ClauseID("c1"), .incident: ClauseID("c1"), .question: ClauseID("c2")]
        expected.excludes = [Exclusion(clause: ClauseID("x1"), words: ["new page", "redesign"])]
        expected.smallChanges = SmallChanges(eachMinutes: 30, monthMinutes: 60)
        expected.warranty = Warranty(days: 30)
        expected.reworkIsFree = true
        expected.multipliers = [Multiplier(calendar: "office", outsidePercent: 150)]
        expected.promises = [
            .normal: Promise(firstAnswerMinutes: 1440, by: .elapsed),
            .urgent: Promise(firstAnswerMinutes: 240, by: .calendar("office")),
        ]
        expected.acknowledgement = Acknowledgement(withinMinutes: 1440, countsAsFirstAnswer: false)
        let tier = Credits.Tier(measure: .misses, from: 5, below: nil, amount: .feeShare(basisPoints: 500))
        expected.credits = Credits(tiers: [tier], cap: .fee)
        #expect(plan == expected)
        #expect(harbor.deliveries.first.map(\.name) == "Ticket shop")
        #expect(configuration.schedule.digest?.minuteOfDay == 510)
    }
}
