import Agreement
import Classifier
import Foundation
import MIME
import Reports
import Responder
import Testing
import Triage
import WorkingTime

/// Every kind of mail that Gatepost writes, in every language it has words for. `Tests/mailcheck` takes them from
/// GATEPOST_MAILS and has others judge them.
@Suite("Every kind of mail") struct MailFormTests {
    private static let languages = ["en", "ru", "zh", "de", "fr", "es"]
    private static let now = Instant(epochSeconds: 1_795_165_200)  // 2026-11-20 10:00 in Berlin

    private static let words: [String: (subject: String, wish: String, answer: String)] = [
        "en": ("Opening hours", "Could you add a calendar for guided tours?", "Settings > Opening hours."),
        "ru": ("Часы работы", "Можно ли добавить календарь экскурсий?", "Настройки > Часы работы."),
        "zh": ("营业时间", "能否增加一个导览预约日历？", "设置 > 营业时间。"),
        "de": (
            "Öffnungszeiten", "Können Sie einen Kalender für Führungen ergänzen?", "Einstellungen > Öffnungszeiten."
        ),
        "fr": ("Horaires", "Pourriez-vous ajouter un calendrier des visites ?", "Réglages > Horaires."),
        "es": ("Horario", "¿Podrían añadir un calendario de visitas?", "Ajustes > Horario."),
    ]

    private static func acknowledgements(_ language: String) throws -> [(name: String, bytes: [UInt8])] {
        let (subject, wish, answer) = try #require(words[language])
        var withAnswer = try Samples.content(language: language)
        withAnswer.items = [
            .init(
                summary: subject,
                label: .question,
                verdict: .covered,
                clause: nil,
                answer: Answer(
                    name: "opening-hours",
                    questions: [],
                    link: "https://help.northlight.example/opening-hours",
                    languages: [language],
                    text: answer
                )
            ),
            .init(summary: wish, label: .feature, verdict: .notCovered, clause: Samples.newWork),
        ]
        let contents = [
            ("full", try Samples.content(language: language)), ("answer", withAnswer),
            ("overdrawn", try Samples.overdrawn(language: language)),
            ("none", try Samples.withoutAgreement(language: language)),
            ("receipt", try Samples.receipt(language: language)),
        ]
        return contents.map { name, content in
            let message = acknowledgementMessage(
                content: content,
                templates: .builtIn,
                messageID: "gp.1042.\(name).\(language)@northlight.example",
                inReplyTo: "one@harbor.example",
                references: ["zero@harbor.example"],
                originalSubject: subject,
                now: now
            )
            return ("acknowledgement-\(name)-\(language)", message.bytes)
        }
    }

    private static func digest() throws -> [(name: String, bytes: [UInt8])] {
        let week = try #require(ISOWeek("2026-W47"))
        let rows = try languages.enumerated().map { index, language in
            DigestRow(
                client: "client-\(language)",
                clientName: "Client \(language)",
                request: index + 1,
                ticket: 1_000 + index,
                words: try #require(words[language]).wish,
                askedAt: now.adding(minutes: -600 * index),
                label: .feature,
                verdict: .notCovered,
                clause: ClauseID("x1"),
                state: index == 0 ? .quoted : .new,
                estimateMinutes: index == 0 ? 480 : nil,
                quote: index == 0 ? Money(minorUnits: 76_000, currency: "EUR") : nil,
                givenAwayMinutes: nil
            )
        }
        return try [("digest", rows), ("digest-empty", [])].map { name, rows in
            let report = DigestReport(
                agency: "Northlight Studio",
                week: week,
                zone: try Samples.zone("Europe/Berlin"),
                rows: rows
            )
            let message = report.message(
                agency: try Samples.agency(),
                to: [Sender(name: "Ana Keller", address: "ana@northlight.example")],
                messageID: "\(name).2026-w47@northlight.example",
                now: now
            )
            return (name, Composer.compose(message))
        }
    }

    private static func forwards() throws -> [(name: String, bytes: [UInt8])] {
        try [("forward", "The form is broken.\r\n"), ("forward-8bit", "Die Öffnungszeiten fehlen.\r\n")].map {
            name,
            body in
            let original = Array(
                "From: c@harbor.example\r\nTo: support@northlight.example\r\nSubject: Form\r\n\r\n\(body)".utf8
            )
            let copy = ForwardedCopy(
                agency: try Samples.agency(),
                ticket: 12,
                mailID: 7,
                sender: "c@harbor.example",
                subject: "Öffnungszeiten",
                receivedAt: now,
                original: original
            )
            let message = copy.message(
                to: Sender(name: "Ben Okafor", address: "ben@northlight.example"),
                messageID: "\(name).7@northlight.example",
                now: now
            )
            return (name, Composer.compose(message))
        }
    }

    /// What the staff get by themselves: a brief, and the answer to commands.
    private static func notices() throws -> [(name: String, bytes: [UInt8])] {
        let zone = try Samples.zone("Europe/Berlin")
        let tasks = languages.enumerated().map { index, language in
            BriefReport.Task(
                clientName: "Client \(language)",
                ticket: index,
                subject: words[language]?.wish ?? "",
                what: .firstAnswer,
                due: now.adding(minutes: 60 * index),
                isUrgent: index == 1,
                assignee: nil
            )
        }
        var brief = BriefReport(
            agency: "Northlight Studio",
            zone: zone,
            now: now,
            next: now.adding(minutes: 24 * 60),
            tasks: tasks,
            openRequests: 9,
            kept: 5,
            broken: 1
        )
        brief.sections = [.init(title: "Duties", lines: ["Harbor Museum: Updates, 45m, due on 2026-11-30 (duty 3)"])]
        let answer = CommandAnswer(
            agency: try Samples.agency(),
            ticket: 12,
            lines: [
                .init(text: "log 45m исправлено", isDone: true, words: "45 min booked"),
                .init(text: "qoute 6h", isDone: false, words: "there is no command “qoute”"),
            ],
            items: 2,
            isHelpWanted: true
        )
        return try [("brief", brief.notice, brief.subject), ("command-answer", answer.notice, answer.title)].map {
            name,
            notice,
            subject in
            let message = notice.message(
                agency: try Samples.agency(),
                to: Sender(name: "Ana Keller", address: "ana@northlight.example"),
                subject: subject,
                messageID: "\(name).1@northlight.example",
                now: now
            )
            return (name, Composer.compose(message))
        }
    }

    /// What clients get by themselves besides acknowledgements and statements.
    private static func questions(_ language: String) throws -> [(name: String, bytes: [UInt8])] {
        let (subject, wish, _) = try #require(words[language])
        let agency = try Samples.agency()
        let question = SatisfactionQuestion(
            agency: agency,
            ticket: 12,
            subject: subject,
            language: language,
            answers: (1...5).map { "\($0)/5 [mark 12-0123456789abcdef]" }
        )
        let row = DigestRow(
            client: "harbor",
            clientName: "Harbor Museum",
            request: 1,
            ticket: 12,
            words: wish,
            askedAt: now,
            label: .feature,
            verdict: .notCovered,
            clause: ClauseID("x1"),
            state: .quoted,
            estimateMinutes: 360,
            quote: Money(minorUnits: 57_000, currency: "EUR"),
            givenAwayMinutes: nil
        )
        let zone = try Samples.zone("Europe/Berlin")
        let week = try #require(ISOWeek("2026-W47"))
        let report = DigestReport(agency: agency.name, week: week, zone: zone, rows: [row])
        let digest = try #require(ClientDigest(report, client: "harbor", zone: zone, language: language))
        return [
            (
                "satisfaction-\(language)",
                Composer.compose(
                    question.message(
                        to: "curator@harbor.example",
                        messageID: "gp.mark.12.\(language)@northlight.example",
                        now: now
                    )
                )
            ),
            (
                "client-digest-\(language)",
                Composer.compose(
                    digest.message(
                        agency: agency,
                        to: "curator@harbor.example",
                        messageID: "client-digest.\(language)@northlight.example",
                        now: now
                    )
                )
            ),
        ]
    }

    private static func all() throws -> [(name: String, bytes: [UInt8])] {
        try languages.flatMap(acknowledgements) + languages.flatMap(questions) + digest() + forwards() + notices()
    }

    @Test func isSevenBitWithShortLinesAndReadsBackAsOneWhole() throws {
        let folder = ProcessInfo.processInfo.environment["GATEPOST_MAILS"]
        let mails = try Self.all()
        #expect(mails.count == 6 * 7 + 6)
        for (name, bytes) in mails {
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 }, "\(name)")
            #expect(lines.dropLast().allSatisfy { $0.last == UInt8(ascii: "\r") && $0.count <= 79 }, "\(name)")
            let message = Message(bytes)
            #expect(message.content.defects.isEmpty, "\(name)")
            #expect(message.header["Auto-Submitted"] != nil, "\(name)")
            if let folder { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name).eml")) }
        }
    }
}
