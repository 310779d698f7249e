#!/usr/bin/env python3
"""Measures the MIME library against Python's email package on generated mail with known contents.

    Tests/Benchmarks/mime.py [--messages 5000] [--rounds 3] [--seed 7] [--folder DIR] [--program PATH]

One run does it all: it writes the messages and their truth, lets the Swift program parse every file (timed, then once
more printing what it read), lets Python's email with the compat32 policy do the same work on the same files, compares
both with the truth, and prints throughputs and their ratio. The exit status is 0 only if the Swift parser agrees with
the truth of every message. Times are CPU seconds, so that other work on the machine does not count.
"""

import argparse
import base64
import binascii
import email
import email.header
import email.policy
import email.utils
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

WORDS = {
    "latin": "the invoice page shows a wrong total after our last update please check café naïve Grüße señor "
             "déjà straße façade customer order form button does not open when I log in from Zürich thank you".split(),
    "cyrillic": "Здравствуйте после обновления сайта форма заказа не открывается пожалуйста проверьте отчёт за месяц "
                "счёт клиент ошибка на странице оплаты спасибо ещё раз нужна новая кнопка в личном кабинете".split(),
    "chinese": "您好 更新 之后 订单 页面 打不开 请 尽快 检查 谢谢 我们 需要 一个 新的 报表 功能 客户 付款 失败 网站 首页 显示 错误".split(),
    "taiwan": "您好 更新 之後 訂單 頁面 打不開 請 盡快 檢查 謝謝 我們 需要 一個 新的 報表 功能 客戶 付款 失敗 網站 首頁 顯示 錯誤".split(),
    "japanese": "お世話になっております 更新後 注文ページ が 開きません ご確認 ください 新しい レポート 機能 エラー 表示 "
                "サイト お客様 支払い 失敗 よろしく お願いします".split(),
    "korean": "안녕하세요 업데이트 이후 주문 페이지가 열리지 않습니다 확인 부탁드립니다 새로운 보고서 기능 고객 결제 실패 감사합니다".split(),
}
# (label in the mail, Python codec, words)
CHARSETS = [
    ("utf-8", "utf-8", None), ("koi8-r", "koi8-r", "cyrillic"), ("windows-1251", "cp1251", "cyrillic"),
    ("gb18030", "gb18030", "chinese"), ("gb2312", "gb2312", "chinese"), ("big5", "big5", "taiwan"),
    ("iso-2022-jp", "iso2022_jp", "japanese"), ("shift_jis", "shift_jis", "japanese"),
    ("euc-kr", "euc_kr", "korean"), ("iso-8859-1", "latin-1", "latin"),
]


class Writer:
    """Writes one message and keeps the truth about it."""

    def __init__(self, rng):
        self.rng = rng
        self.label, self.codec, script = rng.choice(CHARSETS)
        self.words = WORDS[script or rng.choice(list(WORDS))]
        self.joiner = "" if script in ("chinese", "taiwan", "japanese") else " "
        self.eol = rng.choice(["\r\n", "\n"])

    def phrase(self, low, high):
        return self.joiner.join(self.rng.choice(self.words) for _ in range(self.rng.randint(low, high)))

    def text(self, size):
        lines, length = [], 0
        while length < size:
            line = "" if self.rng.random() < 0.12 else self.phrase(3, 14)
            if self.rng.random() < 0.1:
                line += " https://example.org/%d?a=b&c=%d" % (self.rng.randint(1, 9999), self.rng.randint(1, 99))
            lines.append(line)
            length += len(line.encode(self.codec)) + 1
        return "\n".join(lines) + "\n"

    # Header values

    def encoded_words(self, text, first):
        """Encoded-words of at most 75 characters; stateless charsets are cut anywhere, inside characters too."""
        kind = self.rng.choice("BQ")
        room = 75 - len("=?%s?%s??=" % (self.label, kind))
        step = room // 4 * 3 if kind == "B" else room // 3
        if self.codec == "iso2022_jp":
            pieces = [text[i:i + 8].encode(self.codec) for i in range(0, len(text), 8)]
        else:
            raw = text.encode(self.codec)
            pieces = [raw[i:i + step] for i in range(0, len(raw), step)]
        words = []
        for piece in pieces:
            if kind == "B":
                body = base64.b64encode(piece).decode()
            else:
                body = "".join(chr(c) if chr(c).isalnum() and c < 128 else "_" if c == 32 else "=%02X" % c
                               for c in piece)
            words.append("=?%s?%s?%s?=" % (self.label, kind, body))
        return (self.eol + " ").join(words) if first else " ".join(words)

    def header_text(self, text):
        if all(ord(c) < 128 for c in text):
            return text
        if self.label == "utf-8" and self.rng.random() < 0.1:
            return text
        return self.encoded_words(text, True)

    def mailbox(self):
        name = self.phrase(1, 3)[:40].strip()
        user = "user%d" % self.rng.randint(1, 99999)
        domain = self.rng.choice(["example.org", "Client.Example", "mail.example.com"])
        style = self.rng.random()
        if style < 0.15:
            return {"name": "", "address": user + "@" + domain.lower()}, "%s@%s" % (user, domain)
        if all(ord(c) < 128 for c in name):
            written = '"%s"' % name
        else:
            written = self.header_text(name)
        if style < 0.25:
            written += " (home)"
        return {"name": name, "address": user + "@" + domain.lower()}, "%s <%s@%s>" % (written, user, domain)

    def mailboxes(self, low, high):
        truths, written = [], []
        for _ in range(self.rng.randint(low, high)):
            truth, text = self.mailbox()
            truths.append(truth)
            written.append(text)
        if self.rng.random() < 0.05:
            return truths, "Support team: " + ("," + self.eol + " ").join(written) + ";"
        return truths, ("," + self.eol + " ").join(written)

    # Parts

    def encode(self, raw):
        style = self.rng.random()
        if style < 0.45:
            body = base64.encodebytes(raw).decode().rstrip("\n").replace("\n", self.eol)
            return "base64", body.encode()
        if style < 0.8:
            return "quoted-printable", self.quoted(raw)
        return ("7bit" if max(raw, default=0) < 128 else "8bit"), raw.replace(b"\n", self.eol.encode())

    def quoted(self, raw):
        out = []
        for line in raw.split(b"\n"):
            body = binascii.b2a_qp(line, istext=False).replace(b"=\n", b"=" + self.eol.encode())
            out.append(body)
        return self.eol.encode().join(out)

    def text_part(self, subtype, size, truth):
        text = self.text(size)
        if subtype == "html":
            text = "<html><body>\n" + "".join("<p>%s</p>\n" % line.replace("&", "&amp;") for line in text.split("\n"))
            text += "</body></html>\n"
        raw = text.encode(self.codec)
        encoding, body = self.encode(raw)
        truth["texts"].append(binascii.crc32(text.encode()))
        head = "Content-Type: text/%s; charset=%s%sContent-Transfer-Encoding: %s" % (
            subtype, self.rng.choice([self.label, '"%s"' % self.label.upper()]), self.eol, encoding)
        return head, body

    def file_part(self, size, truth):
        name = self.phrase(1, 5)[:60].strip() + self.rng.choice([".pdf", ".docx", ".png"])
        raw = self.rng.randbytes(size)
        truth["files"].append({"name": name, "size": size, "crc": binascii.crc32(raw)})
        body = base64.encodebytes(raw).decode().rstrip("\n").replace("\n", self.eol).encode()
        head = ("Content-Type: application/octet-stream%sContent-Transfer-Encoding: base64%s"
                "Content-Disposition: attachment; %s") % (self.eol, self.eol, self.file_name(name))
        return head, body

    def file_name(self, name):
        if all(ord(c) < 128 for c in name):
            return 'filename="%s"' % name
        if self.rng.random() < 0.3:
            return 'filename="%s"' % self.encoded_words(name, True)
        quoted = self.label + "''" + urllib.parse.quote(name.encode(self.codec), safe="")
        if len(quoted) < 60:
            return "filename*=" + quoted
        # Sections are cut anywhere but inside an escape.
        sections, rest = [], quoted
        while rest:
            cut = 50
            while cut < len(rest) and "%" in rest[cut - 2:cut]:
                cut += 1
            sections.append(rest[:cut])
            rest = rest[cut:]
        return (";" + self.eol + " ").join("filename*%d*=%s" % pair for pair in enumerate(sections))

    def multipart(self, subtype, parts):
        boundary = "b%016x" % self.rng.getrandbits(64)
        head = 'Content-Type: multipart/%s;%s boundary="%s"' % (subtype, self.eol + "\t", boundary)
        lines = [b"This is a message in several parts."]
        for part_head, body in parts:
            lines += [b"--" + boundary.encode(), part_head.encode(), b"", body]
        lines += [b"--" + boundary.encode() + b"--", b""]
        return head, self.eol.encode().join(lines)

    def entity(self, size, truth, depth=0):
        kind = self.rng.random()
        if size < 4000 and kind < 0.5:
            return self.text_part("plain", size * 2 // 3, truth)
        if kind < 0.2:
            return self.text_part("plain", min(size, 60000) // 2, truth)
        words = min(size // 5, 20000)
        alternative = self.multipart("alternative", [
            self.text_part("plain", words, truth), self.text_part("html", words, truth)])
        if kind < 0.4 and size < 100000:
            return alternative
        parts = [alternative]
        left = max(500, size - 3 * words)
        count = self.rng.randint(1, 3)
        for _ in range(count):
            parts.append(self.file_part(left * 3 // 4 // count, truth))
        if depth == 0 and self.rng.random() < 0.15:
            inner = {}
            nested = Writer(self.rng)
            nested.eol = self.eol
            raw = nested.message(3000, inner, depth + 1)
            truth["nested"].append(inner)
            parts.append(("Content-Type: message/rfc822", raw))
        return self.multipart("mixed", parts)

    def message(self, size, truth, depth=0):
        truth.update(texts=[], files=[], nested=[])
        subject = self.phrase(2, 12)
        truth["subject"] = subject
        truth["from"], from_text = self.mailboxes(1, 1)
        truth["to"], to_text = self.mailboxes(1, 4)
        truth["cc"], cc_text = self.mailboxes(0, 3)
        stamp = self.rng.randint(946684800, 1893456000)
        zone = self.rng.choice(["+0000", "GMT", "EST", "+0300", "-0730", "+0800"])
        offset = {"GMT": 0, "EST": -300}.get(zone)
        if offset is None:
            offset = int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[3:]))
        truth["date"] = [stamp, offset]
        truth["id"] = "m%x@example.org" % self.rng.getrandbits(64)
        written = time.strftime("%a, %d %b %Y %H:%M:%S ", time.gmtime(stamp + offset * 60)) + zone
        lines = ["Received: from mx%d.example.net (mx.example.net [192.0.2.%d])%s by mail.example.org with ESMTPS id %x"
                 ";%s %s" % (hop, hop + 1, self.eol + "\t", self.rng.getrandbits(40), self.eol + "\t", written)
                 for hop in range(self.rng.randint(1, 5))]
        lines += ["Date: " + written, "From: " + from_text, "To: " + to_text]
        if cc_text:
            lines.append("Cc: " + cc_text)
        references = ["r%x@example.org" % self.rng.getrandbits(48) for _ in range(self.rng.randint(0, 6))]
        truth["references"] = references
        if references:
            lines.append("References: " + (self.eol + " ").join("<%s>" % r for r in references))
        lines += ["Subject: " + self.header_text(subject), "Message-ID: <%s>" % truth["id"], "MIME-Version: 1.0"]
        lines += ["X-Mailer: Generator 1.0", "X-Trace: " + "%x" % self.rng.getrandbits(200)]
        head, body = self.entity(size, truth, depth)
        lines.append(head)
        return self.eol.join(lines).encode("utf-8") + (self.eol * 2).encode() + body


def generate(folder, count, seed):
    rng = random.Random(seed)
    total = 0
    truths = []
    for number in range(count):
        pick = rng.random()
        low, high = (2000, 30000) if pick < 0.72 else (30000, 200000) if pick < 0.96 else (200000, 1500000)
        truth = {"file": "%05d.eml" % number}
        raw = Writer(rng).message(int(low * (high / low) ** rng.random()), truth)
        (folder / truth["file"]).write_bytes(raw)
        total += len(raw)
        truths.append(truth)
    with open(folder / "truth.jsonl", "w") as file:
        for truth in truths:
            file.write(json.dumps(truth) + "\n")
    return truths, total


# Python's email, doing the same work

def decoded(value):
    return str(email.header.make_header(email.header.decode_header(value)))


def python_facts(message):
    facts = {"texts": [], "files": [], "nested": []}
    for name, value in message.items():
        if name.lower() == "subject":
            facts["subject"] = decoded(value)
        else:
            decoded(value)
    for field in ("from", "to", "cc"):
        pairs = email.utils.getaddresses([str(v) for v in message.get_all(field, [])])
        facts[field] = [{"name": decoded(name), "address": address} for name, address in pairs]
    facts["date"] = email.utils.parsedate_tz(message["date"])
    python_parts(message, facts)
    return facts


def python_parts(part, facts):
    if part.get_content_type() == "message/rfc822":
        facts["nested"].append(python_facts(part.get_payload(0)))
    elif part.is_multipart():
        for child in part.get_payload():
            python_parts(child, facts)
    else:
        name = part.get_filename()
        raw = part.get_payload(decode=True)
        if name is not None:
            facts["files"].append((decoded(name), len(raw)))
        elif part.get_content_maintype() == "text":
            facts["texts"].append(raw.decode(part.get_content_charset("ascii"), "replace"))


def run_python(folder, truths, rounds):
    raws = [(folder / truth["file"]).read_bytes() for truth in truths]
    best = None
    for _ in range(rounds):
        start = time.process_time()
        for raw in raws:
            python_facts(email.message_from_bytes(raw, policy=email.policy.compat32))
        spent = time.process_time() - start
        best = spent if best is None else min(best, spent)
    return best


# Comparison

KEYS = ["subject", "from", "to", "cc", "date", "id", "references", "texts", "files"]


def difference(truth, facts, where=""):
    for key in KEYS:
        if truth[key] != facts.get(key):
            return "%s%s: true %r, read %r" % (where, key, truth[key], facts.get(key))
    if len(truth["nested"]) != len(facts["nested"]):
        return where + "nested messages: true %d, read %d" % (len(truth["nested"]), len(facts["nested"]))
    for inner, read in zip(truth["nested"], facts["nested"]):
        found = difference(inner, read, where + "nested ")
        if found:
            return found
    return None


def program_path(given):
    if given:
        return given
    root = pathlib.Path(__file__).resolve().parents[2]
    subprocess.run(["swift", "build", "-c", "release", "--product", "Benchmarks", "--package-path", str(root)],
                   check=True, stdout=sys.stderr)
    path = subprocess.run(["swift", "build", "-c", "release", "--show-bin-path", "--package-path", str(root)],
                          check=True, capture_output=True, text=True).stdout.strip()
    return path + "/Benchmarks"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", help="keep the messages here")
    parser.add_argument("--program", help="the Benchmarks program, if it is built already")
    options = parser.parse_args()
    program = program_path(options.program)
    folder = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="mime-benchmark-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        truths, total = generate(folder, options.messages, options.seed)
        megabytes = total / 1e6
        print("%d messages, %.1f MB, %d charsets, seed %d" % (len(truths), megabytes, len(CHARSETS), options.seed))
        timed = subprocess.run([program, "mime", str(folder), "--rounds", str(options.rounds)], check=True,
                               capture_output=True, text=True).stdout
        print(timed, end="")
        swift = json.loads(timed.splitlines()[-1])
        seconds = run_python(folder, truths, options.rounds)
        print("Python email compat32: %.1f MB/s, %.0f messages/s (headers, addresses, dates, texts, names, sizes)" % (
            megabytes / seconds, len(truths) / seconds))
        printed = subprocess.run([program, "mime", str(folder), "--facts"], check=True, capture_output=True).stdout
        wrong = 0
        facts = [json.loads(line) for line in printed.splitlines()]
        for truth, read in zip(truths, facts):
            found = difference(truth, read)
            if found:
                wrong += 1
                if wrong <= 10:
                    print("DIFFERS %s %s" % (truth["file"], found[:600]))
        right = min(len(facts), len(truths)) - wrong
        ratio = seconds / swift["seconds"]
        print("agreement with the truth: %d of %d messages" % (right, len(truths)))
        print("ratio to Python email compat32: %.1f" % ratio)
        return 0 if right == len(truths) else 1
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
