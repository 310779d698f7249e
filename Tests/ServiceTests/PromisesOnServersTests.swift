import Foundation
import MIME
import Store
import Testing
import Triage
import WorkingTime

@testable import Service

/// Answers that people send from their own mail program, and what staff are told, over real SMTP and IMAP.
@Suite(
    "Promises on real servers",
    .enabled(if: LabDesk.isThere, "no lab runs; see Tests/lab"),
    .serialized
) struct PromisesOnServersTests {
    private static let body = "The contact form is broken: it shows error 500."

    private func takeIn(_ desk: LabDesk, subject: String = "Contact form", reference: String? = nil) throws {
        let mail = desk.mail(
            from: desk.curator,
            subject: subject,
            body: Self.body,
            replyingTo: reference,
            headers: [desk.vouched(desk.curator)]
        )
        try desk.send(mail, from: desk.curator)
        try desk.round()
    }

    private func clock(_ desk: LabDesk, _ name: ClockStart.Name, ticket: Int = 1) throws -> ClockRow? {
        try desk.instance.store.clocks(ticket: ticket).last { $0.name == name }
    }

    @Test func `An answer in the Sent folder stops the clock at its own time, and the next mail starts the next`()
        throws
    {
        let desk = try LabDesk()
        try desk.round()
        try takeIn(desk)
        let acknowledgement = try #require(try desk.inbox(desk.curator).first?.messageID)
        #expect(try clock(desk, .firstAnswer)?.stoppedAt == nil)
        // Seen an hour late.
        let sent = desk.now
        let answer = desk.mail(
            from: desk.support,
            to: desk.curator,
            subject: "Re: Contact form",
            body: "We look into it.",
            replyingTo: acknowledgement
        )
        try desk.keepAsSent(answer, date: sent)
        desk.advance(minutes: 60)
        try desk.round()
        #expect(try clock(desk, .firstAnswer)?.stoppedAt == sent)
        let recorded = try desk.instance.store.answers(ticket: 1)
        #expect(recorded.map(\.text) == ["We look into it."])
        #expect(recorded.first?.seenIn == "support/Sent")
        // The client writes again, in a later second than the answer; an answer by the subject alone is seen as well.
        Thread.sleep(forTimeInterval: 1.1)
        try takeIn(desk, subject: "Re: Contact form", reference: acknowledgement)
        #expect(try clock(desk, .nextAnswer)?.stoppedAt == nil)
        try desk.keepAsSent(
            desk.mail(from: desk.support, to: desk.curator, subject: "AW: Contact form", body: "Now it works.")
        )
        try desk.round()
        #expect(try clock(desk, .nextAnswer)?.stoppedAt != nil)
    }

    @Test func `Our own mail, a colleague's question and old mail answer nothing`() throws {
        let desk = try LabDesk()
        // What lay in Sent before the first look answers nothing.
        try desk.keepAsSent(desk.mail(from: desk.support, to: desk.curator, subject: "Contact form", body: "Old."))
        try desk.round()
        try takeIn(desk)
        let acknowledgement = try #require(try desk.inbox(desk.curator).first)
        let id = try #require(acknowledgement.messageID)
        // Some servers keep a copy of what is sent through them.
        try desk.keepAsSent(
            desk.mail(
                from: desk.support,
                to: desk.curator,
                subject: acknowledgement.subject,
                body: "Copy",
                id: id,
                headers: ["X-Gatepost-Loop: \(desk.domain)", "Auto-Submitted: auto-replied"]
            )
        )
        try desk.keepAsSent(
            desk.mail(
                from: desk.support,
                to: "ben@\(desk.domain)",
                subject: "Fwd: Contact form",
                body: "Ben?",
                replyingTo: id
            )
        )
        try desk.keepAsSent(
            desk.mail(
                from: desk.support,
                to: desk.curator,
                subject: "Out of office: Contact form",
                body: "Away.",
                replyingTo: id,
                headers: ["Auto-Submitted: auto-replied"]
            )
        )
        try desk.round()
        #expect(try clock(desk, .firstAnswer)?.stoppedAt == nil)
        #expect(try desk.instance.store.answers(ticket: 1).isEmpty)
    }

    @Test func `A vouched mail of staff to the client in the thread is an answer, a forged one is not`() throws {
        let desk = try LabDesk()
        try desk.round()
        try takeIn(desk)
        let id = try #require(try desk.inbox(desk.curator).first?.messageID)
        let ana = "ana@\(desk.domain)"
        func write(_ headers: [String]) throws {
            let mail = desk.mail(
                from: ana,
                to: "\(desk.curator), \(desk.support)",
                subject: "Re: Contact form",
                body: "We look into it.",
                replyingTo: id,
                headers: headers
            )
            try desk.send(mail, from: ana)
            try desk.round()
        }
        try write([])
        #expect(try clock(desk, .firstAnswer)?.stoppedAt == nil)
        try write([desk.vouched(ana)])
        #expect(try clock(desk, .firstAnswer)?.stoppedAt != nil)
        #expect(try desk.instance.store.answers(ticket: 1).map(\.staff) == ["ana"])
        // Staff are not acknowledged.
        #expect(try desk.inbox(ana).allSatisfy { $0.header["Auto-Submitted"] != "auto-replied" })
    }

    @Test func `Staff are warned once, and told once when it is too late`() throws {
        let desk = try LabDesk()
        try desk.round()
        try takeIn(desk)
        let ana = "ana@\(desk.domain)"
        func warnings() throws -> [Message] {
            try desk.inbox(ana).filter { $0.subject.contains("promise") }
        }
        // A week on in steps of an hour, so that working hours are met whatever the day is now.
        for _ in 0..<24 * 7 {
            desk.advance(minutes: 60)
            let problems = Round(instance: desk.instance, now: { desk.now }).deliver().problems
            #expect(problems.isEmpty)
        }
        let seen = try warnings()
        #expect((1...2).contains(seen.count), "\(seen.map(\.subject))")
        let last = try #require(seen.last)
        #expect(last.subject.contains("1 promise broken"))
        #expect(last.content.text.contains("Harbor Museum"))
        let marks = try desk.instance.store.runningClocks().first { $0.name == .firstAnswer }
        #expect(marks?.isEscalated == true)
        // Ben is told only of what has broken.
        #expect(try desk.inbox("ben@\(desk.domain)").count { $0.subject.contains("promise broken") } == 1)
    }

    @Test func `Each working morning has one brief for each reader, and days off have none`() throws {
        let desk = try LabDesk()
        try desk.round()
        try takeIn(desk)
        let start = desk.now
        for _ in 0..<24 * 14 {
            desk.advance(minutes: 60)
            _ = Round(instance: desk.instance, now: { desk.now }).deliver()
        }
        let briefs = try desk.inbox("ana@\(desk.domain)").filter { $0.subject.hasPrefix("Brief for") }
        let days = briefs.map { String($0.subject.drop { $0 != "," }.prefix { $0 != ":" }) }
        #expect(Set(days).count == days.count)
        let office = try #require(desk.instance.policy.calendars["office"])
        let mornings = (0...15).map { office.zone.civil(start).date.adding(days: $0) }.filter { day in
            let opens = office.openTimes(
                from: office.zone.startOfDay(day),
                to: office.zone.startOfDay(day.adding(days: 1))
            )
            // The steps are hours, so a morning is met up to an hour late; later the same day it is still sent.
            let end = min(desk.now, office.zone.startOfDay(day.adding(days: 1)))
            return !opens.isEmpty && start < end && desk.now >= office.zone.instant(on: day, minuteOfDay: 9 * 60)
        }
        #expect(briefs.count == mornings.count, "\(briefs.map(\.subject))")
        #expect(briefs.allSatisfy { !$0.subject.contains("Saturday") && !$0.subject.contains("Sunday") })
        #expect(briefs.first?.content.text.contains("Harbor Museum") == true)
    }
}
