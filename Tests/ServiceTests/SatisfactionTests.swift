import Digest
import Fetcher
import MIME
import Mailrules
import Reports
import Store
import Testing
import WorkingTime

@testable import Service
@testable import Triage

/// Marks for finished work, from the question to the figures, over real SMTP and IMAP.
@Suite(
    "Satisfaction on real servers",
    .enabled(if: LabDesk.isThere, "no lab runs; see Tests/lab"),
    .serialized
) struct SatisfactionTests {
    private static let edits = [("# satisfaction: {ask: yes", "satisfaction: {ask: yes")]

    /// A desk with one finished ticket of a client, and the question that the client got about it.
    private struct Case {
        let desk: LabDesk
        var question: Message { get throws { try #require(try questions().last) } }

        init() throws {
            desk = try LabDesk(edits: SatisfactionTests.edits)
            try desk.round()
            try finish("The contact form is broken: it shows error 500.", subject: "Contact form")
        }

        func finish(_ body: String, subject: String) throws {
            let mail = desk.mail(
                from: desk.curator,
                subject: subject,
                body: body,
                headers: [desk.vouched(desk.curator)]
            )
            try desk.send(mail, from: desk.curator)
            try desk.round()
            let work = RequestWork(store: desk.instance.store, policy: desk.instance.policy)
            for row in try desk.instance.store.requests(.init(states: [.open])) {
                try work.move(row.id, to: .closed, now: desk.now)
            }
            try desk.round()
            #expect(try questions().count <= 1, "nobody is asked before a ticket has rested")
            desk.advance(minutes: Satisfaction.restMinutes + 1)
            try desk.round()
        }

        func questions() throws -> [Message] {
            try desk.inbox(desk.curator).filter { $0.messageID?.hasPrefix("gp.mark.") == true }
        }

        func reply(_ subject: String, body: String = "", from: String? = nil, isVouched: Bool = true, id: String? = nil)
            throws
        {
            let from = from ?? desk.curator
            let mail = desk.mail(
                from: from,
                subject: subject,
                body: body,
                replyingTo: id,
                headers: isVouched ? [desk.vouched(from)] : []
            )
            try desk.send(mail, from: from)
            try desk.round()
        }

        func prepared(_ mark: Int) -> String { RatingToken(ticket: 1).subject(mark: mark, key: desk.instance.key) }

        var marks: [Int] {
            get throws {
                try desk.instance.store.ratings(from: Instant(epochSeconds: 0), before: desk.now.adding(minutes: 1))
                    .map(\.mark)
            }
        }

        var isOpen: Bool {
            get throws { try !desk.instance.store.requests(.init(states: [.open])).isEmpty }
        }

        var acknowledgements: Int {
            get throws {
                // One that comes so soon after another is held; what counts is that it was wanted.
                try desk.instance.store.outbox(all: true).count { $0.kind == "acknowledgement" }
            }
        }
    }

    @Test func `A prepared answer is kept as a mark, opens nothing and is not acknowledged`() throws {
        let one = try Case()
        #expect(try one.question.content.text.contains("mailto:\(one.desk.support)?subject=4%2F5%20%5Bmark%201-"))
        #expect(try one.question.header["Auto-Submitted"] == "auto-generated")
        try one.reply(one.prepared(4))
        #expect(try one.marks == [4])
        #expect(try !one.isOpen)
        #expect(try one.acknowledgements == 1)
        // A person may think again.
        try one.reply("Re: " + one.prepared(2))
        #expect(try one.marks == [2])
        let figures = Figures(store: one.desk.instance.store, configuration: one.desk.instance.configuration)
        let day = one.desk.instance.policy.agency.zone.civil(one.desk.now).date
        let report = try figures.report(of: ReportPeriod(monthOf: day), now: one.desk.now)
        #expect(report.all.satisfactionHundredths == 200)
        #expect(report.text.contains("over 4.50, missed"))
    }

    @Test func `A number in reply to the question is a mark, and what else is asked for is a request`() throws {
        let one = try Case()
        let question = try one.question
        try one.reply("Re: \(question.subject)", body: "5", id: question.messageID)
        #expect(try one.marks == [5])
        #expect(try !one.isOpen)
        try one.reply(one.prepared(3), body: "The gallery does not open on phones any more. Please repair it.")
        #expect(try one.marks == [3])
        #expect(try one.isOpen)
        #expect(try one.acknowledgements == 2)
    }

    @Test func `No mark counts from a stranger, without our border's word, or with a secret that is not ours`() throws {
        let one = try Case()
        try one.reply(one.prepared(1), isVouched: false)
        try one.reply(one.prepared(1), from: "office@elsewhere.example")
        try one.reply("1/5 [mark 1-0123456789abcdef]")
        try one.reply("1/5 [mark 2-\(one.prepared(1).dropFirst(12))")
        #expect(try one.marks.isEmpty)
    }

    @Test func `Nobody is asked twice within the time set, nor about one ticket again`() throws {
        let one = try Case()
        try one.finish("The search is broken.", subject: "Search")
        #expect(try one.questions().count == 1)
        one.desk.advance(minutes: 31 * 24 * 60)
        try one.desk.round()
        #expect(try one.questions().count == 1)
    }

    @Test(
        arguments: [
            ("5/5 [mark 1-x]", 5), ("4", 4), (" 3 \n", 3), ("2 of 5", 2), ("1 из 5, к сожалению", 1), ("５分", 5),
            ("0", nil), ("6", nil), ("5 things are missing", nil), ("", nil), ("12", nil), ("great", nil),
        ] as [(String, Int?)]
    )
    func `A mark is a number of 1 to 5 that stands for itself`(text: String, mark: Int?) {
        #expect(RatingToken.mark(of: text[...]) == mark)
    }
}
