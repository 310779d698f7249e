"""Writes a support mailbox as an agency with 200 clients has it, and the operator's folder that belongs to it.

The same seed and count give the same mails, apart from their dates, which lie within the days before the run.
"""

import base64
import binascii
import email.header
import email.utils
import os
import pathlib
import random
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUPPORT = "support@northlight.example"
CLIENTS = 200
# Mails per language among clients, and the charsets their programs use.
LANGUAGES = {
    "en": (45, ["utf-8", "utf-8", "iso-8859-1", "us-ascii"]),
    "ru": (25, ["utf-8", "utf-8", "koi8-r", "windows-1251"]),
    "zh": (18, ["utf-8", "utf-8", "gb2312", "gb18030"]),
    "de": (12, ["utf-8", "utf-8", "iso-8859-1"]),
}
CODECS = {"koi8-r": "koi8-r", "windows-1251": "cp1251", "gb2312": "gb2312", "gb18030": "gb18030",
          "iso-8859-1": "latin-1", "us-ascii": "ascii"}
GREETINGS = {"en": ["Hello,", "Hi Ana,", "Good morning,", "Dear team,"],
             "ru": ["Здравствуйте!", "Добрый день.", "Ана, привет!"],
             "zh": ["您好：", "你好，", "各位好，"], "de": ["Hallo,", "Guten Tag,", "Liebe Ana,"]}
CLOSINGS = {"en": ["Best regards,", "Thanks,", "Kind regards,"], "ru": ["С уважением,", "Спасибо!", "Заранее спасибо,"],
            "zh": ["谢谢！", "此致敬礼", "祝好，"], "de": ["Viele Grüße", "Mit freundlichen Grüßen", "Danke und Gruß"]}
NAMES = {"en": ["Nora Birch", "Sam Ellis", "Grace Hall", "Tom Avery"], "ru": ["Ольга Белова", "Иван Петров", "Анна Котова"],
         "zh": ["陈丽华", "林志明", "王晓燕"], "de": ["Jürgen Groß", "Petra Vogel", "Lena Köhler"]}
ON_WROTE = {"en": "On %s, %s wrote:", "ru": "%s, %s пишет:", "zh": "在 %s，%s 写道：", "de": "Am %s schrieb %s:"}
AWAY = {"en": ("Automatic reply: ", "I am out of the office until Monday and will answer your mail after my return."),
        "ru": ("Автоответ: ", "Я в отпуске до понедельника и отвечу на ваше письмо после возвращения."),
        "zh": ("自动回复：", "我正在休假，周一回来后会回复您的邮件。"),
        "de": ("Abwesenheitsnotiz: ", "Ich bin bis Montag nicht im Büro und beantworte Ihre Mail nach meiner Rückkehr.")}
DISCLAIMER = ("This e-mail and any files transmitted with it are confidential and intended solely for the use of the "
              "individual or entity to whom they are addressed. If you have received this e-mail in error please notify "
              "the sender and delete it from your system.")
STYLE = ("p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt; font-family:\"Calibri\",sans-serif;}\n"
         "a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}\n")
# One mail in so many of each kind; the rest are clients' new mails.
KINDS = [("reply", 24), ("newsletter", 9), ("away", 4), ("bounce", 2), ("invitation", 2), ("spam", 1), ("stranger", 3)]
# Files in one mail of 18: together with them 20,000 mails come to about 1.4 GB.
ATTACHED_SHARE = 1 / 18.5
ATTACHED_BYTES = (200_000, 2_000_000)


def sentences(language, label):
    lines = (ROOT / "Sources/Classifier/Seeds" / language / (label + ".txt")).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class Client:
    def __init__(self, number, rng):
        self.id = "client%03d" % number
        self.domain = self.id + ".example"
        self.language = rng.choices(list(LANGUAGES), [share for share, _ in LANGUAGES.values()])[0]
        self.people = [("%s%d@%s" % (role, number, self.domain), rng.choice(NAMES[self.language]))
                       for role in ("office", "shop", "director")]
        self.plan = rng.choice(["retainer", "retainer", "business", "upkeep"])
        self.zone = {"en": "Europe/London", "ru": "Europe/Moscow", "zh": "Asia/Shanghai", "de": "Europe/Berlin"}[
            self.language]
        self.recent = []

    def yaml(self):
        language = self.language if self.language != "de" else "en"
        return ("client: %s\nname: Client %s\ncontacts:\n  addresses: [%s]\n  domains: [%s]\nplan: %s\n"
                "start: 2026-01-01\nzone: %s\nlanguage: %s\n") % (
                    self.id, self.id[-3:], ", ".join(address for address, _ in self.people[:2]), self.domain,
                    self.plan, self.zone, language)


class Mailbox:
    """Draws mails one after another."""

    def __init__(self, count, seed, begin, end):
        self.rng = random.Random(seed)
        self.count, self.begin, self.end = count, begin, end
        self.clients = [Client(number, self.rng) for number in range(1, CLIENTS + 1)]
        self.asks = {language: [line for label in ("fix", "fix", "feature", "question", "incident", "billing")
                                for line in sentences(language, label)] for language in LANGUAGES}
        self.remarks = {language: sentences(language, "other") for language in LANGUAGES}
        # What files look like on the wire: lines of base64, cut out of one long run of them.
        run = self.rng.randbytes(57 * 80_000)
        self.lines = [binascii.b2a_base64(run[place:place + 57]) for place in range(0, len(run), 57)]

    def __iter__(self):
        """(seconds since 1970, bytes with LF), in the order of arrival."""
        for number in range(self.count):
            when = self.begin + (self.end - self.begin) * number // self.count
            kind = self.rng.choices([name for name, _ in KINDS] + ["new"],
                                    [share for _, share in KINDS] + [100 - sum(share for _, share in KINDS)])[0]
            yield when, getattr(self, kind)(number, when)

    # Kinds of mail

    def new(self, number, when):
        client = self.rng.choice(self.clients)
        return self.person(number, when, client, self.rng.choice(client.people), earlier=None)

    def reply(self, number, when):
        client = self.rng.choice(self.clients)
        earlier = self.rng.choice(client.recent) if client.recent else None
        return self.person(number, when, client, self.rng.choice(client.people), earlier)

    def stranger(self, number, when):
        client = Client(900 + number % 90, self.rng)
        return self.person(number, when, client, ("someone%d@mail%d.example.net" % (number, number % 50),
                                                  self.rng.choice(NAMES[client.language])), None)

    def person(self, number, when, client, sender, earlier):
        rng, language = self.rng, client.language
        asks = rng.sample(self.asks[language], rng.choice([1, 1, 1, 2, 2, 3]))
        joiner = "" if language == "zh" else " "
        paragraphs = [rng.choice(GREETINGS[language]), joiner.join([rng.choice(self.remarks[language]), asks[0]])]
        paragraphs += [joiner.join([ask, rng.choice(self.remarks[language])]) for ask in asks[1:]]
        signature = [rng.choice(CLOSINGS[language]), sender[1], "Client %s" % client.id[-3:], "Tel. +49 30 5550%03d" % number]
        subject = asks[0][:60]
        history = []
        head = self.head(number, when, sender, subject)
        if earlier:
            subject = "Re: " + earlier["subject"]
            head = self.head(number, when, sender, subject)
            head.append("In-Reply-To: <%s>" % earlier["references"][-1])
            head.append("References: " + "\n ".join("<%s>" % one for one in earlier["references"][-8:]))
            history = [ON_WROTE[language] % (email.utils.formatdate(when - 7200, True), "Northlight Support")]
            history += ["> " + line for line in earlier["text"]]
        text = paragraphs + signature
        references = (earlier["references"] if earlier else []) + [self.message_id(number, sender)]
        client.recent = client.recent[-5:] + [{
            "subject": earlier["subject"] if earlier else subject, "references": references,
            "text": (text + history)[:400]}]
        plain = "\n\n".join(paragraphs + ["\n".join(signature)])
        if rng.random() < 0.2:
            plain += "\n\n" + DISCLAIMER
        if history:
            plain += "\n\n" + "\n".join(history)
        return self.finish(head, self.body(plain, language, paragraphs, signature, history))

    def newsletter(self, number, when):
        language = self.rng.choice(list(LANGUAGES))
        lines = self.rng.sample(self.asks[language], 12) + self.rng.sample(self.remarks[language], 8)
        head = self.head(number, when, ("news@shop%d.example.org" % (number % 40), "Shop news"), lines[0][:50])
        head += ["List-Id: <news.shop%d.example.org>" % (number % 40), "Precedence: bulk",
                 "List-Unsubscribe: <https://shop%d.example.org/out>" % (number % 40)]
        cells = "".join("<tr><td style=\"padding:12px 24px;font:14px/20px Arial;color:#333333\"><a href=\"https://shop."
                        "example.org/c/%d\"><img src=\"https://img.example.org/%d.png\" width=\"560\"></a>%s</td></tr>\n"
                        % (self.rng.randrange(10**9), self.rng.randrange(10**9), line) for line in lines * 3)
        page = "<html><head><style>%s</style></head><body><table>%s</table></body></html>" % (STYLE * 6, cells)
        plain = self.part("text/plain", "\n\n".join(lines), language)
        return self.finish(head, self.multipart("alternative", [plain, self.part("text/html", page, language)]))

    def away(self, number, when):
        client = self.rng.choice(self.clients)
        sender = self.rng.choice(client.people)
        prefix, text = AWAY[client.language]
        head = self.head(number, when, sender, prefix + "Re: #%d" % number)
        head += ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All"]
        return self.finish(head, self.part("text/plain", text, client.language))

    def bounce(self, number, when):
        head = self.head(number, when, ("MAILER-DAEMON@mx%d.example" % (number % 9), "Mail Delivery System"),
                         "Undelivered Mail Returned to Sender")
        head += ["Auto-Submitted: auto-replied", "Return-Path: <>"]
        status = ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nobody%d@gone.example\nAction: failed\n"
                  "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such person\n" % number)
        parts = [self.part("text/plain", "I'm sorry to have to inform you that your message could not be delivered.", "en"),
                 ("Content-Type: message/delivery-status", status.encode()),
                 ("Content-Type: message/rfc822", ("From: <%s>\nSubject: Your request\nMessage-ID: <x%d@northlight.example>"
                                                   "\n\nText.\n" % (SUPPORT, number)).encode())]
        return self.finish(head, self.multipart("report; report-type=delivery-status", parts))

    def invitation(self, number, when):
        client = self.rng.choice(self.clients)
        head = self.head(number, when, self.rng.choice(client.people), "Invitation: review")
        event = ("BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:%d@%s\nDTSTART:20261201T090000Z\n"
                 "SUMMARY:Review\nEND:VEVENT\nEND:VCALENDAR\n" % (number, client.domain))
        parts = [self.part("text/plain", "Review of the site, Tuesday at ten.", "en"),
                 ("Content-Type: text/calendar; method=REQUEST; charset=utf-8", event.encode())]
        return self.finish(head, self.multipart("alternative", parts))

    def spam(self, number, when):
        head = self.head(number, when, ("win%d@lucky%d.example.com" % (number, number % 70), "Lucky You"), "You won!!!")
        head.append("X-Spam-Flag: YES")
        return self.finish(head, self.part("text/html", "<p>Click <a href=\"http://x.example\">here</a></p>" * 40, "en"))

    # Headers

    def message_id(self, number, sender):
        return "%08x.%d@%s" % (number * 2654435761 % 2**32, number, sender[0].split("@")[1].lower())

    def head(self, number, when, sender, subject):
        domain = sender[0].split("@")[1].lower()
        name = sender[1] if sender[1].isascii() else email.header.Header(sender[1], "utf-8").encode()
        shown = subject if subject.isascii() else email.header.Header(subject, "utf-8", maxlinelen=70).encode()
        stamp = email.utils.formatdate(when, localtime=False)
        return ["Return-Path: <%s>" % sender[0], "Delivered-To: " + SUPPORT,
                "Received: from out.%s (out.%s [192.0.2.%d])\n\tby mx.northlight.example with ESMTPS id %08X;\n\t%s"
                % (domain, domain, number % 250, number, stamp),
                "Authentication-Results: mx.northlight.example;\n\tspf=pass smtp.mailfrom=%s;\n\tdkim=pass header.d=%s;\n"
                "\tdmarc=pass header.from=%s" % (sender[0], domain, domain),
                "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=s1;\n\th=from:to:subject:date:message-id;\n"
                "\tbh=%s;\n\tb=%s" % (domain, self.lines[number % 1000][:44].decode(),
                                      "\n\t ".join(line[:70].decode() for line in self.lines[number % 900:number % 900 + 5])),
                "From: %s <%s>" % (name, sender[0]), "To: Northlight Support <%s>" % SUPPORT, "Subject: " + shown,
                "Date: " + stamp, "Message-ID: <%s>" % self.message_id(number, sender), "MIME-Version: 1.0"]

    # Bodies: a part is its header lines and its bytes

    def body(self, plain, language, paragraphs, signature, history):
        rng = self.rng
        text = self.part("text/plain", plain, language)
        style = rng.random()
        if style < 0.2:
            whole = text
        else:
            page = self.page(paragraphs, signature, history)
            html = self.part("text/html", page, language)
            if rng.random() < 0.35:
                logo = ("Content-Type: image/png; name=\"logo.png\"\nContent-Transfer-Encoding: base64\n"
                        "Content-ID: <logo@mail>\nContent-Disposition: inline; filename=\"logo.png\"", self.file(
                            rng.randint(3_000, 24_000)))
                html = self.multipart("related", [html, logo])
            whole = html if style < 0.3 else self.multipart("alternative", [text, html])
        if rng.random() < ATTACHED_SHARE / 0.8:
            low, high = ATTACHED_BYTES
            name, kind = rng.choice([("screenshot.png", "image/png"), ("Angebot.pdf", "application/pdf"),
                                     ("photos.zip", "application/zip"), ("texts.docx", "application/octet-stream")])
            size = int(low * (high / low) ** rng.random())
            whole = self.multipart("mixed", [whole, (
                "Content-Type: %s; name=\"%s\"\nContent-Transfer-Encoding: base64\n"
                "Content-Disposition: attachment; filename=\"%s\"" % (kind, name, name), self.file(size))])
        return whole

    def page(self, paragraphs, signature, history):
        def block(lines):
            return "".join("<p class=\"MsoNormal\"><span lang=\"EN-US\" style=\"mso-fareast-language:EN-US\">%s<o:p></o:p>"
                           "</span></p>\n" % line.replace("&", "&amp;").replace("<", "&lt;") for line in lines)
        quoted = [line.lstrip("> ") for line in history]
        quote = "<blockquote type=\"cite\">%s</blockquote>" % block(quoted) if quoted else ""
        return ("<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><meta http-equiv=\"Content-Type\" "
                "content=\"text/html; charset=utf-8\"><style><!--\n%s--></style></head><body lang=\"EN-US\">%s%s%s</body>"
                "</html>\n" % (STYLE * self.rng.randint(2, 14), block(paragraphs), block(signature), quote))

    def part(self, kind, text, language):
        charset = self.rng.choice(LANGUAGES[language][1])
        try:
            raw = text.encode(CODECS.get(charset, charset))
        except UnicodeEncodeError:
            charset, raw = "utf-8", text.encode()
        head = "Content-Type: %s; charset=%s\nContent-Transfer-Encoding: " % (kind, charset)
        if raw.isascii() and max(map(len, raw.split(b"\n"))) < 900:
            return head + "7bit", raw
        if language in ("en", "de"):
            return head + "quoted-printable", binascii.b2a_qp(raw)
        return head + "base64", base64.encodebytes(raw)

    def file(self, size):
        count = size // 57 + 1
        place = self.rng.randrange(max(1, len(self.lines) - count))
        return b"".join(self.lines[place:place + count])

    def multipart(self, kind, parts):
        boundary = "----=_Part_%012x" % self.rng.getrandbits(48)
        pieces = []
        for head, body in parts:
            pieces.append(b"--" + boundary.encode() + b"\n" + head.encode() + b"\n\n" + body.rstrip(b"\n") + b"\n")
        name, _, rest = kind.partition(";")
        parameters = ";%s" % rest if rest else ""
        head = "Content-Type: multipart/%s%s;\n\tboundary=\"%s\"" % (name, parameters, boundary)
        return head, b"\n".join(pieces) + b"\n--" + boundary.encode() + b"--\n"

    def finish(self, head, body):
        return "\n".join(head + [body[0], "", ""]).encode() + body[1]


def write_maildir(folder, mailbox, owner):
    """Writes the mails where Dovecot keeps them and answers the bytes on the wire: Dovecot sends CRLF."""
    current = folder / "cur"
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    total = 0
    for number, (when, raw) in enumerate(mailbox):
        wire = len(raw) + raw.count(b"\n")
        total += wire
        path = current / ("%d.M%06dP1.lab,S=%d,W=%d:2," % (when, number, len(raw), wire))
        path.write_bytes(raw)
        os.utime(path, (when, when))
        if owner:
            os.chown(path, *owner)
    if owner:
        for path in (folder.parent, folder, current, folder / "new", folder / "tmp"):
            os.chown(path, *owner)
    return total


def write_rules(folder, clients, environment, start):
    """The example folder of the repository, with 200 clients instead of five and the lab's servers."""
    shutil.copytree(ROOT / "Mailrules", folder)
    for path in (folder / "clients").iterdir():
        path.unlink()
    for client in clients:
        (folder / "clients" / (client.id + ".yaml")).write_text(client.yaml(), encoding="utf-8")
    rules = (folder / "rules.yaml").read_text(encoding="utf-8")
    rules = rules.replace("client: harbor", "client: client001").replace("client: birch", "client: client002")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    host, authority = "127.0.0.1", environment["GATEPOST_LAB_CA"]
    (folder / "agency.yaml").write_text("""\
agency: Northlight Studio
zone: Europe/Berlin
languages: [en, ru, zh]
mailboxes:
  support:
    server: imaps://%s:%s
    login: %s
    password: env:SUPPORT_PASSWORD
    ca: %s
    addresses: [%s]
    start: %s
    authserv: [mx.northlight.example]
outgoing:
  server: smtps://%s:%s
  login: %s
  password: env:SUPPORT_PASSWORD
  ca: %s
  from: Northlight Support <%s>
staff:
  ana: {name: Ana Keller, address: ana@northlight.example}
  ben: {name: Ben Okafor, address: ben@northlight.example}
calendars:
  office:
    week: {mon-thu: [09:00-12:30, 13:30-17:30], fri: [09:00-12:30, 13:30-16:00]}
    holidays: calendars/berlin.ics
limits: {perSender: 10, perDomain: 50, overall: 0, answerableAge: 14d}
spam: {X-Spam-Flag: yes}
""" % (host, environment["GATEPOST_LAB_IMAPS_PORT"], SUPPORT, authority, SUPPORT, start, host,
       environment["GATEPOST_LAB_SMTPS_PORT"], SUPPORT, authority, SUPPORT), encoding="utf-8")
