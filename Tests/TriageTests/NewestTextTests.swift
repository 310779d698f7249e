import Testing

@testable import Triage

@Suite struct NewestTextTests {
    @Test(arguments: [
        // Gmail, in one line and wrapped.
        "New words.\n\nOn Mon, 4 May 2026 at 10:31, Ana Keller <ana@agency.example> wrote:\n\n> old\n> words",
        "New words.\n\nOn Mon, 4 May 2026 at 10:31, Northlight Support\n<support@agency.example> wrote:\n\n> old",
        "New words.\n\nOn Mon, 4 May 2026 at 10:31, A Very Long Name\nOf Somebody At An Agency\n<a@b.example> wrote:\n> old",
        // Quoted without marks, as some web mail does.
        "New words.\n\nOn 4 May 2026, at 10:31, Ana <ana@agency.example> wrote:\n\nold words",
        "New words.\n\n2026-05-04 10:31 GMT+02:00 Ana Keller <ana@agency.example>:\n\n> old",
        // Other languages.
        "New words.\n\nAm 04.05.2026 um 10:31 schrieb Ana Keller <ana@agency.example>:\n> alt",
        "New words.\n\nAm Mo., 4. Mai 2026 um 10:31 Uhr schrieb Ana Keller <\nana@agency.example>:\n\n> alt",
        "New words.\n\nAna Keller <ana@agency.example> schrieb am Mo., 4. Mai 2026, 10:31:\n\n> alt",
        "New words.\n\nLe lun. 4 mai 2026 à 10:31, Ana Keller <ana@agency.example> a écrit :\n\n> vieux",
        "New words.\n\nLe 4 mai 2026 à 10:31, Ana Keller <ana@agency.example> a écrit\u{A0}:\n\nvieux",
        "New words.\n\nEl lun, 4 may 2026 a las 10:31, Ana Keller (<ana@agency.example>) escribió:\n\n> viejo",
        "New words.\n\nпн, 4 мая 2026 г. в 10:31, Ana Keller <ana@agency.example>:\n\n> старое",
        "New words.\n\n4 мая 2026 г., в 10:31, Ана Келлер <ana@agency.example> написал(а):\n\n> старое",
        "New words.\n\nПонедельник, 4 мая 2026, 10:31 +03:00 от Ана <ana@agency.example>:\n> старое",
        "New words.\n\n在 2026年5月4日，10:31，Ana <ana@agency.example> 写道：\n\n> 旧的",
        "New words.\n\nAna <ana@agency.example> 于2026年5月4日周一 10:31写道：\n\n> 旧的",
        // Outlook.
        "New words.\n\nFrom: Ana Keller <ana@agency.example>\nSent: Monday, 4 May 2026 10:31\nTo: Bo\nSubject: Form\n\nold",
        "New words.\n\n-----Original Message-----\nFrom: Ana\nSent: Monday\nTo: Bo\nSubject: Form\n\nold",
        "New words.\n\n________________________________\nVon: Ana <ana@agency.example>\nGesendet: Montag\nAn: Bo\nBetreff: F\n\nalt",
        "New words.\n\n-----Ursprüngliche Nachricht-----\nVon: Ana\nGesendet: Montag\nAn: Bo\nBetreff: F\n\nalt",
        "New words.\n\nDe : Ana <ana@agency.example>\nEnvoyé : lundi 4 mai 2026 10:31\nÀ : Bo\nObjet : F\n\nvieux",
        "New words.\n\n-----Message d'origine-----\nDe : Ana\nEnvoyé : lundi\nÀ : Bo\n\nvieux",
        "New words.\n\nDe: Ana <ana@agency.example>\nEnviado: lunes\nPara: Bo\nAsunto: F\n\nviejo",
        "New words.\n\nОт: Ана <ana@agency.example>\nОтправлено: 4 мая\nКому: Бо\nТема: Ф\n\nстарое",
        "New words.\n\n-----Исходное сообщение-----\nОт: Ана\nОтправлено: 4 мая\nКому: Бо\n\nстарое",
        "New words.\n\n发件人: Ana <ana@agency.example>\n发送时间: 2026年5月4日\n收件人: Bo\n主题: 表单\n\n旧的",
        "New words.\n\n------------------ 原始邮件 ------------------\n发件人：Ana\n发送时间：周一\n收件人：Bo\n主题：F\n\n旧的",
        // Plain quoting without any line above it.
        "New words.\n> old\n> older",
        ">> oldest\n> old\nNew words.",
        // Bottom posting.
        "On Mon, 4 May 2026 at 10:31, Ana <ana@agency.example> wrote:\n> old\n> words\n\nNew words.",
    ])
    func `a quoted reply is left out`(text: String) {
        let newest = NewestText(of: text, subject: "Re: Form")
        #expect(newest.text == "New words.")
        #expect(!newest.isForward && newest.originalSender == nil)
        #expect(NewestText(of: text.replacing("\n", with: "\r\n"), subject: "Re: Form").text == "New words.")
    }

    @Test func `what stands beyond the lines that are read for marks is kept as it is`() {
        let text = String(repeating: "a\n", count: QuotedLine.limit) + "On Mon, Ana wrote:\n> b\nc"
        #expect(NewestText(of: text).text == text)
    }

    @Test func `answers between quotes are all kept`() {
        let text = "> Can you send it?\nYes.\n\n> And the other?\nNo, please change it.\n> Bye"
        #expect(NewestText(of: text).text == "Yes.\n\nNo, please change it.")
    }

    @Test(arguments: [
        "On Monday the customer wrote:\nthe form is broken",
        "We got this on 4 May at 10:30, a customer wrote:\nthe form is broken",
        "From: the start page\nthe form is broken",
        "From: 10\nTo: 20\nshow these prices please",
        "Please change:\nSubject: Hello\nto something nicer",
        "-- \nthe form is broken",
        "> the form is broken\n> please look",
        "Please print this page as confidential.",
        "The mail sent from my iPhone looks broken.\nPlease look.",
    ])
    func `in doubt words are kept`(text: String) {
        let kept = NewestText(of: text).text
        #expect(kept.contains("the form is broken") || kept == QuotedLine.joined(QuotedLine.lines(of: text)))
    }

    @Test(arguments: [
        "New words.\n\n-- \nAna Keller\nHarbor Museum",
        "New words.\n--\nAna",
        "New words.\n\nSent from my iPhone",
        "New words.\n\nVon meinem iPhone gesendet",
        "New words.\n\nVon unterwegs mit dem Handy gesendet",
        "New words.\n\n获取 Outlook for iOS",
        "New words.\n\nEnvoyé de mon iPhone",
        "New words.\n\nEnviado desde mi móvil Samsung",
        "New words.\n\nОтправлено с iPhone",
        "New words.\n\nОтправлено из мобильной Почты",
        "New words.\n\n发自我的iPhone",
        "New words.\n\nGet Outlook for Android<https://aka.example/x>",
        "New words.\n\nThis e-mail and its attachments are confidential and intended solely for the addressee. If you are not "
            + "the intended recipient, please notify the sender.",
        "New words.\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren "
            + "Sie bitte den Absender und vernichten Sie diese Mail.",
        "New words.\n\nCe message est confidentiel. Si vous n'êtes pas le destinataire, merci d'avertir l'expéditeur.",
        "New words.\n\nEste mensaje es confidencial. Si no es el destinatario, avise al remitente.",
        "New words.\n\nЭто сообщение конфиденциально и предназначено только для получателя.",
        "New words.\n\n本邮件内容保密，仅供指定收件人使用。如误收，请立即通知发件人并删除本邮件。",
        "New words.\n\nPlease consider the environment before printing this email.",
    ])
    func `signatures, telephones and disclaimers are left out`(text: String) {
        #expect(NewestText(of: text).text == "New words.")
    }

    @Test func `beneath the name only the contact block goes`() {
        let text = "New words.\n\nKind regards,\nAna Keller\n\nTel. +49 30 1234567\nwww.agency.example"
        #expect(NewestText(of: text).text == "New words.\n\nKind regards,\nAna Keller")
    }

    @Test(arguments: [
        "Von meinem Handy aus lässt sich das Formular schlecht bedienen.",
        "Von unterwegs kann ich mich mit dem Smartphone nicht anmelden.",
        "Sent from the mobile form, the pictures do not arrive.",
        "下载按钮在手机上点了没反应。", "获取验证码的手机短信一直收不到。",
        "Отправлено с сайта, но на почту ничего не пришло.",
        "Enviado desde el móvil, el formulario no llega.",
        "Envoyé depuis un mobile, le formulaire n'arrive pas chez nous.",
    ])
    func `who speaks of telephones is no footer`(sentence: String) {
        let text = "New words.\n\n\(sentence)"
        #expect(NewestText(of: text).text == text)
    }

    @Test(arguments: [
        "New words.\n\nKind regards,\nAna\n\nP.S. Call me on 030 1234567, can you?",
        "Thanks, and one more thing:\nThe footer is out of date\nThe number in it should be 030 1234567",
        "Danke und Gruß, noch etwas:\nMfG\nAna\ndie nummer im footer soll 030 1234567 sein",
        "С уважением,\nАнна\nНа сайте телефон должен быть другой: 8 495 123 45 67",
    ])
    func `beneath the name whoever goes on speaking is heard`(text: String) {
        #expect(NewestText(of: text).text == text)
    }

    @Test(arguments: [
        (
            "Please see to this.\n\n---------- Forwarded message ---------\nFrom: Bo <bo@client.example>\nDate: Mon\n"
                + "Subject: Form\nTo: Ana\n\nThe form is broken.", "Fwd: Form", "bo@client.example"
        ),
        (
            "Please see to this.\n\nVon: Bo <bo@client.example>\nGesendet: Montag\nAn: Ana\nBetreff: Form\n\n"
                + "The form is broken.", "WG: Form", "bo@client.example"
        ),
        (
            "Please see to this.\n\nBegin forwarded message:\n\n> From: Bo <bo@client.example>\n> Subject: Form\n> Date: Mon\n"
                + "> To: Ana\n> \n> The form is broken.", "Fwd: Form", "bo@client.example"
        ),
        (
            "Please see to this.\n\n-------- Пересылаемое сообщение --------\nОт: Bo <bo@client.example>\nДата: 4 мая\n"
                + "Кому: Ana\nТема: Form\n\nThe form is broken.", "Fwd: Form", "bo@client.example"
        ),
        (
            "Please see to this.\n\n---- 转发的邮件 ----\n发件人: Bo <bo@client.example>\n日期: 2026-05-04\n收件人: Ana\n"
                + "主题: Form\n\nThe form is broken.", "转发: Form", "bo@client.example"
        ),
    ])
    func `a forwarded mail keeps its words and first sender`(text: String, subject: String, sender: String) {
        let newest = NewestText(of: text, subject: subject)
        #expect(newest.isForward)
        #expect(newest.originalSender == sender)
        #expect(newest.text == "Please see to this.\n\nThe form is broken.")
    }

    /// What stands beneath the name of who passes it on is the request, not a part of that signature.
    @Test(arguments: [
        ("Please see to this.\n-- \nAna Keller\n+49 30 1234567", "Please see to this."),
        (
            "Please see to this.\n\nBest regards,\nAna Keller\n+49 30 1234567",
            "Please see to this.\n\nBest regards,\nAna Keller"
        ),
    ])
    func `a signature above a forward does not take the forward with it`(above: String, introduction: String) {
        let request = "The number 030 7654321 on the page is wrong.\nPut 030 7654322 there."
        let text =
            "\(above)\n\n---------- Forwarded message ---------\nFrom: Bo <bo@client.example>\nDate: Mon\nTo: Ana\n"
            + "Subject: F\n\n\(request)\n-- \nBo"
        let newest = NewestText(of: text, subject: "Fwd: F")
        #expect(newest.introduction == introduction)
        #expect(newest.text == "\(introduction)\n\n\(request)")
    }

    @Test(arguments: [
        ("See below.\n-- \nAna\n\n> Which page?\nThe start page.\n> Anything else?\nAdd a map, please.", "See below."),
        (
            "See below.\n\nBest regards,\nAna\n030 1234567\n> Which number?\nPut 030 7654321 there.",
            "See below.\n\nBest regards,\nAna"
        ),
    ])
    func `answers beneath quotes outlive a signature above them`(text: String, above: String) {
        let answers = text.contains("map") ? "The start page.\nAdd a map, please." : "Put 030 7654321 there."
        #expect(NewestText(of: text, subject: "Re: F").text == "\(above)\n\(answers)")
    }

    @Test func `a signature beneath the quote goes`() {
        #expect(NewestText(of: "Yes, do it.\n> Shall we?\n\n-- \nAna").text == "Yes, do it.")
        #expect(NewestText(of: "> Shall we?\n-- \nYes, do it.").text == "--\nYes, do it.")
    }

    @Test func `a quote inside a forward is left out as well`() {
        let text =
            "---------- Forwarded message ---------\nFrom: Bo <bo@client.example>\nDate: Mon\nTo: Ana\nSubject: F\n\n"
            + "The form is broken.\n\nOn Sun, 3 May 2026 at 09:00, Ana <ana@agency.example> wrote:\n> old"
        #expect(NewestText(of: text, subject: "Fwd: F").text == "The form is broken.")
    }

    @Test func `see below keeps what stands below`() {
        let text =
            "FYI, see below.\n\nFrom: Bo <bo@client.example>\nSent: Monday\nTo: Ana\nSubject: F\n\nThe form is broken."
        #expect(NewestText(of: text, subject: "Re: F").text.contains("The form is broken."))
    }

    @Test(arguments: [
        "On ", "On\n", "On Monday wrote:\n", ">>>>", "> a\n", "a", "hello all\n", "a\u{306}\u{301}", "\u{202E}שלום ",
        "From: a\n", "From: a\nSent: b\nTo: c\n", "\n", "---- Forwarded message ----\n", "--\n", "a\n>b\n\n", "\r",
        "\r\n",
        "confidential intended recipient\n", "-----Original Message-----\n", ":", "\u{0}", "best regards\n", "：\n",
    ])
    func `no text makes it stumble`(unit: String) {
        let text = String(repeating: unit, count: 60_000 / unit.utf8.count)
        #expect(NewestText(of: text, subject: text).text.utf8.count <= text.utf8.count)
    }

    @Test func `a hundred thousand lines are read to the end`() {
        let text = String(repeating: "a\n", count: 100_000) + "last\n> tail\n> end"
        #expect(NewestText(of: text).text.hasSuffix("a\nlast"))
    }

    @Test(arguments: [("", ""), ("\n\n", ""), ("one\n\n\n\ntwo\n", "one\n\ntwo"), ("  one  \n", "  one")])
    func `blank lines are evened out`(text: String, expected: String) {
        #expect(NewestText(of: text).text == expected)
    }
}
