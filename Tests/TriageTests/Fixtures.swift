import Agreement
import Classifier
import Digest
import HourLedger
import MIME
import Triage
import WorkingTime

/// A small agency with one client, and mails to it.
enum Fixture {
    static let berlin = Zone("Europe/Berlin") ?? .utc

    static var plan: Plan {
        var plan = Plan(name: "retainer", terms: "retainer")
        plan.included = IncludedTime(minutes: 180, unit: .month, anchorDay: 1, firstPeriod: .full)
        plan.carry = .all
        plan.overdraft = .unlimited
        plan.covers = [.fix: ClauseID("c1"), .incident: ClauseID("c1"), .question: ClauseID("c2")]
        plan.excludes = [Exclusion(clause: ClauseID("x1"), words: ["redesign"])]
        plan.promises = [
            .normal: Promise(firstAnswerMinutes: 24 * 60, by: .elapsed),
            .urgent: Promise(firstAnswerMinutes: 4 * 60, by: .elapsed),
        ]
        plan.intakeMinutes = [.fix: 15]
        return plan
    }

    static var policy: Policy {
        var policy = Policy(
            agency: Agency(
                name: "Northlight",
                zone: berlin,
                languages: ["en", "ru"],
                from: Sender(name: "Support", address: "support@northlight.example")
            )
        )
        var harbor = ClientAgreement(
            client: "harbor",
            name: "Harbor Museum",
            contacts: Contacts(addresses: ["curator@harbor.example"], domains: ["harbor.example"]),
            zone: berlin,
            language: "en"
        )
        harbor.terms = CivilDate("2026-01-01").map { [DatedPlan(from: $0, plan: plan)] } ?? []
        policy.clients = [harbor]
        policy.ownAddresses = ["support@northlight.example"]
        policy.staff = [Staff(id: "ana", name: "Ana", address: "ana@northlight.example")]
        policy.trustedAuthenticators = ["mx.northlight.example"]
        policy.terms = [
            "retainer": [
                "en": Terms(
                    name: "retainer",
                    language: "en",
                    clauses: [.init(id: ClauseID("c1"), title: "Defects", text: "We repair what is broken.")]
                )
            ]
        ]
        return policy
    }

    static let authenticated =
        "Authentication-Results: mx.northlight.example; dmarc=pass header.from=harbor.example\r\n"

    /// A mail of a person to us; headers given replace the usual ones of the same name.
    static func mail(_ headers: String = "", body: String = "The contact form is broken.") -> Message {
        let usual = [
            "From: Curator <curator@harbor.example>", "To: support@northlight.example", "Subject: Contact form",
            "Date: Fri, 20 Nov 2026 10:00:00 +0100", "Message-ID: <one@harbor.example>",
        ]
        let given = Set(headers.split(separator: "\r\n").compactMap { $0.split(separator: ":").first?.lowercased() })
        let kept = usual.filter { !given.contains($0.split(separator: ":")[0].lowercased()) }
        let text = headers + kept.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n"
        return Message(Array(text.utf8))
    }

    static let received = Instant(epochSeconds: 1_795_165_200)  // 2026-11-20 10:00 in Berlin
}
