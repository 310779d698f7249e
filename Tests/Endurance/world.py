"""The mail world of the endurance tests: the lab's servers, the operator's folder, mails that come in, and the audit."""
import collections
import email
import email.policy
import fcntl
import imaplib
import json
import os
import pathlib
import random
import shlex
import shutil
import smtplib
import sqlite3
import ssl
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAB = ROOT / "Tests/lab/lab"
SUPPORT = "support@northlight.example"

# Who writes, by client, in words of which the program must make at least one request.
PEOPLE = {
    "harbor": ["curator@harbor.example", "shop@harbor.example"],
    "birch": ["office@birch.example", "desk@birch.example"],
    "severny": ["office@severny.example", "sklad@severny.example"],
    "lotus": ["hello@lotus.example", "shop@lotus.example"],
}
WORDS = {
    "en": ["The order form on page {n} shows an error when I press send. Please repair it.",
           "Since this morning the picture gallery number {n} does not load any more, it stays white.",
           "Please add a new page with our {n} opening times.",
           "How do I change the text of banner {n} myself?"],
    "ru": ["На странице {n} не работает форма заказа, при отправке ошибка 500. Исправьте, пожалуйста.",
           "Добавьте, пожалуйста, новый раздел с каталогом номер {n}."],
    "zh": ["第 {n} 页的订单表单无法提交，一直报错，请尽快修复。", "请在首页增加一个新页面，介绍活动 {n}。"],
}


class Lab:
    """The private Dovecot and the SMTP server that delivers into it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        subprocess.run([LAB, "start", self.folder], check=True)
        self.environment = {}
        for line in (self.folder / "lab.env").read_text().splitlines():
            name, _, value = line.removeprefix("export ").partition("=")
            self.environment[name] = "".join(shlex.split(value))
        self.place = pathlib.Path(self.environment["GATEPOST_LAB_DIR"])

    def port(self, name):
        return int(self.environment["GATEPOST_LAB_%s_PORT" % name])

    def stop(self):
        subprocess.run([LAB, "stop", self.folder], check=False)

    def session(self, address):
        context = ssl.create_default_context(cafile=self.environment["GATEPOST_LAB_CA"])
        session = imaplib.IMAP4_SSL("127.0.0.1", self.port("IMAPS"), ssl_context=context)
        session.login(address, self.environment["GATEPOST_LAB_PASSWORD"])
        return session

    def messages(self, address, folder="INBOX"):
        session = self.session(address)
        try:
            if session.select('"%s"' % folder, readonly=True)[0] != "OK":
                return []
            found = session.uid("search", None, "ALL")[1][0].split()
            result = []
            for start in range(0, len(found), 100):
                data = session.uid("fetch", b",".join(found[start:start + 100]), "(BODY.PEEK[])")[1]
                result += [email.message_from_bytes(item[1], policy=email.policy.default)
                           for item in data if isinstance(item, tuple)]
            return result
        finally:
            session.logout()

    def deliver(self, sender, recipient, content):
        """As another mail server would: by LMTP."""
        with smtplib.LMTP("127.0.0.1", self.port("LMTP")) as lmtp:
            lmtp.sendmail(sender, [recipient], content)

    def restart_imap(self, rough):
        """Ends Dovecot and starts it again. No delivery is cut in half: mail servers queue, the lab's does not."""
        with open(self.place / "delivery.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            configuration = self.place / "dovecot.conf"
            master = int((self.place / "run/master.pid").read_text())
            if rough:
                for pid in children(master, "imap"):
                    os.kill(pid, 9)
            os.kill(master, 15)
            while lives(master):
                time.sleep(0.02)
            for attempt in range(100):
                # Pipes would be inherited by the server and never end.
                if subprocess.run(["dovecot", "-c", configuration], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
                    break
                time.sleep(0.1)
            for name in ("IMAPS", "LMTP"):
                wait_for_port(self.port(name))


def lives(pid):
    try:
        return pathlib.Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(parent, name):
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                head, _, rest = (entry / "stat").read_text().rpartition(")")
            except OSError:
                continue
            if int(rest.split()[1]) == parent and head.partition("(")[2].startswith(name):
                yield int(entry.name)


def wait_for_port(port):
    import socket
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def write_rules(folder, lab, smtp_port, limits="{perSender: 10000, perDomain: 10000, overall: 100000, answerableAge: 30d}"):
    """The repository's example folder with the lab's servers in the place of the agency's."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "Mailrules", folder)
    authority = lab.environment["GATEPOST_LAB_CA"]
    path = folder / "agency.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("imaps://imap.northlight.example",
                        "imaps://127.0.0.1:%d\n    ca: %s" % (lab.port("IMAPS"), authority))
    text = text.replace("smtps://smtp.northlight.example", "smtps://127.0.0.1:%d\n  ca: %s" % (smtp_port, authority))
    head, _, tail = text.partition("limits:")
    text = head + "limits: " + limits + "\nspam: {X-Spam-Flag: yes}\n"
    # No digest or brief: their mails are not what is counted here.
    before, _, after = text.partition("schedule:")
    text = before + "schedule: {}\n" + after[after.index("\nlimits"):]
    path.write_text(text, encoding="utf-8")


class Mails:
    """Mails of people and, one in ten, of machines; every one with a Message-ID of its own."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.human, self.machine = {}, {}

    def next(self):
        number = len(self.human) + len(self.machine) + 1
        client = self.random.choice(list(PEOPLE))
        sender = self.random.choice(PEOPLE[client])
        identifier = "<endure-%d@%s>" % (number, sender.partition("@")[2])
        language = {"severny": "ru", "lotus": "zh"}.get(client, "en")
        is_machine = self.random.random() < 0.1
        (self.machine if is_machine else self.human)[identifier] = sender
        lines = [
            "Authentication-Results: mx.northlight.example; dkim=pass header.d=" + sender.partition("@")[2],
            "From: Person %d <%s>" % (number % 7, sender), "To: " + SUPPORT, "Message-ID: " + identifier,
            "Date: " + email.utils.formatdate(), "Subject: Matter %d" % number, "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
        ] + (["Auto-Submitted: auto-replied"] if is_machine else [])
        body = self.random.choice(WORDS[language]).format(n=number)
        return sender, ("\r\n".join(lines) + "\r\n\r\n" + body + "\r\n").encode()


def rows(state, sql, *values):
    database = sqlite3.connect(state / "gatepost.sqlite")
    database.row_factory = sqlite3.Row
    try:
        return database.execute(sql, values).fetchall()
    finally:
        database.close()


def audit(lab, state, mails):
    """What is wrong: lost, doubled, answered that must not be, unanswered that must be, booked twice."""
    wrong = []
    stored = collections.defaultdict(list)
    for row in rows(state, "SELECT * FROM mail WHERE state <> 'duplicate'"):
        stored["<%s>" % row["messageID"]].append(row)
    acknowledged = collections.Counter(
        row["mailID"] for row in rows(state, "SELECT mailID FROM outbox WHERE kind = 'acknowledgement'"))
    received = collections.defaultdict(collections.Counter)
    for sender in sorted(set(mails.human.values()) | set(mails.machine.values())):
        for message in lab.messages(sender):
            received[sender][str(message["In-Reply-To"] or "").strip()] += 1
    for identifier, sender in mails.human.items():
        found = stored[identifier]
        if len(found) != 1 or found[0]["state"] != "decided" or found[0]["ticketID"] is None:
            wrong.append("%s: stored %s" % (identifier, [(row["id"], row["state"], row["ticketID"]) for row in found]))
            continue
        if acknowledged[found[0]["id"]] != 1:
            wrong.append("%s: %d acknowledgements in the outbox" % (identifier, acknowledged[found[0]["id"]]))
        if received[sender][identifier] != 1:
            state_now = rows(state, "SELECT id, state, note, attempts, repetitions FROM outbox WHERE mailID = ?",
                             found[0]["id"])
            wrong.append("%s: %d acknowledgements in the mailbox of %s; outbox %s" % (
                identifier, received[sender][identifier], sender, [tuple(row) for row in state_now]))
    for identifier, sender in mails.machine.items():
        if received[sender][identifier]:
            wrong.append("%s: a machine was answered" % identifier)
    tickets = collections.Counter(found[0]["ticketID"] for found in
                                  (stored[identifier] for identifier in mails.human) if len(found) == 1)
    wrong += ["ticket %s holds %d mails" % (ticket, count) for ticket, count in tickets.items() if count > 1]
    # Only what tells the staff may be given up, by a person who saw that it had arrived.
    for row in rows(state, "SELECT id, state, note FROM outbox WHERE state <> 'accepted' "
                           "AND NOT (state = 'discarded' AND kind <> 'acknowledgement')"):
        wrong.append("outbox %d is %s: %s" % (row["id"], row["state"], row["note"]))
    wrong += audit_postings(state)
    return wrong


def audit_postings(state):
    """A request is booked at most once; every covered defect is booked."""
    wrong = []
    keys = collections.Counter(row["idempotencyKey"] for row in rows(
        state, "SELECT idempotencyKey FROM posting WHERE idempotencyKey LIKE 'intake:%'"))
    parts = collections.Counter(key.split("#")[0] for key in keys)
    # Plans without `intake` book nothing by themselves.
    covered = rows(state, "SELECT id FROM request WHERE verdict = 'covered' AND isDecided "
                          "AND label IN ('fix', 'incident') AND client IN "
                          "(SELECT client FROM posting WHERE idempotencyKey LIKE 'intake:%')")
    wrong += ["request %d was not booked" % row["id"] for row in covered if not parts["intake:%d" % row["id"]]]
    known = {"intake:%d" % row["id"] for row in rows(state, "SELECT id FROM request")}
    wrong += ["%s is booked without a request" % key for key in parts if key not in known]
    worked = rows(state, "SELECT request, sum(workedMinutes) AS minutes, count(*) AS count FROM posting "
                         "WHERE kind = 'work' GROUP BY client, request HAVING count(DISTINCT message) > 1")
    wrong += ["request %s is booked by %d mails" % (row["request"], row["count"]) for row in worked]
    return wrong
