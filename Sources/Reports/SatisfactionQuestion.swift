public import MIME
public import Triage
public import WorkingTime

/// The question how satisfied a client is with finished work. Each answer is a prepared mail: nothing is to be written.
public struct SatisfactionQuestion: Sendable {
    public var agency: Agency
    public var ticket: Int
    public var subject: String
    /// BCP 47 tag.
    public var language: String
    /// Subjects of the prepared answers for the marks 1 to 5.
    public var answers: [String]

    public init(agency: Agency, ticket: Int, subject: String, language: String, answers: [String]) {
        self.agency = agency
        self.ticket = ticket
        self.subject = subject
        self.language = language
        self.answers = answers
    }

    private var phrases: SatisfactionPhrases { .of(Wording(language: language).tongue) }

    /// What the client wrote about, as it stands in a sentence.
    private var about: String {
        let subject = PlainText.excerpt(MessageToken.removingTokens(fromSubject: subject), limit: 80)
        return subject.isEmpty ? MessageToken.subjectToken(ticket: ticket) : subject
    }

    public var title: String { StatementPhrases.filled(phrases.title, about) }

    /// What the mail program opens for a mark: a mail to us with its subject written (RFC 6068).
    func link(mark: Int) -> String {
        let subject = answers.indices.contains(mark - 1) ? answers[mark - 1] : ""
        return "mailto:\(Self.encoded(agency.from.address))?subject=\(Self.encoded(subject))"
    }

    /// Percent-encoded but for letters, digits and what no mail program misreads.
    private static func encoded(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x40, 0x5F: bytes.append(byte)
            default: bytes += [0x25, hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    public var text: String {
        var lines = [phrases.greeting, "", StatementPhrases.filled(phrases.finished, about, "#\(ticket)"), ""]
        lines += [phrases.question, ""]
        for mark in RatingToken.marks.reversed() { lines.append("\(mark) \(meaning(mark))".trimmedEnd) }
        lines += ["", phrases.links, ""]
        for mark in RatingToken.marks.reversed() { lines.append(link(mark: mark)) }
        lines += ["", phrases.thanks, "", PlainText.oneLine(agency.name), "", "-- ", phrases.seldom]
        return TextWrap.wrap(lines.joined(separator: "\n") + "\n")
    }

    private func meaning(_ mark: Int) -> String {
        switch mark {
        case RatingToken.marks.upperBound: "- \(phrases.best)"
        case RatingToken.marks.lowerBound: "- \(phrases.worst)"
        default: ""
        }
    }

    public var html: String {
        func paragraph(_ text: String) -> String { "<p style=\"margin:0 0 16px\">\(HTML.escaped(text))</p>\n" }
        let boxes = RatingToken.marks.map { mark in
            """
            <a href="\(HTML.escaped(link(mark: mark)))" style="display:inline-block;width:44px;margin:0 8px 8px 0;\
            border:1px solid #6e9bd1;border-radius:8px;font-size:20px;line-height:44px;text-align:center;\
            text-decoration:none;color:#0550ae">\(mark)</a>

            """
        }
        let scale = "1: \(phrases.worst) · 5: \(phrases.best)"
        let body =
            paragraph(phrases.greeting) + paragraph(StatementPhrases.filled(phrases.finished, about, "#\(ticket)"))
            + "<p style=\"margin:0 0 12px;font-weight:600\">\(HTML.escaped(phrases.question))</p>\n"
            + "<div style=\"margin:0\">\n\(boxes.joined())</div>\n"
            + "<p style=\"margin:0 0 16px;font-size:14px;color:#59636e\">\(HTML.escaped(scale))</p>\n"
            + paragraph(phrases.thanks) + paragraph(PlainText.oneLine(agency.name))
            + "<p style=\"margin:24px 0 0;font-size:13px;color:#59636e\">\(HTML.escaped(phrases.seldom))</p>\n"
        return HTML.page(language: Wording(language: language).tongue?.rawValue ?? "en", title: title, body: body)
    }

    /// The question as a mail.
    ///
    /// - Parameter messageID: Without angle brackets; it carries the secret as well, for those who answer with a number.
    public func message(to person: String, messageID: String, now: Instant) -> OutgoingMessage {
        AutomaticMail.message(
            of: agency,
            to: Mailbox(name: "", address: person),
            subject: title,
            text: text,
            html: html,
            messageID: messageID,
            now: now
        )
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

/// The words of the question in one language. `%1` and `%2` stand for values.
private struct SatisfactionPhrases {
    /// `%1` what the client wrote about.
    var title: String
    var greeting: String
    /// `%1` what the client wrote about, `%2` the ticket.
    var finished: String
    var question: String
    var best: String
    var worst: String
    var links: String
    var thanks: String
    var seldom: String

    static func of(_ tongue: Wording.Tongue?) -> SatisfactionPhrases {
        switch tongue {
        case .russian: russian
        case .chinese: chinese
        case .german: german
        case .french: french
        case .spanish: spanish
        case .english, .none: english
        }
    }

    private static let english = SatisfactionPhrases(
        title: "How did we do? %1",
        greeting: "Hello,",
        finished: "We have finished what you wrote to us about: “%1” (ticket %2).",
        question: "How satisfied are you with it?",
        best: "very satisfied",
        worst: "not at all",
        links: "Reply with one of these numbers, or choose a line: it opens a mail that only needs to be sent.",
        thanks: "If something is not right yet, just write it to us.",
        seldom: "This question was sent automatically. We ask now and then, and you need not answer."
    )
    private static let russian = SatisfactionPhrases(
        title: "Как мы справились? %1",
        greeting: "Здравствуйте!",
        finished: "Мы выполнили то, о чём вы нам писали: «%1» (обращение %2).",
        question: "Насколько вы довольны результатом?",
        best: "очень доволен",
        worst: "совсем не доволен",
        links: "Ответьте одной из этих цифр или выберите строку: откроется письмо, которое останется только отправить.",
        thanks: "Если что-то ещё не так, просто напишите нам.",
        seldom: "Этот вопрос отправлен автоматически. Мы спрашиваем изредка, отвечать не обязательно."
    )
    private static let chinese = SatisfactionPhrases(
        title: "我们做得怎么样？%1",
        greeting: "您好！",
        finished: "您来信提到的“%1”（工单 %2）已经处理完毕。",
        question: "您对结果满意吗？",
        best: "非常满意",
        worst: "很不满意",
        links: "请直接回复其中一个数字，或点击下面的一行：会打开一封写好的邮件，发送即可。",
        thanks: "如果还有什么不对，请直接写信告诉我们。",
        seldom: "此问题由系统自动发送。我们只是偶尔询问，您不必回复。"
    )
    private static let german = SatisfactionPhrases(
        title: "Wie haben wir es gemacht? %1",
        greeting: "Guten Tag,",
        finished: "wir haben erledigt, worüber Sie uns geschrieben haben: „%1“ (Vorgang %2).",
        question: "Wie zufrieden sind Sie damit?",
        best: "sehr zufrieden",
        worst: "gar nicht",
        links: "Antworten Sie mit einer der Zahlen, oder wählen Sie eine Zeile: Sie öffnet eine Mail, die nur noch "
            + "abzuschicken ist.",
        thanks: "Wenn etwas noch nicht stimmt, schreiben Sie es uns einfach.",
        seldom: "Diese Frage wurde automatisch verschickt. Wir fragen ab und zu, und Sie müssen nicht antworten."
    )
    private static let french = SatisfactionPhrases(
        title: "Qu’en avez-vous pensé ? %1",
        greeting: "Bonjour,",
        finished: "Nous avons terminé ce dont vous nous aviez parlé : « %1 » (demande %2).",
        question: "En êtes-vous satisfait ?",
        best: "très satisfait",
        worst: "pas du tout",
        links:
            "Répondez par l’un de ces chiffres ou choisissez une ligne : elle ouvre un message qu’il suffit d’envoyer.",
        thanks: "Si quelque chose ne va pas encore, écrivez-le-nous simplement.",
        seldom: "Cette question a été envoyée automatiquement. Nous demandons de temps en temps ; rien ne vous oblige "
            + "à répondre."
    )
    private static let spanish = SatisfactionPhrases(
        title: "¿Qué le ha parecido? %1",
        greeting: "Buenos días:",
        finished: "Hemos terminado lo que nos escribió: «%1» (solicitud %2).",
        question: "¿Está satisfecho con el resultado?",
        best: "muy satisfecho",
        worst: "nada",
        links: "Responda con uno de estos números o elija una línea: abre un mensaje que solo hay que enviar.",
        thanks: "Si algo todavía no está bien, escríbanoslo sin más.",
        seldom: "Esta pregunta se ha enviado automáticamente. Preguntamos de vez en cuando y no tiene que responder."
    )
}
