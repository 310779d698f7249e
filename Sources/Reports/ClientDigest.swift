import Agreement
public import MIME
public import Triage
public import WorkingTime

/// A client's own version of the digest: what they asked for that is outside their agreement, and how to get it.
public struct ClientDigest: Sendable {
    public let wishes: DigestReport.ClientWishes
    public let week: ISOWeek
    public let zone: Zone
    private let agency: String
    private let wording: Wording
    private let phrases: ClientDigestPhrases

    /// - Parameters:
    ///   - zone: The client's own, for the days.
    ///   - language: BCP 47 tag of the client's language; English where there are no words for it.
    /// - Returns: Nil when the client asked for nothing outside the agreement this week.
    public init?(_ report: DigestReport, client: String, zone: Zone, language: String) {
        guard let wishes = report.clients.first(where: { $0.client == client }), !wishes.wishes.isEmpty else {
            return nil
        }
        self.wishes = wishes
        self.zone = zone
        week = report.week
        agency = PlainText.oneLine(report.agency)
        let own = Wording(language: language)
        wording = own.tongue == nil ? Wording(language: "en") : own
        phrases = .of(wording.tongue)
    }

    public var title: String { phrases.title + wording.colon + PlainText.excerpt(wishes.name, limit: 60) }

    private var days: String {
        StatementPhrases.filled(
            phrases.days,
            wording.plainDay(week.monday),
            wording.plainDay(week.monday.adding(days: 6))
        )
    }

    /// What is known of a wish, each a sentence.
    private func facts(_ wish: DigestReport.Wish) -> [String] {
        var facts: [String] = []
        switch wish.state {
        case .new: facts.append(phrases.new)
        case .declined: facts.append(phrases.declined)
        case .quoted, .approved:
            let time = wish.estimateMinutes.map { wording.shortDuration(minutes: $0) }
            let price = ([time] + wish.quotes.map { wording.money($0) }).compactMap(\.self)
            let comma = wording.tongue?.comma ?? ", "
            facts.append(
                StatementPhrases.filled(
                    wish.state == .quoted ? phrases.quoted : phrases.approved,
                    price.joined(separator: comma)
                )
            )
        }
        let asked = wording.plainDay(zone.civil(wish.since).date)
        facts.append(
            wish.rows.count == 1
                ? StatementPhrases.filled(phrases.askedOn, asked)
                : StatementPhrases.filled(phrases.askedSince, asked, "\(wish.rows.count)")
        )
        return facts
    }

    private func given(_ row: DigestRow) -> String {
        let words = phrases.quoted(PlainText.excerpt(row.words, limit: DigestReport.longestWords))
        return "\(words) (\(wording.shortDuration(minutes: row.givenAwayMinutes ?? 0)))"
    }

    public var text: String {
        var lines = [agency, title, days, "", phrases.intro]
        for (index, wish) in wishes.wishes.enumerated() {
            let mark = "\(index + 1). "
            let indent = String(repeating: " ", count: mark.count)
            lines += ["", mark + phrases.quoted(wish.words)] + facts(wish).map { indent + $0 }
        }
        lines += ["", "", phrases.howTitle, String(repeating: "-", count: TextWidth.columns(phrases.howTitle)), ""]
        lines += [phrases.how]
        if !wishes.smallChanges.isEmpty {
            let rule = String(repeating: "-", count: TextWidth.columns(phrases.givenTitle))
            lines += ["", "", phrases.givenTitle, rule, ""] + wishes.smallChanges.map { "- \(given($0))" }
        }
        lines += ["", "-- ", phrases.automatic]
        return TextWrap.wrap(lines.joined(separator: "\n") + "\n")
    }

    public var html: String {
        func paragraph(_ text: String) -> String { "<p style=\"margin:0 0 16px\">\(HTML.prose(text))</p>\n" }
        func heading(_ text: String) -> String {
            """
            <h2 style="margin:24px 0 12px;padding:0 0 6px;border-bottom:1px solid #d1d9e0;font-size:17px;\
            line-height:1.3">\(HTML.prose(text))</h2>

            """
        }
        func entry(_ lead: String, _ details: [String]) -> String {
            let lines = details.enumerated().map { index, detail in
                "<div style=\"font-size:14px;color:\(index == 0 ? "#1f2328" : "#59636e")\">"
                    + "\(HTML.prose(detail))</div>\n"
            }
            return """
                <div style="margin:0 0 14px;padding:0 0 0 12px;border-left:3px solid #9fc7ee;page-break-inside:avoid">
                <div>\(HTML.prose(lead))</div>
                \(lines.joined())</div>

                """
        }
        var body = """
            <p style="margin:0;font-size:14px;color:#59636e">\(HTML.prose(agency))</p>
            <h1 style="margin:2px 0 0;font-size:22px;line-height:1.3">\(HTML.prose(title))</h1>
            <p style="margin:4px 0 20px;font-size:14px;color:#59636e">\(HTML.prose(days))</p>

            """
        body += paragraph(phrases.intro)
        body += wishes.wishes.map { entry(phrases.quoted($0.words), facts($0)) }.joined()
        body += heading(phrases.howTitle) + paragraph(phrases.how)
        if !wishes.smallChanges.isEmpty {
            body += heading(phrases.givenTitle) + wishes.smallChanges.map { entry(given($0), []) }.joined()
        }
        body += "<p style=\"margin:24px 0 0;font-size:13px;color:#59636e\">\(HTML.prose(phrases.automatic))</p>\n"
        return HTML.page(language: wording.tongue?.rawValue ?? "en", title: title, body: body)
    }

    /// The digest as a mail to the client.
    ///
    /// - Parameter messageID: Without angle brackets.
    public func message(agency: Agency, to recipient: String, messageID: String, now: Instant) -> OutgoingMessage {
        AutomaticMail.message(
            of: agency,
            to: Mailbox(name: "", address: recipient),
            subject: title,
            text: text,
            html: html,
            messageID: messageID,
            now: now
        )
    }
}

/// The words of a client's digest in one language. `%1` and `%2` stand for values.
struct ClientDigestPhrases: Sendable {
    var title: String
    /// `%1` first day, `%2` last day.
    var days: String
    var intro: String
    var new: String
    /// `%1` time and price.
    var quoted: String
    /// `%1` time and price.
    var approved: String
    var declined: String
    /// `%1` a day.
    var askedOn: String
    /// `%1` a day, `%2` how often.
    var askedSince: String
    var howTitle: String
    var how: String
    var givenTitle: String
    var automatic: String
    /// Quotation marks.
    var marks: (String, String)

    func quoted(_ words: String) -> String { marks.0 + words + marks.1 }

    static func of(_ tongue: Wording.Tongue?) -> ClientDigestPhrases {
        switch tongue {
        case .russian: russian
        case .chinese: chinese
        case .german: german
        case .french: french
        case .spanish: spanish
        case .english, .none: english
        }
    }
}
