import Agreement
import WorkingTime

extension Form {
    static let promises = Section(
        "promise",
        Priority.allCases.map { priority in
            Key(
                priority.rawValue,
                .section(promise),
                required: priority == .normal,
                "What is promised at priority \(priority.rawValue)."
            )
        }
    )

    static let promise = Section(
        "a promise",
        [
            Key("firstAnswer", .duration, "Time until a person answers first."),
            Key("nextAnswer", .duration, "Time until each further answer."),
            Key("resolution", .duration, "Time until it is solved."),
            Key(
                "by",
                .id,
                required: true,
                "elapsed, or the name of a calendar.",
                asks: "does every hour count, or only those of a working calendar?",
                "elapsed",
                "CALENDAR"
            ),
        ]
    )

    static let acknowledge = Section(
        "acknowledge",
        [
            Key("within", .duration, "Time until the automatic acknowledgement, at most the promise; 24h unless said."),
            Key(
                "counts",
                .yesNo,
                required: true,
                "Whether it satisfies firstAnswer.",
                asks: "does the automatic acknowledgement keep the promise of a first answer?",
                "no",
                "yes"
            ),
        ]
    )

    static let credits = Section(
        "credits",
        [
            Key("misses", .list(.section(missTier)), "By the number of promises broken in a period."),
            Key("late", .list(.section(timeTier)), "By how late one answer was."),
            Key("downtime", .list(.section(timeTier)), "By the downtime in a period."),
            Key(
                "cap",
                .either(.choice(["none", "fee"]), .amount),
                required: true,
                "The most in one period.",
                asks: "what is the most that credits can come to in one period?",
                "fee",
                "1200.00",
                "none"
            ),
            Key(
                "rounding",
                .either(.choice(["exact"]), .section(rounding)),
                "How a percentage is rounded.",
                asks: "is the percentage rounded before it meets the fee?",
                "exact",
                "{decimals: 3}"
            ),
        ]
    )

    /// What a range gives: exactly one of these.
    static let tierGifts = ["percent", "sum", "bonus", "redo", "factor"]

    private static let tierAmounts = [
        Key("percent", .amount, "Share of the period's fee."),
        Key("sum", .amount, "A fixed sum."),
        Key("bonus", .duration, "Time granted."),
        Key("redo", .yesNo, "The work is redone."),
    ]

    static let missTier = Section(
        "a credit range",
        [
            Key("from", .integer(0...100_000), required: true, "The first number in the range."),
            Key("below", .integer(1...100_000), "The first number after the range; unbounded unless said."),
        ] + tierAmounts,
        hints: rangeHints
    )

    static let timeTier = Section(
        "a credit range",
        [
            Key("from", .duration, required: true, "The shortest time in the range."),
            Key("below", .duration, "The first time after the range; unbounded unless said."),
        ] + tierAmounts + [
            Key("factor", .integer(1...1000), "The fee in proportion to the time's share of the period, times this.")
        ],
        hints: rangeHints
    )

    private static let rangeHints = Dictionary(
        uniqueKeysWithValues: ["to", "until", "upTo", "max"].map { key in
            (key, "Does the range include its end? Write `below`: the first value that is not in the range.")
        }
    )

    static let rounding = Section(
        "rounding",
        [Key("decimals", .integer(0...6), required: true, "Decimals the percentage is rounded to first.")]
    )

    static let duty = Section(
        "a duty",
        [
            Key("name", .free, required: true, "What is done."),
            Key("time", .duration, required: true, "Time it takes."),
            Key("every", .choice(PeriodUnit.allCases.map(\.rawValue)), required: true, "month, quarter or year."),
            Key("clause", .clause, "The clause that agrees it."),
        ]
    )

    static let review = Section(
        "review",
        [Key("months", .integer(1...120), required: true, "Months between reviews.")]
    )

    static let trial = Section(
        "trial",
        [Key("periods", .integer(1...36), required: true, "Periods without a fee.")]
    )
}
