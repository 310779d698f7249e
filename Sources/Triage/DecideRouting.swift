import Agreement
import Classifier
import WorkingTime

/// Where a mail goes, how much its sender may be told, and what answer is at hand.
extension Deciding {
    mutating func routing(_ items: [DecidedItem]) -> Routing {
        var assignment: Assignment?
        if enquiry.origin.origin == .person, enquiry.staff == nil {
            assignment = policy.assignment(
                named: enquiry.ruling.first { if case .assign(let staff) = $0 { staff } else { nil } },
                client: client,
                kinds: items.filter(\.item.isDecided).map(\.item.label),
                language: enquiry.classification.language.rawValue,
                isNew: !isFollowUp,
                at: enquiry.receivedAt
            )
        }
        if let assignment {
            reasons.append(Reason("assignment", "goes to \(assignment.staff): \(assignment.why)"))
        }
        return Routing(
            assignee: assignment?.staff,
            folder: enquiry.ruling.first { if case .folder(let folder) = $0 { folder } else { nil } },
            flags: enquiry.ruling.actions.compactMap { if case .flag(let flag) = $0 { flag } else { nil } },
            forwardTo: enquiry.ruling.actions.compactMap { if case .forward(let staff) = $0 { staff } else { nil } }
        )
    }

    /// Why the reply says only that the mail has arrived; nil when it says everything.
    func reasonForReceipt(_ client: ClientAgreement) -> String? {
        if !enquiry.authentication.isPass {
            return "nobody vouches for the sender, so it says only that the mail arrived"
        }
        if let dispute = client.dispute, dispute.from <= client.zone.civil(enquiry.receivedAt).date,
            let contact = client.contacts.dispute, contact != enquiry.from.address
        {
            return "there is a dispute, and hours and terms are told to \(contact) alone"
        }
        let template = enquiry.ruling.first { if case .template(let kind) = $0 { kind } else { nil } }
        return template == "receipt" ? "a rule says to confirm only that it arrived" : nil
    }

    /// The kept answer to a question, where one fits well. Only what is surely a question gets one.
    mutating func answer(to item: Item, verdict: Verdict) -> Answer? {
        guard item.isDecided, item.label == .question, verdict != .undecided, !policy.answers.isEmpty else {
            return nil
        }
        let language = enquiry.classification.language.rawValue
        guard let found = policy.shelf.answer(to: item.text, language: language) else { return nil }
        reasons.append(Reason("knowledge", "answers/\(found.answer.name).md fits the question to \(found.percent) %"))
        return found.answer
    }
}
