/// What a subject says of a mail's kind: automatic notes have set subjects, but so have people's mails about them.
struct MachineSubject {
    enum Absence { case named, touched, none }

    let isReply: Bool
    let isForward: Bool
    /// Whether the subject is an out-of-office note's, or only begins with words of one.
    let absence: Absence
    private let kinds: Set<Cue>

    init(_ subject: String) {
        // Nothing of this kind stands beyond the first words; a bounded prefix keeps hostile subjects cheap.
        let text = String(String.UnicodeScalarView(subject.unicodeScalars.prefix(200)))
        let mark = SubjectMark(text)
        isForward = mark == .forward
        isReply = mark == .reply
        let head = Sentence(text.unicodeScalars)
        absence = isReply ? .none : OutOfOffice.absence(inSubject: text)
        var kinds: Set<Cue> = []
        if !isReply {
            if head.begins(Self.bounces) { kinds.insert(.bounce) }
            if head.begins(Self.receipts) { kinds.insert(.receipt) }
            if head.begins(Self.meetings) { kinds.insert(.meeting) }
        }
        self.kinds = kinds
    }

    func names(_ kind: Cue) -> Bool { kinds.contains(kind) }

    private static let bounces = Words(phrases: [
        "undelivered mail", "undeliverable", "undelivered", "delivery status notification", "delivery failure",
        "delivery has failed", "delivery notification", "delivery report", "delivery delayed",
        "mail delivery failed", "mail delivery failure", "mail delivery problem", "mail delivery subsystem",
        "message delivery failure", "message could not be delivered", "mail could not be delivered",
        "message undeliverable", "failure notice", "failed mail", "failure delivery", "returned mail",
        "nondeliverable mail", "non deliverable", "non delivery", "mail system error",
        "message status undeliverable", "warning message", "warning could not send", "could not deliver",
        "unable to deliver", "problem delivering", "permanent delivery failure", "rejected mail",
        "unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen", "zustellfehler",
        "nachricht unzustellbar", "non remis", "échec de la remise", "échec de distribution",
        "message non distribué", "avis de non remise", "no se puede entregar", "no se pudo entregar",
        "no entregado", "error de entrega", "mensaje no entregado", "impossibile recapitare",
        "mancato recapito", "messaggio non recapitato", "não entregue", "falha na entrega",
        "não foi possível entregar", "onbestelbaar", "niet bezorgd", "niet te bezorgen", "kan inte levereras",
        "olevererat", "niedostarczona", "nie można dostarczyć", "zwrot wiadomości", "nedoručitelné",
        "nedoručeno", "недоставленное", "не доставлено", "сообщение не доставлено", "уведомление о недоставке",
        "не удается доставить", "ошибка доставки", "teslim edilemedi", "iletilemedi", "kézbesíthetetlen",
        "kézbesítési hiba", "nelivrat", "αδυναμία παράδοσης", "系统退信", "退信", "邮件退回", "投递失败", "无法投递", "未送达",
        "郵件無法傳遞", "無法傳遞", "配信不能", "未配信", "配信エラー", "送信エラー", "배달 실패", "반송",
    ])

    private static let receipts = Words(phrases: [
        "read", "not read", "return receipt", "read receipt", "read notification", "receipt for", "gelesen",
        "ungelesen", "lesebestätigung", "empfangsbestätigung", "lu.", "non lu", "accusé de lecture",
        "confirmation de lecture", "leído", "confirmación de lectura", "letto", "conferma di lettura", "lido.",
        "lida.", "gelezen", "leesbevestiging", "läst", "læst", "lest", "luettu", "przeczytano", "przeczytane",
        "přečteno", "прочитано", "прочтено", "уведомление о прочтении", "okundu", "elolvasva", "citit", "已读",
        "已讀", "阅读回执", "開封済み", "既読", "읽음", "διαβάστηκε",
    ])

    private static let meetings = Words(phrases: [
        "accepted", "declined", "tentative", "tentatively accepted", "canceled", "cancelled",
        "new time proposed", "zugesagt", "angenommen", "abgesagt", "abgelehnt", "mit vorbehalt", "accepté",
        "refusé", "provisoire", "aceptado", "aceptada", "rechazado", "rechazada", "accettato", "rifiutato",
        "aceite", "aceito", "recusado", "geaccepteerd", "afgewezen", "accepterat", "avböjt", "accepteret",
        "zaakceptowano", "odrzucono", "přijato", "принято", "отклонено", "под вопросом", "прийнято",
        "kabul edildi", "已接受", "已拒绝", "暂定", "承諾", "承諾済み", "辞退", "수락",
    ])
}

/// Subjects of vacation notes whose senders set no header.
enum OutOfOffice {
    /// A subject names a note when a set phrase stands at its start and nothing, a stop or a date follows: "Out of
    /// office: Re: Form", but not "Out of office hours are wrong on our page".
    static func absence(inSubject subject: String) -> MachineSubject.Absence {
        let scalars = subject.unicodeScalars.drop { $0.isBlank || "[(【*<".unicodeScalars.contains($0) }
        let stop = scalars.firstIndex { ":：（([【!！|;,，-–—/".unicodeScalars.contains($0) && !isInsideWord($0, scalars) }
        let head = Sentence(scalars[..<(stop ?? scalars.endIndex)])
        let whole = Sentence(scalars)
        if whole.has(anywhere) { return .named }
        if whole.begins(statements) { return whole.words <= 5 ? .named : .touched }
        guard whole.begins(phrases) else { return whole.begins(matters) ? .touched : .none }
        // "Automatic reply: Re: Form", "Out of office", but not "Automatic reply of the form".
        return head.words <= 3 ? .named : .touched
    }

    private static func isInsideWord(_ scalar: Unicode.Scalar, _ text: Substring.UnicodeScalarView) -> Bool {
        guard scalar == "-", let place = text.firstIndex(of: scalar), place > text.startIndex else { return false }
        let next = text.index(after: place)
        return next < text.endIndex && WordForm.isPart(text[text.index(before: place)]) && WordForm.isPart(text[next])
    }

    /// What only automatic notes write, wherever it stands.
    private static let anywhere = Words(phrases: [
        "is out of the office returning", "is out of office returning", "autoreply", "out of office autoreply",
        "ist außer haus rückkehr", "ist nicht im büro rückkehr", "est absent retour", "автоответчик",
    ])

    /// What people say of themselves, and so do their notes.
    private static let statements = Words(phrases: [
        "i am on holiday", "i'm on holiday", "i am on vacation", "i'm on vacation", "i am on leave", "i'm on leave",
        "i am out of", "i'm out of", "ich bin im urlaub", "bin im urlaub", "je suis en congé", "je suis absent",
        "estoy de vacaciones", "estoy fuera", "sono in ferie", "sono assente", "estou de férias", "ik ben op vakantie",
        "ik ben afwezig", "jag har semester", "jeg har ferie", "jestem na urlopie", "jsem na dovolené", "я в отпуске",
        "нахожусь в отпуске", "я у відпустці", "izindeyim", "szabadságon vagyok", "sunt în concediu", "我在休假", "我正在休假",
    ])

    /// Set phrases of automatic notes.
    private static let phrases = Words(phrases: [
        "out of office", "out of the office", "i am out of", "i'm out of", "automatic reply", "auto reply",
        "automated reply", "automatic response", "automated response", "auto response", "autoresponse",
        "autoresponder", "auto.", "vacation reply", "automatische antwort", "auto antwort",
        "automatische rückantwort", "abwesenheitsnotiz", "nicht im büro", "außer haus", "réponse automatique",
        "absence du bureau", "message d'absence", "absent du bureau", "réponse d'absence",
        "respuesta automática", "fuera de la oficina", "fuera de oficina", "risposta automatica", "fuori sede",
        "fuori ufficio", "resposta automática", "fora do escritório", "automatisch antwoord", "niet op kantoor",
        "autosvar", "automatiskt svar", "automatisk svar", "ute av kontoret", "automaattinen vastaus",
        "autoodpowiedź", "odpowiedź automatyczna", "automatyczna odpowiedź", "poza biurem",
        "automatická odpověď", "automatická odpoveď", "mimo kancelář", "автоответ", "автоматический ответ",
        "нет на месте", "не в офисе", "отсутствие на рабочем месте", "автоматична відповідь", "автовідповідь",
        "автоматичен отговор", "аутоматски одговор", "otomatik yanıt", "ofis dışında", "ofis dışı",
        "automatikus válasz", "házon kívül", "răspuns automat", "αυτόματη απάντηση", "εκτός γραφείου",
        "trả lời tự động", "תשובה אוטומטית", "מענה אוטומטי", "מחוץ למשרד", "رد تلقائي", "خارج المكتب", "自动回复",
        "自動回覆", "自動回應", "不在办公室", "自動応答", "自動返信", "不在通知", "부재중", "자동 응답", "자동응답", "자동회신", "자동 회신",
    ])

    /// What a person may as well write about.
    private static let matters = Words(phrases: [
        "on vacation", "on holiday", "on leave", "on annual leave", "vacation", "away from", "away until",
        "i am away", "absence", "absent", "office closed", "abwesenheit", "abwesend", "im urlaub",
        "ich bin im urlaub", "urlaub", "büro geschlossen", "en congé", "congés", "ausencia", "ausente",
        "de vacaciones", "vacaciones", "assenza", "assente", "in ferie", "ferie", "chiusura", "ausência",
        "em férias", "de férias", "férias", "afwezig", "op vakantie", "met verlof", "frånvaro", "semester",
        "fraværende", "fravær", "på ferie", "ikke til stede", "poissa", "poissaolo", "lomalla", "nieobecność",
        "urlop", "nepřítomnost", "dovolená", "dovolenka", "в отпуске", "я в отпуске", "отпуск", "отсутствую",
        "у відпустці", "відпустка", "izinde", "tatilde", "szabadság", "concediu", "în concediu", "απουσία",
        "外出中", "休假", "年假", "放假", "休暇", "休業", "휴가", "recesso", "licença", "ferieavvikling", "krank", "off sick",
        "fermeture", "betriebsurlaub", "betriebsferien", "nicht im haus", "休业", "відсутність", "إجازة", "不在の",
    ])
}
