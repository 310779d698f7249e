import Agreement
import WorkingTime

extension Form {
    static let plans = Section(
        "plans.yaml",
        [Key("plans", .named(.section(plan)), required: true, "The plans, each under a name.")]
    )

    /// Fields of a plan; a client may override each of them as a whole.
    static let plan = Section("a plan", planTime + planScope + planPromises)

    private static let planTime = [
        Key(
            "included",
            .either(.choice(["none"]), .section(included)),
            required: true,
            "Time granted per period, or none.",
            asks: "how much time does the fee include?",
            "none",
            "{time: 3h, per: month, anchor: 1, first: prorata}"
        ),
        Key("fee", .either(.choice(["none"]), .section(fixedFee), .section(licenceFee)), "What the plan costs."),
        Key("currency", .currency, "ISO 4217 code of every amount that does not say its own."),
        Key(
            "carry",
            .either(.choice(["none", "all"]), .section(carry)),
            "What becomes of unused time.",
            asks: "what becomes of unused time at the end of a period?",
            "none",
            "all",
            "{cap: 10h}",
            "{expires: 2}",
            "{cap: 50h, expires: 04-01}",
            "{pooled: quarter}"
        ),
        Key(
            "overdraft",
            .either(.choice(["forbidden", "unlimited"]), .section(overdraft)),
            "Whether the balance may fall below zero.",
            asks: "may the balance fall below zero, to be worked off later, and how far?",
            "forbidden",
            "unlimited",
            "{floor: -9h}"
        ),
        Key(
            "overage",
            .either(.choice(["none"]), .section(overage)),
            "Price of work beyond the balance, or none.",
            asks: "what does work beyond the balance cost, and who lets it begin?",
            "none",
            "{rate: 95.00, approval: required}",
            "{rate: 95.00, approval: automatic}"
        ),
        Key(
            "increment",
            .section(increment),
            required: true,
            "How worked time is rounded up.",
            asks: "to how many minutes is worked time rounded up, and what is rounded?",
            "{minutes: 15, per: entry}",
            "{minutes: 15, per: requestDay}",
            "{minutes: 15, per: request}"
        ),
        Key("multipliers", .list(.section(multiplier)), "Factors on time outside a calendar's hours."),
    ]

    private static let planScope = [
        Key("terms", .id, required: true, "Name of the terms: terms/NAME.LANGUAGE.md."),
        Key("covers", .section(kinds), required: true, "Kinds of request covered, each with its clause; {} for none."),
        Key("excludes", .list(.section(exclusion)), "What is left out, found by words; beats covers."),
        Key("smallChanges", .section(smallChanges), "Small features that are covered while the allowance lasts."),
        Key("warranty", .section(warranty), "Defects reported within days of a delivery debit nothing."),
        Key("rework", .choice(["free", "billed"]), "Whether redone own work debits nothing; billed unless said."),
        Key("intake", .section(intake), "Time booked when a covered request of a kind is taken in."),
        Key("duties", .list(.section(duty)), "Recurring work: updates, backups, scans."),
    ]

    private static let planPromises = [
        Key(
            "promise",
            .either(.choice(["none"]), .section(promises)),
            required: true,
            "Promised times per priority, or none.",
            asks: "how soon does a person answer?",
            "none",
            "{normal: {firstAnswer: 24h, by: elapsed}}",
            "{normal: {firstAnswer: 8h, by: office}}"
        ),
        Key(
            "acknowledge",
            .section(acknowledge),
            required: true,
            "The automatic acknowledgement.",
            asks: "does the automatic acknowledgement keep the promise of a first answer?",
            "{within: 24h, counts: no}",
            "{within: 24h, counts: yes}"
        ),
        Key("credits", .section(credits), "What is owed for broken promises."),
        Key("review", .section(review), "How often the terms are reviewed."),
        Key("trial", .section(trial), "Periods free of fee at the start."),
        Key(
            "planChange",
            .choice(PlanChange.allCases.map(\.rawValue)),
            "When a change to this plan takes effect.",
            asks: "does a change to this plan take effect now, with pro rata, or at the next period?",
            "now",
            "nextPeriod"
        ),
    ]

    private static let unit = Shape.choice(PeriodUnit.allCases.map(\.rawValue))

    static let included = Section(
        "included",
        [
            Key("time", .duration, required: true, "Time per period, such as 3h."),
            Key("per", unit, required: true, "month, quarter or year.", asks: "per what?", "month", "quarter", "year"),
            Key("anchor", .integer(1...31), "Day of the month on which periods start; 1 unless said."),
            Key("anchorMonth", .integer(1...12), "Month in which years and quarters start; 1 unless said."),
            Key(
                "first",
                .choice(["prorata", "full"]),
                required: true,
                "How a short first period is granted.",
                asks: "how much does a short first period grant?",
                "prorata",
                "full"
            ),
        ]
    )

    static let fixedFee = Section(
        "fee",
        [
            Key("amount", .amount, required: true, "The sum, such as 240.00."),
            Key("currency", .currency, "ISO 4217 code, such as EUR."),
            Key("per", unit, required: true, "month, quarter or year.", asks: "per what?", "month", "quarter", "year"),
        ]
    )

    static let licenceFee = Section(
        "fee",
        [
            Key("licence", .amount, required: true, "The licence sum."),
            Key("percent", .amount, required: true, "Share of it per year, such as 18."),
            Key("currency", .currency, "ISO 4217 code, such as EUR."),
        ]
    )

    static let carry = Section(
        "carry",
        [
            Key("cap", .duration, "At most so much goes over into the next period."),
            Key(
                "expires",
                .either(.integer(1...120), .text(pattern: "^[0-9]{2}-[0-9]{2}$")),
                "Periods a lot lasts after its own; with cap: the date (MM-DD) by which carried time must be used."
            ),
            Key("pooled", .choice(["quarter"]), "Months share one pool per quarter."),
        ]
    )

    static let overdraft = Section(
        "overdraft",
        [Key("floor", .duration, required: true, "The lowest balance, such as -9h.")]
    )

    static let overage = Section(
        "overage",
        [
            Key("rate", .amount, required: true, "Price of an hour, such as 95.00."),
            Key("currency", .currency, "ISO 4217 code, such as EUR."),
            Key(
                "approval",
                .choice(["required", "automatic"]),
                required: true,
                "Who lets such work begin.",
                asks: "does work beyond the balance wait for the client's approval?",
                "required",
                "automatic"
            ),
            Key("leeway", .duration, "Free time beyond the balance before overage begins."),
        ]
    )

    static let increment = Section(
        "increment",
        [
            Key(
                "minutes",
                .integer(1...1440),
                required: true,
                "Worked time is rounded up to a multiple of this.",
                asks: "to a multiple of how many minutes is worked time rounded up?",
                "1",
                "6",
                "15",
                "30"
            ),
            Key(
                "per",
                .choice(Increment.Scope.allCases.map(\.rawValue)),
                required: true,
                "What is rounded.",
                asks: "what is rounded: each entry, a request's work of a day, or a request's work in all?",
                "entry",
                "requestDay",
                "request"
            ),
        ]
    )

    static let multiplier = Section(
        "a multiplier",
        [
            Key("calendar", .id, required: true, "A calendar of agency.yaml."),
            Key("outside", .amount, required: true, "Factor outside its hours, such as 1.5."),
        ]
    )

    static let kinds = Section(
        "covers",
        RequestKind.allCases.map { Key($0.rawValue, .clause, "The clause that covers: \($0.rawValue).") }
    )

    static let exclusion = Section(
        "an exclusion",
        [
            Key("clause", .clause, required: true, "The clause that leaves it out."),
            Key("words", .list(.free), required: true, "Words or phrases; any one of them matches."),
        ]
    )

    static let smallChanges = Section(
        "smallChanges",
        [
            Key("each", .duration, required: true, "The most a single change may be estimated at."),
            Key("month", .duration, required: true, "The most in one calendar month."),
            Key("clause", .clause, "The clause that grants them."),
        ]
    )

    static let warranty = Section(
        "warranty",
        [
            Key("days", .integer(1...3660), required: true, "Days from a delivery in which a report counts."),
            Key("clause", .clause, "The clause that grants it."),
        ]
    )

    static let intake = Section(
        "intake",
        RequestKind.allCases.map { Key($0.rawValue, .duration, "Time booked when taken in: \($0.rawValue).") }
    )
}
