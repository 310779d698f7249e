/// Takes off what stands beneath the words: signatures, telephones' footers, disclaimers.
enum Footers {
    /// A signature is short; what is longer is somebody's text under two dashes.
    private static let signatureLimit = 16

    /// The parts of a mail between its quotes, each without what stands at its own foot: answers beneath a quote, or a
    /// mail that is passed on, are no part of the signature above.
    static func removed(from parts: [ArraySlice<QuotedLine>]) -> [QuotedLine] {
        var kept: [QuotedLine] = []
        var hasWords = false
        for part in parts {
            let lines = withoutDisclaimers(part.filter { !isTelephoneFooter($0) })
            let own = withoutContactBlock(withoutSignature(lines, below: hasWords))
            hasWords = hasWords || own.contains { !$0.isBlank }
            kept += own
        }
        return kept
    }

    /// The line of two dashes and a blank, often trimmed, that RFC 3676 section 4.3 puts above a signature. Where no
    /// words stand above, in these lines or before them, what stands below are the words.
    private static func withoutSignature(_ lines: [QuotedLine], below hasWords: Bool) -> [QuotedLine] {
        guard let dashes = lines.lastIndex(where: { isSignatureMark($0) }) else { return lines }
        let below = lines[(dashes + 1)...].filter { !$0.isBlank }
        guard below.count <= signatureLimit, hasWords || lines[..<dashes].contains(where: { !$0.isBlank }) else {
            return lines
        }
        return Array(lines[..<dashes])
    }

    private static func isSignatureMark(_ line: QuotedLine) -> Bool {
        line.content == "--" || line.content == "-- " || line.content == "—"
    }

    private static func isTelephoneFooter(_ line: QuotedLine) -> Bool {
        let folded = line.folded
        guard !folded.isEmpty, folded.count <= 160 else { return false }
        let isHead =
            telephoneHeads.begin(folded[...])
            || (germanHeads.begin(folded[...]) && germanVerbs.occur(in: folded))
        return isHead && telephoneWords.occur(in: folded) && !isComplaint(folded)
    }

    /// "Downloaded from my phone it does not open": a footer denies nothing and asks nothing.
    private static func isComplaint(_ folded: [UInt8]) -> Bool {
        negations.occur(in: folded) || folded.hasSuffix("?") || folded.hasSuffix("？")
    }

    private static let negations = Words([
        " not ", "n't ", "n’t ", " never ", " nicht", " kein", " nie ", " ne ", " n'", " n’", " pas ", " no ",
        " nunca ",
        " не ", " нет", " никак", "不", "没", "沒", "无法", "無法",
    ])

    private static let telephoneHeads = Words([
        "sent from", "sent via", "sent with", "get outlook", "download outlook", "gesendet mit", "gesendet von",
        "gesendet über", "gesendet aus", "diese nachricht wurde von", "holen sie sich outlook", "outlook für",
        "laden sie outlook", "envoyé de", "envoyé depuis", "envoyé avec", "envoyé à partir", "obtenez outlook",
        "obtenir outlook",
        "télécharger outlook", "téléchargez outlook", "enviado desde", "enviado con", "enviado de", "obtener outlook",
        "obtén outlook", "descargar outlook", "отправлено с", "отправлено из", "отправлено через", "отправлено от",
        "скачать outlook", "скачайте outlook", "получить outlook", "发自", "发送自", "来自我的", "获取 outlook", "获取outlook",
        "获取适用于", "下载 outlook", "下载outlook", "下载适用于", "從我的", "寄自",
    ])

    /// German puts the verb last, so that the beginning alone may open any sentence: "From my phone I cannot pay".
    private static let germanHeads = Words(["von meinem", "von meiner", "von unterwegs"])
    private static let germanVerbs = Words(["gesendet", "geschickt", "gesandt", "verfasst", "geschrieben"])

    private static let telephoneWords = Words([
        "iphone", "ipad", "android", "samsung", "galaxy", "huawei", "xiaomi", "blackberry", "mobile", "phone", "handy",
        "smartphone", "outlook", "proton", "yahoo", "móvil", "mobil", "portable", "телефон", "смартфон", "мобильн",
        "почт",
        "手机", "邮箱", "平板", "gmx", "web.de", "thunderbird", "spark", "windows", "tablet", "honor", "oppo", "unterwegs",
        "小米",
        "华为", "苹果", "foxmail",
    ])

    /// Drops the paragraphs that are legal text alone.
    private static func withoutDisclaimers(_ lines: [QuotedLine]) -> [QuotedLine] {
        var kept: [QuotedLine] = []
        var paragraph: [QuotedLine] = []
        func settle() {
            if !isDisclaimer(paragraph) { kept += paragraph }
            paragraph = []
        }
        for line in lines {
            if line.isBlank {
                settle()
                kept.append(line)
            } else {
                paragraph.append(line)
            }
        }
        settle()
        return kept
    }

    /// Longest disclaimer looked at, in bytes.
    private static let disclaimerLimit = 4_000

    private static func isDisclaimer(_ paragraph: [QuotedLine]) -> Bool {
        let size = paragraph.reduce(0) { $0 + $1.content.utf8.count }
        guard size >= 30, size <= disclaimerLimit else { return false }
        var text: [UInt8] = []
        for line in paragraph {
            text += (line.folded.isEmpty ? QuotedLine.fold(line.content) : line.folded) + [UInt8(ascii: " ")]
        }
        if shortNotices.occur(in: text) { return size <= 400 }
        return legalSigns.count(in: text, upTo: 2) == 2
    }

    private static let shortNotices = Words([
        "consider the environment", "think before you print", "denken sie an die umwelt", "pensez à l'environnement",
        "pensez à l’environnement", "antes de imprimir", "прежде чем распечатать", "请考虑环境",
        "this email has been checked for",
        "virus-free", "virenfrei", "caution: this email originated", "external email: do not",
        "from outside the organi",
    ])

    private static let legalSigns = Words([
        "confidential", "intended recipient", "intended solely", "intended only", "privileged", "notify the sender",
        "in error", "unauthorised", "unauthorized", "disclaimer", "vertraulich", "irrtümlich",
        "nicht der richtige adressat",
        "bestimmungsgemäße", "unbefugte", "vernichten sie", "rechtlich geschützt", "confidentiel", "destinataire",
        "par erreur", "non autorisée", "l'expéditeur", "l’expéditeur", "à l'attention exclusive", "confidencial",
        "destinatario", "por error", "prohibid", "remitente", "protección de datos", "конфиденциальн", "предназначен",
        "по ошибке", "получател", "уведомите отправителя", "запрещен", "保密", "机密", "收件人", "误收", "错误收到", "删除本邮件",
        "未经授权", "立即通知发件人",
    ])

    /// Beneath "Best regards" and a name: telephone numbers, links, an address. The greeting and name stay.
    private static func withoutContactBlock(_ lines: [QuotedLine]) -> [QuotedLine] {
        guard let signoff = lines.lastIndex(where: { isSignOff($0) }) else { return lines }
        guard let name = lines[(signoff + 1)...].firstIndex(where: { !$0.isBlank }) else { return lines }
        let block = lines[(name + 1)...].filter { !$0.isBlank }
        guard block.count <= signatureLimit, block.contains(where: { isContact($0) }),
            block.allSatisfy({ $0.content.utf8.count <= 120 && !isSentence($0) })
        else { return lines }
        return Array(lines[...name])
    }

    private static func isSignOff(_ line: QuotedLine) -> Bool {
        line.folded.count <= 60 && signOffs.begin(line.folded[...])
    }

    private static let signOffs = Words([
        "best regards", "kind regards", "regards", "warm regards", "many thanks", "best wishes", "best,", "cheers",
        "sincerely",
        "yours", "thanks,", "thank you,", "mit freundlichen", "freundliche grüße", "freundliche grüsse", "viele grüße",
        "viele grüsse", "liebe grüße", "beste grüße", "herzliche grüße", "schöne grüße", "gruß", "mfg", "cordialement",
        "bien cordialement", "bien à vous", "salutations", "meilleures salutations", "cdlt", "saludos", "un saludo",
        "atentamente", "cordialmente", "un cordial saludo", "с уважением", "с наилучшими", "всего доброго", "此致", "祝好",
        "敬上",
    ])

    private static func isContact(_ line: QuotedLine) -> Bool {
        let folded = line.folded
        if contactMarks.occur(in: folded) { return true }
        return folded.reduce(0) { $0 + ($1 >= 0x30 && $1 <= 0x39 ? 1 : 0) } >= 6
    }

    private static let contactMarks = Words(["@", "www.", "http"])

    /// A question, a postscript or a sentence beneath the name is the client speaking again.
    private static func isSentence(_ line: QuotedLine) -> Bool {
        let folded = line.folded
        return postscripts.begin(folded[...]) || folded.hasSuffix("?") || folded.hasSuffix("？")
            || folded.hasSuffix("。") || folded.hasSuffix("!") || hasRunningWords(line)
    }

    /// Addresses and titles are written with capitals, numbers and marks: five words and three small ones are speech.
    private static func hasRunningWords(_ line: QuotedLine) -> Bool {
        let words = line.content.split(separator: " ")
        let small = words.count { word in
            word.unicodeScalars.count > 1 && word.unicodeScalars.allSatisfy(\.properties.isLowercase)
        }
        return words.count >= 5 && small >= 3
    }

    private static let postscripts = Words(["p.s", "ps", "p.d"])
}
