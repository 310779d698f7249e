import Agreement
import Mailrules
import Testing
import Triage
import WorkingTime

/// What a sound folder comes to besides plans.
@Suite struct ConfigurationTests {
    @Test func `Mailboxes, servers and secrets`() throws {
        let folder = try TestFolder(Sound.files())
        let configuration = try #require(folder.load().configuration)
        let mailbox = try #require(configuration.mailbox("support"))
        #expect(mailbox.server == ServerURL(scheme: .imaps, host: "imap.agency.example"))
        #expect(mailbox.secret == .environment("SUPPORT_PASSWORD"))
        #expect(mailbox.authentication == .password)
        #expect(mailbox.addresses == ["support@agency.example"])
        #expect(mailbox.inbox == "INBOX" && mailbox.sent == .auto && mailbox.start == .now)
        #expect(mailbox.authenticators == ["mx.agency.example"])
        #expect(configuration.outgoing.secret == .file(folder.path + "/secrets/smtp"))
        #expect(configuration.outgoing.authorityFile == folder.path + "/own.pem")
        #expect(configuration.outgoing.from == Sender(name: "Test Agency", address: "support@agency.example"))
        #expect(configuration.policy.ownAddresses == ["support@agency.example"])
        #expect(configuration.policy.trustedAuthenticators == ["mx.agency.example"])
    }

    @Test(arguments: [
        ("2026-01-31", CivilDate("2026-01-31").map { MailboxSettings.Start.date($0) }),
        ("2026-01-31T08:00:00Z", Instant(rfc3339: "2026-01-31T08:00:00Z").map { .instant($0) }),
    ])
    func `A mailbox may start on a day or at an instant`(text: String, start: MailboxSettings.Start?) throws {
        var files = Sound.files()
        files["agency.yaml"] = Sound.agency.replacing("start: now", with: "start: \(text)")
        let mailbox = try TestFolder(files).load().configuration?.mailbox("support")
        #expect(start != nil)
        #expect(mailbox?.start == start)
    }

    @Test func `Filing, tokens, lists, schedule, limits and spam marks`() throws {
        var files = Sound.files()
        files["agency.yaml"] =
            Sound.agency.replacing(
                "    start: now",
                with: """
                        start: now
                        auth: oauth
                        sent: Sent Mail
                        inbox: Support
                        lists: ["Team <team.agency.example>"]
                        file: {fix: A/Fixes, machine: A/Robots}
                    """
            ) + """
                schedule:
                  brief: {at: "08:15", calendar: office, to: [ana]}
                  digest: {on: friday, at: "16:00", to: [ana]}
                limits: {perSender: 3, answerableAge: 2d, mailMegabytes: 8}
                spam: {X-Rspamd-Action: Reject}
                """
        let configuration = try #require(try TestFolder(files).load().configuration)
        let mailbox = try #require(configuration.mailboxes.first)
        #expect(mailbox.authentication == .oauth)
        #expect(mailbox.sent == .named("Sent Mail"))
        #expect(mailbox.inbox == "Support")
        #expect(mailbox.folders == ["fix": "A/Fixes", "machine": "A/Robots"])
        #expect(configuration.policy.ownLists == ["team.agency.example"])
        let brief = Schedule.Mailing(weekday: nil, minuteOfDay: 495, calendar: "office", to: ["ana"])
        #expect(configuration.schedule.brief == brief)
        let digest = Schedule.Mailing(weekday: .friday, minuteOfDay: 960, calendar: nil, to: ["ana"])
        #expect(configuration.schedule.digest == digest)
        #expect(configuration.policy.limits.perSenderDaily == 3)
        #expect(configuration.policy.limits.perDomainDaily == ReplyLimits().perDomainDaily)
        #expect(configuration.policy.limits.answerableAgeMinutes == 2880)
        #expect(configuration.policy.limits.mailBytes == 8 << 20)
        #expect(configuration.policy.spamHeaders == ["x-rspamd-action": "reject"])
    }

    @Test func `A web form names its sender in Reply-To or behind a label`() throws {
        var files = Sound.files()
        files["agency.yaml"] =
            Sound.agency + """
                forms:
                  shop: {from: Form@Shop.example, sender: reply-to}
                  events: {from: events@shop.example, sender: "E-mail:"}
                """
        let forms = try #require(try TestFolder(files).load().configuration).policy.forms
        #expect(forms.map(\.name).sorted() == ["events", "shop"])
        #expect(forms.first { $0.name == "shop" }?.from == "form@shop.example")
        #expect(forms.first { $0.name == "shop" }?.place == .replyTo)
        #expect(forms.first { $0.name == "events" }?.place == .line(label: "E-mail:"))
    }

    @Test func `A calendar has its intervals in the agency's zone`() throws {
        let calendar = try #require(try TestFolder(Sound.files()).load().configuration?.policy.calendars["office"])
        #expect(calendar.zone.identifier == "Europe/Berlin")
        #expect(calendar.week[.tuesday] == ["09:00-12:30", "13:30-17:00"].compactMap { MinuteInterval($0) })
        #expect(calendar.week[.saturday] == ["22:00-02:00"].compactMap { MinuteInterval($0) })
        #expect(calendar.week[.sunday] == nil)
    }

    @Test func `A client's contacts are in lower case, and one without an agreement has no terms`() throws {
        var files = Sound.files()
        files["clients/two.yaml"] = """
            client: two
            name: Client Two
            contacts: {addresses: [Boss@Two.example], dispute: Boss@two.example}
            plan: none
            zone: Asia/Shanghai
            language: en
            """
        let policy = try #require(try TestFolder(files).load().configuration?.policy)
        #expect(policy.client("one")?.contacts.domains == ["one.example"])
        #expect(policy.client("two")?.contacts.addresses == ["boss@two.example"])
        #expect(policy.client("two")?.contacts.dispute == "boss@two.example")
        #expect(policy.client("two")?.start == nil)
        #expect(policy.client("one")?.start == CivilDate("2026-01-01"))
    }

    @Test func `Dated changes come with their own overrides and say when they apply`() throws {
        let client =
            Sound.client + """
                overrides: {increment: {minutes: 6, per: request}}
                changes:
                  - {date: 2026-06-16, plan: standard, apply: now}
                  - {date: 2026-09-01, plan: standard, overrides: {planChange: nextPeriod, carry: all}}
                """
        let result = try TestFolder(Sound.files(client: client)).load()
        let terms = try #require(result.configuration?.policy.clients.first?.terms)
        #expect(terms.map(\.from.text) == ["2026-01-01", "2026-06-16", "2026-09-01"])
        #expect(terms.map(\.plan.increment.minutes) == [6, 15, 15])
        #expect(terms[1].plan.planChange == .now)
        #expect(terms[2].plan.planChange == .nextPeriod)
        #expect(terms[2].plan.carry == .all)
    }

    @Test func `Clauses have their title and their text as paragraphs`() throws {
        var files = Sound.files()
        files["terms/standard.en.md"] = """
            # Terms
            For readers.
            ## c1  Corrections and such
            We repair what
            worked before.

            Second paragraph:
            - one
            - two
            ### Detail
            Still the clause.
            ## Without an id
            Not quoted.
            """
        let terms = try #require(try TestFolder(files).load().configuration?.policy.terms["standard"]?["en"])
        let clause = try #require(terms.clauses.first)
        #expect(terms.clauses.count == 1)
        #expect(clause.title == "Corrections and such")
        #expect(clause.text.hasPrefix("We repair what worked before.\nSecond paragraph:\n- one\n- two"))
        #expect(clause.text.hasSuffix("Still the clause."))
    }

    @Test func `Templates of the operator are handed on`() throws {
        var files = Sound.files()
        files["templates/acknowledgement.en.txt"] = "Hello {{name}}\n"
        files["templates/receipt.en.html.mustache"] = "<p>Hello</p>\n"
        files["templates/README.md"] = "Notes\n"
        let templates = try #require(try TestFolder(files).load().configuration?.templates)
        #expect(templates.map(\.kind) == ["acknowledgement", "receipt"])
        #expect(templates.map(\.isHTML) == [false, true])
        #expect(templates.first?.text == "Hello {{name}}\n")
    }
}
