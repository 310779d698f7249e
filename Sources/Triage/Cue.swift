/// Set statements of machine mail, by what they state. Many languages to a kind: a note is often in two.
enum Cue: CaseIterable {
    /// The writer, or the whole office, is away.
    case absence
    /// A message arrived, with thanks.
    case received
    /// When the writer is back, and what becomes of mail until then.
    case back
    /// Who helps meanwhile.
    case substitute
    /// A machine wrote this; nobody reads answers.
    case automatic
    /// A request was entered in a system.
    case registered
    /// A team deals with it in its time.
    case team
    /// The number that the system gave.
    case number
    /// A mail could not be delivered.
    case bounce
    /// A mail was shown to its recipient.
    case receipt
    /// An answer to an invitation.
    case meeting
    /// The sender is to prove to be a person.
    case challenge
    /// Why a bulk mail came and how to stop it.
    case bulk

    var words: Words {
        switch self {
        case .absence: Self.absences
        case .received: Self.receptions
        case .back: Self.returns
        case .substitute: Self.substitutes
        case .automatic: Self.automata
        case .registered: Self.registrations
        case .team: Self.teams
        case .number: Self.numbers
        case .bounce: Self.bounces
        case .receipt: Self.receipts
        case .meeting: Self.meetings
        case .challenge: Self.challenges
        case .bulk: Self.bulks
        }
    }
}

/// How many different set statements of each kind stand in a sentence, and what speaks for a person.
struct CueCounts {
    private let counts: [Int]

    /// More of a kind in one sentence prove nothing more.
    private static let most = 6
    private static let lists = WordLists(
        Cue.allCases.map(\.words) + [Cue.works, Cue.partings, Cue.greetings, Cue.closings]
    )

    init(of sentence: [UInt8]) {
        counts = Self.lists.counts(in: sentence).map { min($0, Self.most) }
    }

    /// Every kind that stands there.
    var kinds: [(cue: Cue, count: Int)] {
        zip(Cue.allCases, counts).filter { $1 > 0 }.map { ($0, $1) }
    }

    func count(_ cue: Cue) -> Int { kinds.first { $0.cue == cue }?.count ?? 0 }

    /// Phrases that ask for work or tell of a defect. "He does not work here any more" is none.
    var tasks: Int { behind(0) - (behind(1) > 0 ? 1 : 0) }
    var hasGreeting: Bool { behind(2) > 0 }
    var hasClosing: Bool { behind(3) > 0 }

    private func behind(_ place: Int) -> Int { counts[Cue.allCases.count + place] }
}

// MARK: - Absence

extension Cue {
    fileprivate static let absences = Words(phrases: [
        "attending", "trade fair", "on the road", "out and about", "out of town", "out today", "out this week",
        "off work", "not at my desk", "not available", "unavailable", "away on", "away this week", "we're away",
        "sabbatical", "secondment", "at a conference", "in training", "public holiday", "bank holiday",
        "closed for", "closed until", "closed between", "closed today", "closed from", "has retired",
        "have retired", "no longer employed", "no longer active", "will be out", "be out until", "is away",
        "is on leave", "part time", "my working days", "i work on", "working days are", "my vacation",
        "my holiday", "my leave", "meinem urlaub", "meines urlaubs", "urlaubsbedingt", "weihnachtspause",
        "sommerpause", "elternzeit", "mutterschutz", "fortbildung", "krank", "nicht zu erreichen",
        "nicht anwesend", "verreist", "auf reisen", "messe", "außendienst", "dienstreise", "geschäftsreise",
        "nicht besetzt", "ausgeschieden", "nicht mehr bei", "nicht mehr tätig", "nicht mehr beschäftigt",
        "teilzeit", "absent", "absente", "congés", "mes vacances", "fermé", "fermée", "fermés", "en formation",
        "maladie", "n'est plus", "a quitté", "ne travaille plus", "pas disponible", "pas joignable",
        "injoignable", "vacaciones", "mis vacaciones", "cerrada", "cerrado", "cerrados", "baja médica",
        "no estaré", "no me encuentro", "no estoy disponible", "ya no forma", "festivo", "ferie", "assenza",
        "chiuso", "chiusi", "chiusa", "chiuderà", "malattia", "maternità", "non sono in ufficio", "non sarò",
        "permesso", "indisponibil", "férias", "fechado", "fechada", "fechados", "feriado", "recesso",
        "já não trabalha", "não trabalha mais", "indisponível", "não estarei", "mijn vakantie", "verlof",
        "gesloten", "ziek", "niet bereikbaar", "niet beschikbaar", "niet meer in dienst", "zakenreis",
        "semester", "ledig", "sjuk", "stängt", "bortrest", "inte tillgänglig", "har slutat", "barsel", "syg",
        "lukket", "orlov", "ikke på arbejde", "ikke længere ansat", "permisjon", "syk", "sykmeldt", "stengt",
        "avspaser", "loma", "vapaalla", "sairauslomalla", "matkoilla", "koulutuksessa", "suljettu",
        "tavoitettavissa", "urlop", "zwolnieni", "delegacj", "nieczynn", "zamknięt", "wyjazd", "szkoleni",
        "macierzyńsk", "nie pracuje", "niedostępn", "dovolen", "nemocensk", "služebn", "zavřen", "školení",
        "nepracuje", "mateřsk", "nejsem", "nebudu", "nedostupn", "zatvoren", "nie som", "nebudem", "služobn",
        "отпуск", "отсутств", "командировк", "больничн", "декрет", "не на месте", "выходн", "каникул",
        "нерабоч", "праздничн", "закрыт", "уволил", "уволен", "відпуст", "відряджен", "вихідн", "зачинен",
        "отсъств", "болнич", "почивн", "одмор", "одсут", "odmor", "odsut", "dopust", "izin", "tatil", "seyahat",
        "yurt dışı", "raporlu", "ofis kapalı", "bulunmamakta", "müsait değil", "szabadság", "távol",
        "kiküldetés", "zárva", "külföld", "concediu", "plecat", "deplasare", "închis", "delegație",
        "nu mai lucreaz", "vacanță", "άδεια", "απουσι", "απουσί", "διακοπ", "ταξίδι", "κλειστ", "αργία", "nghỉ",
        "vắng", "công tác", "ngoài văn phòng", "חופש", "לא זמין", "خارج", "غائب", "سفر", "مغلق", "عطلة",
        "ลาพักร้อน", "ไม่อยู่", "ลาหยุด", "छुट्टी", "cuti", "di luar kantor", "puhkusel", "kontorist väljas",
        "atvaļinājum", "atostog", "不在", "假期", "离职", "離職", "停业", "培训", "夏季休", "年末年始", "부재", "외근", "연차", "육아휴직",
        "no longer in use", "not in use any more", "unterwegs", "на лікарняному", "лікарнян", "work only on",
        "only work on", "out of the office", "out of office", "on vacation", "on annual leave", "on holiday",
        "on leave", "maternity leave", "paternity leave", "parental leave", "sick leave", "off sick",
        "away from my desk", "away from the office", "away from my mail", "i am away", "i'm away",
        "i will be away", "currently away", "am travelling", "am traveling", "on a business trip",
        "not in the office", "office is closed", "office will be closed", "offices are closed", "we are closed",
        "no longer with", "no longer work", "has left the company", "have left the company",
        "currently unavailable", "unavailable until", "not available until", "am not at work", "am not working",
        "taking time off", "day off", "days off", "am offline", "summer break", "nicht im büro",
        "nicht im haus", "außer haus", "im urlaub", "in urlaub", "abwesend", "in elternzeit", "im mutterschutz",
        "auf dienstreise", "auf geschäftsreise", "nicht am arbeitsplatz", "nicht erreichbar", "nicht verfügbar",
        "büro ist geschlossen", "büro bleibt", "betriebsferien", "nicht mehr im unternehmen", "nicht mehr für",
        "krankheitsbedingt", "außerhalb des büros", "praxis ist geschlossen", "geschlossen", "absent du bureau",
        "absente du bureau", "suis absent", "suis actuellement absent", "serai absent", "en congé",
        "en vacances", "en déplacement", "hors du bureau", "ne suis pas au bureau", "bureaux sont fermés",
        "bureaux seront fermés", "arrêt maladie", "ne fais plus partie", "congé maternité", "indisponible",
        "nous sommes fermés", "entreprise est fermée", "fuera de la oficina", "fuera de oficina",
        "de vacaciones", "estoy ausente", "estaré ausente", "ausente", "no estoy en la oficina", "de viaje",
        "de baja", "oficina permanecerá cerrada", "ya no trabaja", "permiso", "fuori ufficio", "fuori sede",
        "in ferie", "sono assente", "sarò assente", "assente", "uffici sono chiusi", "uffici saranno chiusi",
        "uffici resteranno chiusi", "in trasferta", "in maternità", "non lavora più", "fora do escritório",
        "de férias", "em férias", "estou ausente", "estarei ausente", "em viagem", "escritório estará fechado",
        "licença", "niet op kantoor", "op vakantie", "met vakantie", "afwezig", "met verlof", "buiten kantoor",
        "kantoor is gesloten", "niet aanwezig", "niet meer werkzaam", "på semester", "har semester",
        "inte på kontoret", "är ledig", "frånvarande", "föräldraledig", "tjänsteresa", "på ferie", "har ferie",
        "holder ferie", "ikke på kontoret", "ikke til stede", "har fri", "forretningsrejse", "ute av kontoret",
        "bortreist", "ferieavvikling", "poissa toimistolta", "lomalla", "vuosilomalla", "en ole töissä",
        "olen poissa", "työmatkalla", "poza biurem", "na urlopie", "jestem nieobecn", "nie ma mnie",
        "przebywam na", "w delegacji", "nieobecn", "biuro jest nieczynne", "mimo kancelář", "na dovolené",
        "nejsem v kanceláři", "nejsem přítom", "nepřítom", "služební cest", "mimo kancelárie", "na dovolenke",
        "nie som v kancelárii", "čerpám dovolen", "в отпуске", "нахожусь в отпуске", "отсутствую",
        "буду отсутствовать", "нет на месте", "нет на рабочем месте", "не в офисе", "вне офиса",
        "в командировке", "на больничном", "офис закрыт", "офис не работает", "больше не работа", "не работаем",
        "нерабочие дни", "у відпустці", "відсутн", "не в офісі", "у відрядженні", "в отпуск", "извън офиса",
        "отсъствам", "на годишњем одмору", "ofis dışında", "ofiste değil", "izindeyim", "izinliyim",
        "yıllık izin", "tatildeyim", "seyahatte", "izinde ol", "szabadságon", "házon kívül", "irodán kívül",
        "nem vagyok az irodában", "távol vagyok", "în concediu", "nu sunt la birou", "lipsesc din birou",
        "în afara biroului", "plecat din birou", "εκτός γραφείου", "σε άδεια", "απουσιάζω", "λείπω", "διακοπές",
        "θα απουσιάζω", "nghỉ phép", "vắng mặt", "không có mặt", "đang đi công tác", "בחופשה", "מחוץ למשרד",
        "לא במשרד", "נעדר", "خارج المكتب", "في إجازة", "إجازة", "غير متواجد", "休假", "年假", "不在办公室", "不在公司", "出差",
        "外出", "放假", "休产假", "病假", "不在辦公室", "請假", "请假", "已离职", "休息", "不在にして", "不在と", "休暇", "出張", "外出して", "休業",
        "お休み", "休みを", "席を外し", "退職", "부재중", "휴가", "출장", "자리를 비", "휴무", "퇴사",
    ])

    fileprivate static let receptions = Words(phrases: [
        "thank you for your understanding", "thank you for your patience", "thanks for your patience",
        "verständnis", "geduld", "de votre compréhension", "votre patience", "por su comprensión",
        "por su paciencia", "per la comprensione", "la pazienza", "pela compreensão", "uw begrip", "förståelse",
        "forståelse", "ymmärryks", "zrozumienie", "pochopení", "за понимание", "за розуміння", "за разбирането",
        "на разумевању", "anlayışınız", "megértés", "înțelegere", "κατανόηση", "理解", "谅解", "諒解", "ご了承", "ご不便",
        "양해", "merci pour votre", "merci pour ton", "gracias por su", "gracias por tu", "grazie per",
        "obrigado pelo", "obrigada pela", "tack för", "tak for", "takk for", "kiitos", "dziękuję za",
        "děkuji za", "спасибо за", "благодарю за", "благодаря ви", "teşekkür", "köszönöm", "mulțumesc",
        "ευχαριστώ", "cảm ơn", "תודה", "شكرا", "شكراً", "感谢您", "謝謝您", "ありがとうございます", "thank you for your e mail",
        "thank you for your email", "thank you for your mail", "thank you for your message",
        "thanks for your e mail", "thanks for your email", "thanks for your mail", "thanks for your message",
        "thank you for contacting", "thank you for writing", "thanks for writing",
        "thank you for getting in touch", "thanks for getting in touch", "thanks for reaching out",
        "thank you for reaching out", "thank you for your inquiry", "thank you for your enquiry",
        "your message has been received", "your email has been received", "have received your",
        "your message has reached", "received your message", "got your message", "thanks for your note",
        "thank you for your note", "your mail has reached", "your e mail has reached",
        "dank für ihre nachricht", "dank für deine nachricht", "dank für ihre e mail", "dank für ihre mail",
        "dank für deine e mail", "dank für deine mail", "dank für ihre anfrage", "danke für ihre",
        "danke für deine", "nachricht erhalten", "ihre nachricht ist eingegangen", "dank für ihr schreiben",
        "nachricht ist angekommen", "merci pour votre message", "merci de votre message",
        "merci pour votre mail", "merci pour votre e mail", "merci pour ton message", "bien reçu votre",
        "accusons réception", "merci de votre e mail", "merci pour votre courriel", "merci de votre courriel",
        "votre message a bien été", "merci de nous avoir contact", "gracias por su mensaje",
        "gracias por tu mensaje", "gracias por su correo", "gracias por tu correo", "gracias por contactar",
        "hemos recibido su", "gracias por escribir", "he recibido su", "gracias por su e mail",
        "grazie per il suo messaggio", "grazie per il tuo messaggio", "grazie per la sua",
        "grazie per l'e mail", "grazie per averci", "grazie per la tua", "grazie per il messaggio",
        "abbiamo ricevuto", "ho ricevuto la", "grazie per avermi", "obrigado pela sua mensagem",
        "obrigada pela sua mensagem", "obrigado pelo seu", "obrigada pelo seu", "agradeço o seu",
        "agradeço a sua", "agradecemos o seu", "obrigado pelo contato", "recebemos", "obrigado pelo contacto",
        "agradecemos o contacto", "bedankt voor uw", "bedankt voor je", "dank voor uw", "dank u voor uw",
        "hartelijk dank voor", "tack för ditt", "tack för din", "tack för ert", "tak for din", "tak for jeres",
        "takk for din", "takk for e post", "kiitos viestist", "kiitos sähköposti", "dziękuję za wiadomość",
        "dziękujemy za wiadomość", "dziękuję za e mail", "dziękuję za mail", "dziękujemy za kontakt",
        "děkuji za vaši zprávu", "děkuji za váš", "děkujeme za", "děkuji za zprávu", "ďakujem za",
        "ďakujeme za", "děkuji za e mail", "спасибо за ваше письмо", "спасибо за письмо",
        "спасибо за сообщение", "спасибо за ваше", "благодарю за письмо", "благодарим за обращение",
        "спасибо за обращение", "ваше письмо получено", "ваше сообщение получено", "получил ваше",
        "получила ваше", "благодарю за ваше", "благодарим за ваше", "письмо доставлено", "дякую за",
        "дякуємо за", "ваш лист отриман", "благодаря за", "хвала на поруци", "благодарим ви",
        "mesajınız için teşekkür", "e postanız için teşekkür", "mesajınızı aldım", "mailiniz için teşekkür",
        "iletiniz için teşekkür", "köszönöm levelét", "köszönöm üzenetét", "köszönjük", "köszönöm az",
        "köszönöm a", "mulțumesc pentru", "vă mulțumesc pentru", "vă mulțumim pentru", "mulţumesc pentru",
        "σας ευχαριστώ για το", "ευχαριστώ για το", "ευχαριστούμε για", "cảm ơn bạn đã", "cảm ơn quý",
        "cảm ơn email", "תודה על פנייתך", "תודה על", "קיבלתי את", "شكرا على", "شكرا لرسالتك", "شكراً على",
        "شكرا لك على", "شكراً لرسالتك", "شكرا لتواصلك", "شكراً لتواصلك", "感谢您的来信", "感谢您的邮件", "谢谢您的邮件", "谢谢来信",
        "感谢来信", "来信已收到", "邮件已收到", "您的邮件我已", "收到您的邮件", "已收到您的", "感谢您的", "謝謝您的來信", "感謝您的", "您的来信", "您的邮件",
        "メールありがとう", "ご連絡ありがとう", "ご連絡いただき", "メールをいただき", "お問い合わせいただき", "お問い合わせありがとう", "メールを拝受", "ご連絡を頂", "메일 감사",
        "메일을 보내", "보내주신 메일", "보내 주신 메일", "연락 주셔서", "연락주셔서", "메일 주셔서",
    ])
}
