import Foundation
import MIME
import Mailrules
import Testing
import Triage
import WorkingTime

@testable import Service

/// Conversations through the whole of deciding, on the example folder.
@Suite("Threads") struct ThreadTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let configuration = loadConfiguration(folder: root + "/Mailrules").configuration

    private let trial: Trial

    init() throws {
        trial = try Trial(configuration: try #require(Self.configuration))
    }

    /// Decides a mail of the curator's; header lines given come before the usual ones.
    private func mail(
        _ headers: [String],
        subject: String = "Contact form",
        body: String = "The contact form is broken, please repair it."
    ) throws -> DecidedMail? {
        let lines =
            [Attempt.pass("harbor.example"), Attempt.curator, "To: support@northlight.example", "Subject: \(subject)"]
            + headers + ["Date: Fri, 20 Nov 2026 10:07:00 +0100", "", body, ""]
        let bytes = Array(lines.joined(separator: "\r\n").utf8)
        return try trial.decide(.init(path: "-", bytes: bytes), now: Instant(epochSeconds: 2_000_000_000))
    }

    @Test func `The same bytes are one mail`() throws {
        defer { trial.discard() }
        #expect(try mail(["Message-ID: <one@harbor.example>"]) != nil)
        #expect(try mail(["Message-ID: <one@harbor.example>"]) == nil)
    }

    @Test func `Mails without a Message-ID, or with the same one, are mails of their own`() throws {
        defer { trial.discard() }
        let first = try #require(try mail([], body: "The form is broken."))
        let second = try #require(try mail([], body: "The map is broken."))
        let third = try #require(try mail(["Message-ID: <one@harbor.example>"], body: "The menu is broken."))
        let fourth = try #require(try mail(["Message-ID: <one@harbor.example>"], body: "The search is broken."))
        let tickets = [first, second, third, fourth].compactMap(\.ticketID)
        #expect(Set(tickets).count == 4)
        #expect([first, second, third, fourth].allSatisfy { $0.decision.conversation == .new })
    }

    @Test func `A mail that refers to itself begins a conversation`() throws {
        defer { trial.discard() }
        let headers = [
            "Message-ID: <a@harbor.example>", "In-Reply-To: <a@harbor.example>", "References: <a@harbor.example>",
        ]
        #expect(try mail(headers)?.decision.conversation == .new)
    }

    @Test func `Two mails that refer to each other are one conversation`() throws {
        defer { trial.discard() }
        let first = try mail(["Message-ID: <a@harbor.example>", "References: <b@harbor.example>"])
        let second = try mail(
            ["Message-ID: <b@harbor.example>", "References: <a@harbor.example>"],
            body: "The map is broken too."
        )
        #expect(first?.decision.conversation == .new)
        #expect(second?.ticketID == first?.ticketID)
    }

    @Test(
        "An answer stays in its ticket under the marks of any mail program",
        arguments: [
            "Re: Contact form", "AW: Contact form", "RE: [#1] Contact form", "Antw: Re: Contact form",
            "SV: VS: Contact form",
            "Odp: Contact form", "Ynt: Contact form", "Отв: Contact form", "回复：Contact form", "返信: Contact form",
            "Re[2]: Contact form", "R: RIF: Contact form", "TR : Contact form", "Απ: Contact form", "השב: Contact form",
            "contact   FORM",
        ]
    )
    func marks(subject: String) throws {
        defer { trial.discard() }
        let first = try mail(["Message-ID: <a@harbor.example>"])
        let answer = try mail(
            ["Message-ID: <b@harbor.example>", "In-Reply-To: <a@harbor.example>"],
            subject: subject,
            body: "The map is broken."
        )
        #expect(answer?.ticketID == first?.ticketID)
    }

    @Test func `A changed subject opens a ticket of its own, linked to the old one`() throws {
        defer { trial.discard() }
        let first = try #require(try mail(["Message-ID: <a@harbor.example>"])?.ticketID)
        let other = try mail(
            ["Message-ID: <b@harbor.example>", "In-Reply-To: <a@harbor.example>"],
            subject: "Re: Opening hours",
            body: "Please change the opening hours."
        )
        guard case .linked(to: first, reason: _)? = other?.decision.conversation else {
            Issue.record("not linked: \(String(describing: other?.decision.conversation))")
            return
        }
        #expect(other?.ticketID != first)
    }
}
