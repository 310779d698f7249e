import Agreement
import WorkingTime

/// The figures for programs: durations in minutes, shares in tenths of a percent, marks in hundredths, money in minor
/// units.
public struct KPIData: Encodable, Sendable {
    struct Share: Encodable, Sendable {
        var count: Int
        var of: Int
        var permille: Int?

        init(_ share: KPIShare) {
            count = share.count
            of = share.all
            permille = share.permille
        }
    }

    struct Figures: Encodable, Sendable {
        var client: String?
        var name: String?
        var acknowledgedInTime: Share
        var firstAnswerMeanMinutes: Int?
        var firstAnswerMedianMinutes: Int?
        var firstAnswerP90Minutes: Int?
        var firstAnswers: Int
        var firstAnswersOwed: Int
        var promisesKept: Int
        var promisesBroken: Int
        var promisesRunning: Int
        var requests: Int
        var resolved: Share
        var fixes: Int
        var features: Int
        var questions: Int
        var others: Int
        var overruled: Share
        var leftToPeople: Int
        var unsupported: Int
        var unsupportedMinutes: Int
        var unsupportedAmounts: [DigestData.Amount]
        var unsupportedUnestimated: Int
        var givenAwayMinutes: Int
        var satisfactionHundredths: Int?
        var marks: Int

        init(_ figures: KPIFigures, client: String? = nil, name: String? = nil) {
            self.client = client
            self.name = name
            acknowledgedInTime = Share(figures.acknowledged)
            firstAnswerMeanMinutes = figures.firstAnswerMean
            firstAnswerMedianMinutes = figures.firstAnswerMedian
            firstAnswerP90Minutes = figures.firstAnswerP90
            firstAnswers = figures.firstAnswers.count
            firstAnswersOwed = figures.unanswered
            promisesKept = figures.promises.count
            promisesBroken = figures.promisesBroken
            promisesRunning = figures.promisesRunning
            requests = figures.requests
            resolved = Share(figures.resolved)
            fixes = figures.fixes
            features = figures.features
            questions = figures.questions
            others = figures.others
            overruled = Share(figures.overruled)
            leftToPeople = figures.leftToPeople
            unsupported = figures.unsupported
            unsupportedMinutes = figures.unsupportedMinutes
            unsupportedAmounts = figures.unsupportedAmounts.map(DigestData.Amount.init)
            unsupportedUnestimated = figures.unsupportedUnestimated
            givenAwayMinutes = figures.givenAwayMinutes
            satisfactionHundredths = figures.satisfactionHundredths
            marks = figures.marks.count
        }
    }

    struct Targets: Encodable, Sendable {
        var firstAnswerMinutes: Int
        var satisfactionHundredths: Int
    }

    var period: String
    var start: String
    var end: String
    var zone: String
    var asOf: String
    var targets: Targets
    var all: Figures
    var clients: [Figures]
}

extension KPIReport {
    public var data: KPIData {
        let range = period.range(in: zone)
        return KPIData(
            period: period.name,
            start: range.lowerBound.rfc3339,
            end: range.upperBound.rfc3339,
            zone: zone.identifier,
            asOf: asOf.rfc3339,
            targets: .init(
                firstAnswerMinutes: targets.firstAnswerMinutes,
                satisfactionHundredths: targets.satisfactionHundredths
            ),
            all: .init(all),
            clients: clients.map { .init($0.figures, client: $0.client, name: PlainText.oneLine($0.name)) }
        )
    }

    /// One line a client and one, without a client, for all, for spreadsheets (RFC 4180).
    public var csv: String {
        var table = CSV(columns: [
            "period", "client", "name", "acknowledgedInTime", "acknowledgementsDue", "firstAnswerMeanMinutes",
            "firstAnswerMedianMinutes", "firstAnswerP90Minutes", "firstAnswersOwed", "promisesKept", "promisesBroken",
            "promisesRunning", "requests", "resolved", "fixes", "features", "questions", "others", "overruled",
            "decided", "leftToPeople", "unsupported", "unsupportedMinutes", "unsupportedAmounts", "givenAwayMinutes",
            "satisfactionHundredths", "marks",
        ])
        for (client, name, figures) in [("", "", all)] + clients.map({ ($0.client, $0.name, $0.figures) }) {
            let numbers: [Int?] = [
                figures.acknowledged.count, figures.acknowledged.all, figures.firstAnswerMean,
                figures.firstAnswerMedian, figures.firstAnswerP90, figures.unanswered, figures.promises.count,
                figures.promisesBroken, figures.promisesRunning, figures.requests, figures.resolved.count,
                figures.fixes, figures.features, figures.questions, figures.others, figures.overruled.count,
                figures.overruled.all, figures.leftToPeople, figures.unsupported, figures.unsupportedMinutes,
            ]
            let amounts = figures.unsupportedAmounts.map { "\($0.minorUnits) \($0.currency)" }.joined(separator: " ")
            let rest: [Int?] = [figures.givenAwayMinutes, figures.satisfactionHundredths, figures.marks.count]
            table.add(
                [period.name, client, PlainText.oneLine(name)] + numbers.map { $0.map(String.init) ?? "" } + [amounts]
                    + rest.map { $0.map(String.init) ?? "" }
            )
        }
        return table.text
    }
}
