/// Subjects of vacation notes whose senders set no header. Compared in lower case, at the start of the subject or after
/// a colon, so that "our office out of the box" stays a person's mail.
enum OutOfOffice {
    static func isSubject(_ subject: String) -> Bool {
        // Nothing of this kind stands beyond the first words; a bounded prefix keeps hostile subjects cheap.
        let text = String(subject.unicodeScalars.prefix(200)).lowercased().unicodeScalars
        return text.split(whereSeparator: { $0 == ":" || $0 == "：" }).contains { head in
            let start = head.drop { $0.isBlank || $0 == "[" || $0 == "(" || $0 == "【" || $0 == "*" }
            return phrases.begin(Array(Substring(start).utf8)[...])
        }
    }

    private static let phrases = Words([
        "out of office", "out of the office", "automatic reply", "auto reply", "auto-reply", "autoreply",
        "automatic response", "auto response", "autoresponse", "on vacation", "vacation reply", "away from the office",
        "automatische antwort", "abwesenheitsnotiz", "abwesenheit", "abwesend", "abwesenheitsmeldung",
        "réponse automatique", "absence du bureau", "message d'absence",
        "respuesta automática", "fuera de la oficina", "fuera de oficina",
        "risposta automatica", "fuori sede", "fuori ufficio",
        "resposta automática", "fora do escritório", "ausência",
        "автоответ", "автоматический ответ", "я в отпуске", "нет на месте", "отсутствие на рабочем месте",
        "автоматична відповідь", "autoodpowiedź", "odpowiedź automatyczna", "poza biurem", "nieobecność",
        "automatická odpověď", "mimo kancelář", "automatisch antwoord", "afwezig", "niet op kantoor",
        "autosvar", "automatiskt svar", "automatisk svar", "frånvaro", "fraværende", "ikke til stede",
        "automaattinen vastaus", "poissa", "otomatik yanıt", "ofis dışında",
        "自动回复", "自動回覆", "自動回應", "不在办公室", "外出中", "休假", "自動応答", "自動返信", "不在通知",
        "부재중", "자동 응답", "자동회신", "automatikus válasz", "házon kívül", "răspuns automat", "αυτόματη απάντηση",
        "réponse d'absence", "trả lời tự động", "תשובה אוטומטית", "رد تلقائي",
    ])
}
