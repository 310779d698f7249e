public import MIME

/// Who made a mail: a person or one of the machines that write to a support mailbox.
public enum Origin: String, CaseIterable, Hashable, Sendable {
    case person, autoReply, bounce, list, calendar, report, spam
}

/// What was found about a mail's origin, and whether an automatic reply may follow.
public struct OriginFinding: Hashable, Sendable {
    public var origin: Origin
    /// False when any rule forbids an automatic reply (RFC 3834 section 2 and what experience added).
    public var isAnswerable: Bool
    /// Every rule that forbids it, in plain words; empty when answerable.
    public var why: [String]

    public init(origin: Origin, isAnswerable: Bool, why: [String]) {
        self.origin = origin
        self.isAnswerable = isAnswerable
        self.why = why
    }
}

/// Reads the signs of machine mail. A sign names what it makes of the mail and why; the first sign names the origin,
/// all of them are kept as reasons.
struct OriginDetector {
    struct Sign {
        var origin: Origin
        var reason: String
    }

    let message: Message
    let policy: Policy
    let checksAddressee: Bool

    func finding() -> OriginFinding {
        let signs =
            ownSigns() + reportSigns() + calendarSigns() + spamSigns() + listSigns() + automaticSigns() + senderSigns()
            + subjectSigns()
        let origin = signs.first?.origin ?? .person
        var why = signs.map(\.reason)
        if checksAddressee, let reason = addresseeReason() { why.append(reason) }
        return OriginFinding(origin: origin, isAnswerable: why.isEmpty, why: why)
    }

    /// Our own mails coming back: a loop would start with them.
    private func ownSigns() -> [Sign] {
        var signs: [Sign] = []
        if message.header["X-Gatepost-Loop"] != nil {
            signs.append(Sign(origin: .autoReply, reason: "it carries a Gatepost's own loop mark"))
        }
        if let id = message.messageID, id.hasPrefix("gp."), id.hasSuffix("@" + policy.agency.from.domain) {
            signs.append(Sign(origin: .autoReply, reason: "its Message-ID is one of ours"))
        }
        if let from = message.from.first, policy.ownAddresses.contains(from.address.lowercased()) {
            signs.append(Sign(origin: .autoReply, reason: "it comes from our own address"))
        }
        return signs
    }

    /// Delivery reports, read receipts and abuse reports (RFC 6522).
    private func reportSigns() -> [Sign] {
        let type = message.root.contentType
        var signs: [Sign] = []
        if type.name == "multipart/report" {
            let reportType = (type["report-type"] ?? "").lowercased()
            switch reportType {
            case "delivery-status": signs.append(Sign(origin: .bounce, reason: "it is a delivery report"))
            case "disposition-notification": signs.append(Sign(origin: .report, reason: "it is a read receipt"))
            default: signs.append(Sign(origin: .report, reason: "it is a machine report"))
            }
        }
        if message.header["X-Failed-Recipients"] != nil {
            signs.append(Sign(origin: .bounce, reason: "X-Failed-Recipients is set"))
        }
        if let path = message.header["Return-Path"], path.filter({ !$0.isWhitespace }) == "<>" {
            // An empty envelope sender is a bounce only when nothing else says what the mail is (RFC 5321 4.5.5).
            let origin: Origin = signs.first?.origin ?? (hasAutomaticHeader ? .autoReply : .bounce)
            signs.append(Sign(origin: origin, reason: "its envelope sender is empty"))
        }
        return signs
    }

    private func calendarSigns() -> [Sign] {
        let isCalendar = message.parts.contains { part in
            part.contentType.name == "text/calendar" && part.contentType["method"] != nil
        }
        return isCalendar ? [Sign(origin: .calendar, reason: "it is a calendar message")] : []
    }

    private func spamSigns() -> [Sign] {
        for (name, value) in policy.spamHeaders.sorted(by: { $0.key < $1.key }) {
            if let given = message.header[name]?.lowercased(), given.hasPrefix(value) {
                return [Sign(origin: .spam, reason: "\(name) marks it as spam")]
            }
        }
        return []
    }

    private func listSigns() -> [Sign] {
        var signs: [Sign] = []
        if let list = message.header["List-Id"], !isOwnList(list) {
            signs.append(Sign(origin: .list, reason: "List-Id is set"))
        }
        let ownList = message.header["List-Id"].map(isOwnList) ?? false
        if !ownList {
            for name in ["List-Unsubscribe", "List-Post", "List-Help", "Mailing-List", "Feedback-ID"]
            where message.header[name] != nil {
                signs.append(Sign(origin: .list, reason: "\(name) is set"))
            }
        }
        for name in ["Precedence", "X-Precedence"] {
            let value = message.header[name].map { Self.trimmed($0).lowercased() } ?? ""
            if ["bulk", "list", "junk"].contains(value), !ownList {
                signs.append(Sign(origin: .list, reason: "\(name) is \(value)"))
            } else if value == "auto_reply" {
                signs.append(Sign(origin: .autoReply, reason: "\(name) is auto_reply"))
            }
        }
        return signs
    }

    private func isOwnList(_ value: String) -> Bool {
        let lowered = value.lowercased()
        return policy.ownLists.contains { lowered.contains("<\($0)>") || lowered == $0 }
    }

    private var hasAutomaticHeader: Bool { !automaticSigns().isEmpty }

    /// RFC 3834 section 5 and the headers that autoresponders set besides.
    private func automaticSigns() -> [Sign] {
        var signs: [Sign] = []
        for field in message.header.all("Auto-Submitted") {
            // The keyword ends at a parameter or a comment: `auto-replied; owner-email=...`, `no (a person)`.
            let keyword = Self.trimmed(String(field.value.prefix { $0 != ";" && $0 != "(" }))
            if keyword.lowercased() != "no" {
                signs.append(Sign(origin: .autoReply, reason: "Auto-Submitted is \(Self.short(keyword))"))
            }
        }
        if let value = message.header["X-Auto-Response-Suppress"]?.lowercased() {
            let tokens = value.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
            if tokens.contains(where: { ["all", "autoreply", "oof", "dr", "rn", "nrn"].contains($0) }) {
                signs.append(Sign(origin: .autoReply, reason: "X-Auto-Response-Suppress asks for no automatic reply"))
            }
        }
        for name in Self.autoresponderHeaders where message.header[name] != nil {
            signs.append(Sign(origin: .autoReply, reason: "\(name) is set"))
        }
        if message.header.all("Delivered-To").contains(where: { $0.value.lowercased().contains("autoresponder") }) {
            signs.append(Sign(origin: .autoReply, reason: "Delivered-To is an autoresponder"))
        }
        return signs
    }

    private static let autoresponderHeaders = [
        "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Autoresponse", "X-AutoReply-From", "X-Mail-Autoreply",
        "X-Autogenerated", "X-Auto-Generated", "X-Loop", "X-No-Loop", "X-FC-Machinegenerated",
    ]

    /// Addresses behind which no person reads.
    private func senderSigns() -> [Sign] {
        guard let sender = message.from.first ?? message.sender.first, !sender.address.isEmpty else {
            return [Sign(origin: .bounce, reason: "it names no sender")]
        }
        let local = sender.localPart.lowercased()
        if ["mailer-daemon", "postmaster"].contains(local) {
            return [Sign(origin: .bounce, reason: "its sender is \(local)")]
        }
        let bare = local.filter { $0.isLetter }
        let isSilent =
            Self.robotNames.contains(local)
            || Self.silentNames.contains { bare.hasPrefix($0) || bare.hasSuffix($0) }
        if isSilent { return [Sign(origin: .autoReply, reason: "its sender is a no-reply address")] }
        if local.hasPrefix("owner-") || local.hasSuffix("-request") || local.hasSuffix("-bounces") {
            return [Sign(origin: .list, reason: "its sender is a list's own address")]
        }
        return []
    }

    private static let robotNames: Set<String> = ["abuse", "daemon", "root", "nobody", "bounce", "bounces", "listserv"]
    private static let silentNames = ["noreply", "donotreply", "donotanswer", "nepasrepondre", "nichtantworten"]

    private func subjectSigns() -> [Sign] {
        guard OutOfOffice.isSubject(message.subject) else { return [] }
        return [Sign(origin: .autoReply, reason: "its subject is an out-of-office note's")]
    }

    /// A mail in which none of our addresses is named reached us by a list, a forward or a blind copy.
    private func addresseeReason() -> String? {
        let named = message.to + message.cc + message.resentTo + message.resentCc
        let isOurs = named.contains { policy.ownAddresses.contains($0.address.lowercased()) }
        return isOurs ? nil : "none of our addresses is in To or Cc"
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    private static func short(_ text: String) -> String {
        String(text.unicodeScalars.prefix(40).filter { $0.isASCII && $0.value >= 32 }.map(Character.init))
    }
}

extension OriginFinding {
    /// Whether a person or a machine wrote this mail, and whether an automatic reply may follow.
    ///
    /// - Parameter checkingAddressee: Whether a mail that names none of our addresses is left unanswered. False only
    ///   where nobody knows which addresses are ours.
    public init(of message: Message, policy: Policy, checkingAddressee: Bool = true) {
        self = OriginDetector(message: message, policy: policy, checksAddressee: checkingAddressee).finding()
    }
}
