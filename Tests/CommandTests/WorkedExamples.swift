import Testing

/// The worked examples of the ledger, as tables: what is agreed, what is worked, what the commands must say.
struct LedgerExample: Sendable, CustomTestStringConvertible {
    /// One figure of `gatepost ledger --json` or `gatepost statement --json`.
    enum Figure: Sendable {
        /// The balance at the end of a day or at an instant.
        case balance(String, Int)
        case held(String, Int)
        /// Keys of one period's row, such as `expiredMinutes`.
        case period(String, [String: Int])
        /// What all overage costs, in cents, at the end of a day.
        case price(String, Int)
        /// Keys of a period's statement.
        case statement(String, [String: Int])
        /// The first days of the first periods.
        case starts([String])
    }

    var number: Int
    var title: String
    var agreed: Agreed
    /// Day (or day and time of day) and duration.
    var work: [(when: String, time: String)]
    var expected: [Figure]

    init(
        _ number: Int,
        _ title: String,
        _ agreed: Agreed,
        work: [(String, String)] = [],
        gives expected: [Figure]
    ) {
        self.number = number
        self.title = title
        self.agreed = agreed
        self.work = work.map { ($0.0, $0.1) }
        self.expected = expected
    }

    var testDescription: String { "\(number) \(title)" }
}

extension LedgerExample {
    private static func included(_ time: String, first: String = "prorata", per: String = "month", anchor: Int = 1)
        -> String
    {
        "{time: \(time), per: \(per), anchor: \(anchor), first: \(first)}"
    }

    private static let entries = [("2026-01-10", "7m"), ("2026-01-10", "22m"), ("2026-01-10", "61m")]

    static let all: [LedgerExample] = rolling + rounding + money

    private static let rolling = [
        LedgerExample(
            1,
            "rollover of unused time",
            Agreed(
                "one",
                ["included": included("40h"), "carry": "all", "overdraft": "unlimited"],
                file: ["start": "2026-09-01"]
            ),
            work: [("2026-09-15", "30h"), ("2026-10-15", "60h")],
            gives: [.balance("2026-10-01", 50.h), .balance("2026-11-01", 30.h)]
        ),
        LedgerExample(
            2,
            "rollover cap",
            Agreed(
                "two",
                [
                    "included": included("32h"), "carry": "{cap: 10h}",
                    "overage": "{rate: 100.00, currency: EUR, approval: automatic}",
                ]
            ),
            work: [("2026-01-10", "20h"), ("2026-02-10", "60h")],
            gives: [
                .period("2026-01", ["expiredMinutes": 2.h, "closingMinutes": 10.h]),
                .period("2026-02", ["overageMinutes": 18.h]),
            ]
        ),
        LedgerExample(
            3,
            "cap and expiry",
            Agreed(
                "three",
                ["included": included("10h"), "carry": "{cap: 50h, expires: 04-01}"],
                file: ["start": "2025-12-01"]
            ),
            work: [("2026-01-10", "30h"), ("2026-02-10", "5h"), ("2026-03-10", "10h")],
            gives: [
                .balance("2025-12-31", 65.h), .period("2025-12", ["expiredMinutes": 15.h]),
                .balance("2026-01-01", 60.h), .balance("2026-02-01", 40.h), .balance("2026-03-01", 45.h),
                .balance("2026-04-01", 40.h), .period("2026-03", ["expiredMinutes": 5.h]),
            ]
        ),
        LedgerExample(
            4,
            "multiple-of-month cap",
            Agreed("four", ["included": included("12h"), "carry": "{cap: 120h}"]),
            gives: [.period("2026-01", ["closingMinutes": 120.h, "expiredMinutes": 7.h])]
        ),
        LedgerExample(
            5,
            "lots, oldest first",
            Agreed("five", ["carry": "{expires: 2}"]),
            work: [("2026-01-10", "4h"), ("2026-02-10", "3h"), ("2026-03-10", "5h")],
            gives: [
                .balance("2026-01-31", 6.h), .balance("2026-02-28", 13.h), .balance("2026-03-31", 18.h),
                .balance("2026-04-30", 28.h), .balance("2026-05-31", 30.h),
                .period("2026-04", ["expiredMinutes": 8.h, "closingMinutes": 20.h]),
            ]
        ),
        LedgerExample(
            6,
            "quarter pool",
            Agreed(
                "six",
                [
                    "carry": "{pooled: quarter}",
                    "overage": "{rate: 100.00, currency: EUR, approval: automatic}",
                ]
            ),
            work: [("2026-01-10", "18h"), ("2026-02-10", "9h"), ("2026-03-10", "5h")],
            gives: [
                .period("2026-01", ["overageMinutes": 0]), .period("2026-02", ["overageMinutes": 0]),
                .period("2026-03", ["overageMinutes": 2.h]),
            ]
        ),
        LedgerExample(
            7,
            "floating balance, used ahead",
            Agreed("seven", ["included": included("3h"), "carry": "all", "overdraft": "unlimited"]),
            work: [("2026-01-10", "9h")],
            gives: [.balance("2026-01-31", -6.h), .balance("2026-02-28", -3.h), .balance("2026-03-31", 0)]
        ),
        LedgerExample(
            7,
            "floating balance, saved up",
            Agreed("saved", ["included": included("3h"), "carry": "all", "overdraft": "unlimited"]),
            work: [("2026-03-31", "9h")],
            gives: [.balance("2026-01-31", 3.h), .balance("2026-02-28", 6.h), .balance("2026-03-31", 0)]
        ),
        LedgerExample(
            8,
            "floor",
            Agreed("eight", ["included": included("3h"), "carry": "all", "overdraft": "{floor: -6h}"]),
            work: [("2026-01-10", "9h"), ("2026-01-20", "30m")],
            gives: [.balance("2026-01-31", -6.h), .held("2026-01-31", 30)]
        ),
    ]

    private static let rounding =
        [(1, 90), (6, 102), (15, 120), (30, 150)].map { unit, debit in
            LedgerExample(
                10,
                "increments of \(unit) an entry",
                Agreed("ten-\(unit)", ["increment": "{minutes: \(unit), per: entry}"]),
                work: entries,
                gives: [.period("2026-01", ["usedMinutes": debit])]
            )
        } + [
            LedgerExample(
                11,
                "overage split",
                Agreed(
                    "eleven",
                    [
                        "included": included("30m"), "increment": "{minutes: 15, per: entry}",
                        "overage": "{rate: 110.00, currency: EUR, approval: automatic}",
                    ]
                ),
                work: entries,
                gives: [
                    .period("2026-01", ["usedMinutes": 30, "overageMinutes": 90]), .price("2026-01-31", 165_00),
                    .balance("2026-01-31", 0),
                ]
            ),
            LedgerExample(
                12,
                "leeway",
                Agreed(
                    "twelve",
                    [
                        "included": included("20h"),
                        "overage": "{rate: 100.00, currency: EUR, approval: automatic, leeway: 4h}",
                    ]
                ),
                work: [("2026-01-10", "20h"), ("2026-01-20", "6h30m")],
                gives: [.period("2026-01", ["leewayMinutes": 4.h, "overageMinutes": 150])]
            ),
            LedgerExample(
                13,
                "multiplier",
                Agreed("thirteen", ["multipliers": "[{calendar: office, outside: 1.5}]"]),
                work: [("2026-01-05 20:00", "80m")],
                gives: [.period("2026-01", ["usedMinutes": 120])]
            ),
            LedgerExample(
                27,
                "integer time",
                Agreed("twentyseven"),
                work: [("2026-01-10", "20m"), ("2026-01-11", "20m"), ("2026-01-12", "20m")],
                gives: [.period("2026-01", ["usedMinutes": 60])]
            ),
            LedgerExample(
                29,
                "anchor day 31",
                Agreed("twentynine", ["included": included("10h", anchor: 31)], file: ["start": "2026-01-31"]),
                gives: [.starts(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"])]
            ),
        ]

    private static let money = [
        LedgerExample(
            9,
            "mid-month start, by share",
            Agreed("nine", ["fee": "{amount: 900.00, currency: EUR, per: month}"], file: ["start": "2026-03-17"]),
            gives: [.statement("2026-03", ["grantedMinutes": 290, "feeAmount": 435_48])]
        ),
        LedgerExample(
            9,
            "mid-month start, in full",
            Agreed(
                "nine-full",
                ["included": included("10h", first: "full"), "fee": "{amount: 900.00, currency: EUR, per: month}"],
                file: ["start": "2026-03-17"]
            ),
            gives: [.statement("2026-03", ["grantedMinutes": 600, "feeAmount": 900_00])]
        ),
        LedgerExample(
            18,
            "plan change now",
            Agreed(
                "eighteen",
                ["fee": "{amount: 900.00, currency: EUR, per: month}"],
                later: ["included": included("20h"), "fee": "{amount: 1700.00, currency: EUR, per: month}"],
                file: ["changes": "[{date: 2026-06-16, plan: eighteen-later, apply: now}]"]
            ),
            work: [("2026-06-10", "8h")],
            gives: [
                .balance("2026-06-15", 2.h), .balance("2026-06-16", 7.h),
                .statement("2026-06", ["grantedMinutes": 15.h, "feeAmount": 1_300_00]),
            ]
        ),
        LedgerExample(
            19,
            "rounding order: 50.00 and 66.67 less 33.33",
            Agreed(
                "nineteen",
                ["fee": "{amount: 50.00, currency: EUR, per: month}"],
                later: ["fee": "{amount: 100.00, currency: EUR, per: month}"],
                file: [
                    "start": "2026-06-01", "changes": "[{date: 2026-06-11, plan: nineteen-later, apply: now}]",
                ]
            ),
            gives: [.statement("2026-06", ["feeAmount": 50_00 + 33_34])]
        ),
    ]
}
