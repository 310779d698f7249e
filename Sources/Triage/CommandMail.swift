/// Whether a mail is an answer to a work order, and whether what it says may be done.
public enum CommandMail: Hashable, Sendable {
    case none
    /// From the member of staff whom the order was sent to, vouched for by our own border, with the order's secret.
    case accepted(OrderToken, [StaffCommandLine])
    /// It must not be obeyed; a person looks at it. The reason names what is missing.
    case held(reason: String)
}

extension Understanding {
    /// Looks for commands in a mail. Both things must be true: our own border vouches for the staff member's address, and
    /// the mail brings back the secret that was sent to that person. What fails in either is kept and shown, never done.
    func command(in enquiry: Enquiry) -> CommandMail {
        guard enquiry.origin.origin == .person || enquiry.staff != nil else { return .none }
        let reference = enquiry.evidence.references.first(where: OrderToken.hasForm)
        guard let reference else { return bareCommand(in: enquiry) }
        guard let staff = enquiry.staff else {
            return .held(reason: "it answers a work order but does not come from the staff")
        }
        guard enquiry.origin.origin == .person else { return .none }
        guard let token = OrderToken(messageID: reference, key: key) else {
            return .held(reason: "the work order that it answers is not one of ours")
        }
        guard token.staff == staff else {
            return .held(reason: "it answers a work order that was sent to somebody else")
        }
        guard case .pass = enquiry.authentication else {
            if case .none(let why) = enquiry.authentication {
                return .held(reason: "nobody vouches for the sender: \(why)")
            }
            return .held(reason: "nobody vouches for the sender")
        }
        return .accepted(token, StaffCommand.lines(of: enquiry.newest.text))
    }

    /// A command from a staff address that answers no work order, written to us alone.
    private func bareCommand(in enquiry: Enquiry) -> CommandMail {
        guard enquiry.staff != nil, enquiry.origin.origin == .person else { return .none }
        let ours = policy.ownAddresses.union(staffByAddress.keys)
        guard enquiry.recipients.allSatisfy(ours.contains),
            case .command? = StaffCommand.lines(of: enquiry.newest.text).first?.outcome
        else { return .none }
        return .held(reason: "it reads like a command but answers no work order")
    }
}
