import Agreement
import Classifier
import Store
import WorkingTime

/// The JSON form of a request, and the form for people.
struct RequestView: Encodable {
    var id: Int
    var ticket: Int
    var mail: Int
    var client: String?
    var subject: String
    var label: String
    var decided: Bool
    var confidence: Double
    var runnerUp: String
    var runnerUpConfidence: Double
    var evidence: [String]
    var verdict: String
    var clause: String?
    var reason: String
    var priority: String
    var state: String
    var text: String
    var askedAt: String
    var estimateMinutes: Int?
    var quoteAmount: Int?
    var quoteCurrency: String?
    /// The fix in the same conversation that it grew out of.
    var grewFrom: Int?
    /// Of approved work: what was quoted, and what of it is used; outside the client's balance.
    var budgetMinutes: Int?
    var budgetUsedMinutes: Int?
    /// The same in words, for people.
    var budget: String?

    init(_ row: RequestRow) {
        id = row.id
        ticket = row.ticketID
        mail = row.mailID
        client = row.client
        subject = row.subject
        label = row.label.rawValue
        decided = row.isDecided
        confidence = (row.confidence * 1_000).rounded() / 1_000
        runnerUp = row.runnerUp.rawValue
        runnerUpConfidence = (row.runnerUpConfidence * 1_000).rounded() / 1_000
        evidence = row.evidence
        verdict = row.verdict.rawValue
        clause = row.clause?.name
        reason = row.reason
        priority = row.priority.rawValue
        state = row.state.rawValue
        text = row.text
        askedAt = row.askedAt.rfc3339
        estimateMinutes = row.estimateMinutes
        quoteAmount = row.quote?.minorUnits
        quoteCurrency = row.quote?.currency
        grewFrom = row.grewFrom
    }

}

extension RequestView {
    /// A few lines that say everything about the request.
    var humanText: String {
        var lines = [Console.bold("Request \(id)") + ", ticket #\(ticket), \(client ?? "no client"), asked \(askedAt)"]
        lines.append("  \(text)")
        let certainty = decided ? "\(Int((confidence * 100).rounded())) %" : "not decided, a person must look"
        lines.append("  \(label) (\(certainty)); else \(runnerUp)")
        if !evidence.isEmpty { lines.append("  because of: " + evidence.joined(separator: ", ")) }
        lines.append("  \(verdict)\(clause.map { ", clause \($0)" } ?? ""): \(reason)")
        let quote = estimateMinutes.map { ", quoted at \(DurationText.text($0))" } ?? ""
        lines.append("  \(state), \(priority)\(quote)")
        if let grewFrom { lines.append("  grew out of request \(grewFrom), a fix, in the same conversation") }
        if let budget { lines.append("  budget: \(budget)") }
        return lines.joined(separator: "\n")
    }
}
