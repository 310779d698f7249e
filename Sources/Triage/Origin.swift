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

    let heading: Heading
    let policy: Policy
    let checksAddressee: Bool
    /// The web form that passes on what a person typed.
    var form: WebForm?
    /// What the mail's words say, by whether our own group passed it on; asked for only when its headers are a person's.
    let words: (_ isOwnList: Bool) -> MachineText.Verdict?

    private var message: Message { heading.message }

    func finding() -> OriginFinding {
        var signs =
            ownSigns() + reportSigns() + calendarSigns() + spamSigns() + listSigns() + automaticSigns() + senderSigns()
        if signs.isEmpty, form == nil, let verdict = words(ownListID != nil) {
            signs.append(Sign(origin: verdict.origin, reason: verdict.reason))
        }
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
        if form == nil, let from = heading.from.first, policy.ownAddresses.contains(from.address.lowercased()) {
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
        // Old servers put the report into an ordinary container, or send it bare (RFC 3464 section 2).
        if signs.isEmpty, message.parts.contains(where: { $0.contentType.name == "message/delivery-status" }) {
            signs.append(Sign(origin: .bounce, reason: "it holds a delivery report"))
        }
        if message.header["X-Failed-Recipients"] != nil {
            signs.append(Sign(origin: .bounce, reason: "X-Failed-Recipients is set"))
        }
        if let path = message.header["Return-Path"], path.utf8.filter({ $0 > 0x20 }).elementsEqual("<>".utf8) {
            // An empty envelope sender is a bounce only when nothing else says what the mail is (RFC 5321 4.5.5).
            let origin: Origin = signs.first?.origin ?? (hasAutomaticHeader ? .autoReply : .bounce)
            signs.append(Sign(origin: origin, reason: "its envelope sender is empty"))
        }
        return signs
    }

    private func calendarSigns() -> [Sign] {
        let isCalendar = message.parts.contains { part in
            guard part.contentType.name == "text/calendar" else { return false }
            // The method belongs into both places; some programs leave out the parameter (RFC 6047 section 2.4).
            return part.contentType["method"] != nil || Self.answersInvitation(part)
        }
        return isCalendar ? [Sign(origin: .calendar, reason: "it is a calendar message")] : []
    }

    private static func answersInvitation(_ part: Part) -> Bool {
        let head = part.decodedBytes.prefix(calendarHead).split { $0 == 0x0A || $0 == 0x0D }
        return head.contains { line in
            let text = String(decoding: line, as: UTF8.self).uppercased()
            return text.hasPrefix("METHOD:") && !text.hasPrefix("METHOD:PUBLISH")
        }
    }

    /// The method stands before the first event (RFC 5545 section 3.6).
    private static let calendarHead = 2_000

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
        let ownList = ownListID != nil
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

    private var ownListID: String? {
        message.header["List-Id"].flatMap { isOwnList($0) ? $0 : nil }
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
            // A form's mail is made by a machine, of a person's words; an automatic answer through it is none.
            let isForms = form != nil && keyword.lowercased() == "auto-generated"
            if keyword.lowercased() != "no", !isForms {
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
        if signs.isEmpty, let name = message.header.prefix(500).lazy.map(\.name).first(where: Self.namesAutoresponder) {
            signs.append(Sign(origin: .autoReply, reason: "\(Self.short(name)) is set"))
        }
        let receivers = message.header.all("Delivered-To")
        if receivers.contains(where: { Self.responderMark.occur(in: Array($0.value.lowercased().utf8)) }) {
            signs.append(Sign(origin: .autoReply, reason: "Delivered-To is an autoresponder"))
        }
        return signs
    }

    private static let responderMark = Words(["autoresponder"])

    private static let autoresponderHeaders = [
        "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Autoresponse", "X-AutoReply-From", "X-Mail-Autoreply",
        "X-Autogenerated", "X-Auto-Generated", "X-Loop", "X-No-Loop", "X-FC-Machinegenerated",
        "X-MS-Exchange-Generated-Message-Source", "X-Cron-Env", "X-Vacation",
    ]

    /// Spellings that nobody has listed: `X-Auto-Reply`, `X-Company-AutoRespond`.
    private static func namesAutoresponder(_ name: String) -> Bool {
        let letters = name.lowercased().filter { $0.isLetter }
        return letters.hasPrefix("x") && letters != "xautoresponsesuppress"
            && ["autorepl", "autorespon", "autoanswer", "autogenerat"].contains { letters.contains($0) }
    }

    /// Addresses behind which no person reads.
    private func senderSigns() -> [Sign] {
        guard let sender = heading.sender, !sender.address.isEmpty else {
            return [Sign(origin: .bounce, reason: "it names no sender")]
        }
        guard form == nil else { return [] }
        let local = sender.localPart.lowercased()
        if ["postmaster", "mdaemon", "maildaemon"].contains(local) || local.contains("mailer-daemon") {
            return [Sign(origin: .bounce, reason: "its sender is \(Self.short(local))")]
        }
        if Self.daemonNames.contains(sender.name.lowercased()) {
            return [Sign(origin: .bounce, reason: "its sender calls itself \(Self.short(sender.name))")]
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

    private static let robotNames: Set<String> = [
        "abuse", "daemon", "root", "nobody", "bounce", "bounces", "listserv", "majordomo", "autoresponder",
        "auto-reply",
        "autoreply", "auto-confirm", "autoconfirm", "notification", "notifications", "notify", "newsletter",
        "newsletters",
        "mailer", "cron", "nagios", "zabbix", "monit", "munin", "logwatch", "wordpress", "www-data", "apache",
    ]
    private static let silentNames = [
        "noreply", "donotreply", "donotanswer", "donotrespond", "noresponse", "unmonitored", "nepasrepondre",
        "nichtantworten", "keineantwort", "noresponder", "norispondere", "naoresponda", "naoresponder", "nieodpowiadac",
    ]
    /// What mail servers call themselves, whatever their address.
    private static let daemonNames: Set<String> = [
        "mail delivery system", "mail delivery subsystem", "mail delivery service", "mail administrator",
        "mailer-daemon", "mail system", "mail transport system", "email delivery system", "internet mail delivery",
    ]

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
        let heading = Heading(message)
        self = OriginDetector(heading: heading, policy: policy, checksAddressee: checkingAddressee) { isOwnList in
            let text = message.content.text
            return MachineText(message, text: text, newest: NewestText(of: text, subject: heading.subject))
                .verdict(isOwnList: isOwnList)
        }.finding()
    }

    /// The same of a mail that was read before.
    init(of reading: Reading, form: WebForm?, policy: Policy) {
        self = OriginDetector(heading: reading.heading, policy: policy, checksAddressee: true, form: form) {
            reading.machineVerdict(isOwnList: $0)
        }.finding()
    }
}
