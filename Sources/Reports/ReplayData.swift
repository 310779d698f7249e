import Agreement
import Triage
import WorkingTime

/// A replay for programs: one line a mail that differs, then the sums.
public enum ReplayData {
    /// One mail on which the two sets of rules differ.
    public struct Difference: Encodable, Sendable {
        struct Change: Encodable, Sendable {
            var what: String
            var old: String
            var new: String
        }

        var path: String
        var receivedAt: String
        var from: String
        var subject: String
        var changes: [Change]

        public init(_ difference: ReplayDifference) {
            path = difference.path
            receivedAt = difference.receivedAt.rfc3339
            from = difference.from
            subject = PlainText.oneLine(difference.subject)
            changes = difference.changes.map { Change(what: $0.what.rawValue, old: $0.old, new: $0.new) }
        }
    }

    /// One set of rules over all the mail.
    struct Sums: Encodable, Sendable {
        var client: String?
        var mails: Int
        var acknowledged: Int
        var requests: Int
        var covered: Int
        var notCovered: Int
        var undecided: Int
        var noAgreement: Int
        var unsupportedFeatures: Int
        var unsupportedMinutes: Int
        var unsupportedAmounts: [DigestData.Amount]
        var bookedMinutes: Int
        var balanceMinutes: Int
        var heldMinutes: Int
        var overageMinutes: Int
        var overageAmounts: [DigestData.Amount]
        var promises: Int
        var promisesKept: Int
        var promisesBroken: Int
        var promisesUnanswered: Int

        init(_ sums: ReplaySums, client: String? = nil) {
            self.client = client
            mails = sums.mails
            acknowledged = sums.acknowledged
            requests = sums.requests
            covered = sums.covered
            notCovered = sums.notCovered
            undecided = sums.undecided
            noAgreement = sums.noAgreement
            unsupportedFeatures = sums.unsupportedFeatures
            unsupportedMinutes = sums.unsupportedMinutes
            unsupportedAmounts = sums.unsupportedAmounts.map(DigestData.Amount.init)
            bookedMinutes = sums.bookedMinutes
            balanceMinutes = sums.balanceMinutes
            heldMinutes = sums.heldMinutes
            overageMinutes = sums.overageMinutes
            overageAmounts = sums.overageAmounts.map(DigestData.Amount.init)
            promises = sums.promises
            promisesKept = sums.promisesKept
            promisesBroken = sums.promisesBroken
            promisesUnanswered = sums.promisesUnanswered
        }
    }

    struct Side: Encodable, Sendable {
        var rules: String
        var all: Sums
        var clients: [Sums]

        init(_ side: ReplayReport.Side) {
            rules = side.folder
            all = Sums(side.all)
            clients = side.clients.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }
                .map { Sums($0.value, client: $0.key) }
        }
    }

    /// The last line: what both sets of rules come to.
    public struct Summary: Encodable, Sendable {
        var mails: Int
        var copies: Int
        var first: String?
        var last: String?
        var featureMinutes: Int
        var differingMails: Int
        var changes: [String: Int]
        var rewordedReplies: Int
        var current: Side
        var other: Side?

        public init(_ report: ReplayReport) {
            mails = report.current.all.mails
            copies = report.copies
            first = report.first?.rfc3339
            last = report.last?.rfc3339
            featureMinutes = report.featureMinutes
            differingMails = report.differingMails
            changes = Dictionary(uniqueKeysWithValues: report.changes.map { ($0.key.rawValue, $0.value) })
            rewordedReplies = report.rewordedReplies
            current = Side(report.current)
            other = report.other.map(Side.init)
        }
    }
}
