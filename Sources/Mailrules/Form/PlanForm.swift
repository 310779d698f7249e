import Agreement
import WorkingTime

extension Form {
    static let plans = Section(
        "plans.yaml",
        [Key("plans", .named(.section(plan)), required: true, "The plans, each under a name.")]
    )

    /// Fields of a plan; a client may override each of them as a whole.
    static let plan = Section(
        "a plan",
        [
            Key("terms", .id, required: true, "Name of the terms: terms/NAME.LANGUAGE.md."),
            Key("currency", .currency, "ISO 4217 code of every amount, when fee or overage do not say it."),
            Key("included", .either(.choice(["none"]), .section(included)), required: true, "Time granted per period."),
            Key("fee", .either(.choice(["none"]), .section(fixedFee), .section(licenceFee)), "What the plan costs."),
            Key("carry", .either(.choice(["none", "all"]), .section(carry)), "What becomes of unused time."),
            Key(
                "overdraft",
                .either(.choice(["forbidden", "unlimited"]), .section(overdraft)),
                "Whether the balance may fall below zero."
            ),
            Key("overage", .either(.choice(["none"]), .section(overage)), "Price of work beyond the balance."),
            Key("increment", .section(increment), required: true, "How worked time is rounded up."),
            Key("multipliers", .list(.section(multiplier)), "Factors on time outside a calendar's hours."),
            Key("covers", .section(kinds), required: true, "Kinds of request covered, each with its clause."),
            Key("excludes", .list(.section(exclusion)), "What is left out, found by words; beats covers."),
            Key("smallChanges", .section(smallChanges), "Small features that are covered while the allowance lasts."),
            Key("warranty", .section(warranty), "Defects reported within days of a delivery debit nothing."),
            Key("rework", .choice(["free", "billed"]), "Whether redone own work debits nothing; billed unless said."),
            Key(
                "promise",
                .either(.choice(["none"]), .section(promises)),
                required: true,
                "Promised times per priority; normal is needed."
            ),
            Key("acknowledge", .section(acknowledge), required: true, "The automatic acknowledgement."),
            Key("credits", .section(credits), "What is owed for broken promises."),
            Key("duties", .list(.section(duty)), "Recurring work: updates, backups, scans."),
            Key("review", .section(review), "How often the terms are reviewed."),
            Key("trial", .section(trial), "Periods free of fee at the start."),
            Key("planChange", .choice(PlanChange.allCases.map(\.rawValue)), "When a change to this plan takes effect."),
            Key("intake", .section(intake), "Time booked when a covered request of a kind is taken in."),
        ]
    )

    private static let unit = Shape.choice(PeriodUnit.allCases.map(\.rawValue))

    static let included = Section(
        "included time",
        [
            Key("time", .duration, required: true, "Time per period, such as 3h."),
            Key("per", unit, required: true, "month, quarter or year."),
            Key("anchor", .integer(1...31), "Day of the month on which periods start; 1 unless said."),
            Key("first", .choice(["prorata", "full"]), required: true, "How a short first period is granted."),
        ]
    )

    static let fixedFee = Section(
        "a fee",
        [
            Key("amount", .amount, required: true, "The sum, such as 240.00."),
            Key("currency", .currency, "ISO 4217 code, such as EUR."),
            Key("per", unit, required: true, "month, quarter or year."),
        ]
    )

    static let licenceFee = Section(
        "a fee by licence",
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
            Key("approval", .choice(["required", "automatic"]), required: true, "Who lets such work begin."),
            Key("leeway", .duration, "Free time beyond the balance before overage begins."),
        ]
    )

    static let increment = Section(
        "increment",
        [
            Key("minutes", .integer(1...1440), required: true, "Worked time is rounded up to a multiple of this."),
            Key("per", .choice(Increment.Scope.allCases.map(\.rawValue)), required: true, "What is rounded."),
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
        "kinds of request",
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
        "small changes",
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
