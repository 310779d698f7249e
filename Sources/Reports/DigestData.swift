import Agreement
import Classifier
import Foundation
import WorkingTime

/// The digest for programs: keys in camelCase, instants in RFC 3339 UTC, durations in minutes, money in minor units.
public struct DigestData: Encodable, Hashable, Sendable {
    public struct Amount: Encodable, Hashable, Sendable {
        public var amount: Int
        public var currency: String

        init(_ money: Money) {
            amount = money.minorUnits
            currency = money.currency
        }
    }

    public struct Request: Encodable, Hashable, Sendable {
        public var client: String
        public var request: Int
        public var ticket: Int
        public var askedAt: String
        public var words: String
        public var label: String
        public var verdict: String
        public var clause: String?
        public var state: String
        public var estimateMinutes: Int?
        public var quote: Amount?
        public var givenAwayMinutes: Int?
        /// The fix in the same conversation that it grew out of.
        public var grewFrom: Int?

        init(_ row: DigestRow) {
            client = row.client
            request = row.request
            ticket = row.ticket
            askedAt = row.askedAt.rfc3339
            words = PlainText.oneLine(row.words)
            label = row.label.rawValue
            verdict = row.verdict.rawValue
            clause = row.clause?.name
            state = row.state.rawValue
            estimateMinutes = row.estimateMinutes
            quote = row.quote.map(Amount.init)
            givenAwayMinutes = row.givenAwayMinutes
            grewFrom = row.grewFrom
        }
    }

    public struct Wish: Encodable, Hashable, Sendable {
        public var words: String
        public var clients: [String]
        public var since: String
        public var askedThisWeek: Int
        public var state: String
        public var estimateMinutes: Int?
        public var quotes: [Amount]
        public var requests: [Request]

        init(_ wish: DigestReport.Wish) {
            words = wish.words
            clients = wish.clients
            since = wish.since.rfc3339
            askedThisWeek = wish.askedThisWeek
            state = wish.state.rawValue
            estimateMinutes = wish.estimateMinutes
            quotes = wish.quotes.map(Amount.init)
            requests = wish.rows.map(Request.init)
        }
    }

    public struct Client: Encodable, Hashable, Sendable {
        public var client: String
        public var name: String
        public var wishes: [Wish]
        public var smallChanges: [Request]
        public var givenAwayMinutes: Int
    }

    public struct Week: Encodable, Hashable, Sendable {
        public var week: String
        public var requests: Int
        public var clients: Int
        public var givenAwayMinutes: Int
    }

    public var week: String
    public var start: String
    public var end: String
    public var zone: String
    public var requests: Int
    public var wishes: Int
    public var estimateMinutes: Int
    public var quotes: [Amount]
    public var givenAwayMinutes: Int
    public var shared: [Wish]
    public var clients: [Client]
    public var undecided: [Request]
    public var trend: [Week]
}

extension DigestReport {
    public var data: DigestData {
        let range = week.range(in: zone)
        return DigestData(
            week: week.text,
            start: range.lowerBound.rfc3339,
            end: range.upperBound.rfc3339,
            zone: zone.identifier,
            requests: requestCount,
            wishes: wishes.count,
            estimateMinutes: estimateMinutes,
            quotes: quotes.map(DigestData.Amount.init),
            givenAwayMinutes: givenAwayMinutes,
            shared: shared.map(DigestData.Wish.init),
            clients: clients.map { client in
                DigestData.Client(
                    client: client.client,
                    name: client.name,
                    wishes: client.wishes.map(DigestData.Wish.init),
                    smallChanges: client.smallChanges.map(DigestData.Request.init),
                    givenAwayMinutes: client.givenAwayMinutes
                )
            },
            undecided: undecided.map(DigestData.Request.init),
            trend: trend.map {
                DigestData.Week(
                    week: $0.week.text,
                    requests: $0.requests,
                    clients: $0.clients,
                    givenAwayMinutes: $0.givenAwayMinutes
                )
            }
        )
    }

    /// The digest as JSON, keys in a fixed order, closed by a line feed.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Texts, integers and lists always encode.
        let bytes = (try? encoder.encode(data)) ?? Foundation.Data()
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }

    /// The week's requests as a table for spreadsheets (RFC 4180): one line a request outside the agreements, small
    /// change or undecided one, earliest first.
    public var csv: String {
        let wishes = clients.flatMap(\.wishes)
        let range = week.range(in: zone)
        let rows = (wishes.flatMap(\.rows) + clients.flatMap(\.smallChanges) + undecided)
            .filter { range.contains($0.askedAt) }
            .sorted { ($0.askedAt, $0.request) < ($1.askedAt, $1.request) }
        var table = CSV(columns: [
            "week", "client", "clientName", "request", "ticket", "askedAt", "words", "label", "verdict", "clause",
            "state",
            "estimateMinutes", "quote", "currency", "givenAwayMinutes",
        ])
        for row in rows {
            table.add([
                week.text, PlainText.oneLine(row.client), PlainText.oneLine(row.clientName), "\(row.request)",
                "\(row.ticket)", row.askedAt.rfc3339,
                PlainText.oneLine(row.words), row.label.rawValue, row.verdict.rawValue,
                PlainText.oneLine(row.clause?.name ?? ""),
                row.state.rawValue, row.estimateMinutes.map(String.init) ?? "",
                row.quote.map { "\($0.minorUnits)" } ?? "", row.quote?.currency ?? "",
                row.givenAwayMinutes.map(String.init) ?? "",
            ])
        }
        return table.text
    }
}
