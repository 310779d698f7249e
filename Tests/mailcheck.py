"""Checks mails that Gatepost wrote by Python's email package under its strict policy, and by SpamAssassin if it is there.

    mailcheck.py DIR [--spam]    every .eml file below DIR, and what Gatepost wrote in the Maildirs there
"""

import email
import email.policy
import email.utils
import pathlib
import re
import subprocess
import sys
import tempfile

STRICT = email.policy.SMTP.clone(raise_on_defect=True)
LIMIT = 1.0
ONCE = ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version"]


def problems(raw):
    """What is wrong with the form of a mail (RFC 5322, 2045 to 2047, 3834); empty when nothing is."""
    found = []
    if any(byte > 127 or byte == 0 for byte in raw):
        found.append("it has bytes beyond ASCII, or NUL")
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        found.append("a line does not end in CRLF")
    # An identifier is one word: no line break may part it, and its field's name stays on its line.
    longest = max(len(line) for line in raw.split(b"\r\n") if not re.fullmatch(rb"Message-ID: <[^\s<>]+>", line))
    if longest > 78:
        found.append(f"a line has {longest} characters")
    try:
        message = email.message_from_bytes(raw, policy=STRICT)
        for part in message.walk():
            if part.is_multipart():
                continue
            content = part.get_content()
            if part.get_content_type() == "text/plain" and not part.get_filename() and not content.strip():
                found.append("its plain text is empty")
            if part.get_content_type().startswith("text/") and "\ufffd" in str(content):
                found.append("a text cannot be decoded")
    except Exception as error:
        return found + [f"it does not parse: {error!r}"]
    for name in ONCE:
        values = message.get_all(name, [])
        if len(values) != 1:
            found.append(f"{name} stands {len(values)} times")
        for value in values:
            if getattr(value, "defects", ()):
                found.append(f"{name}: {value.defects}")
    date = email.utils.parsedate_tz(str(message["Date"] or ""))
    if not date or date[9] is None:
        found.append("Date is missing, wrong or without a zone")
    for name in ["Message-ID", "In-Reply-To", "References"]:
        for identifier in str(message.get(name, "")).split():
            if not re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", identifier):
                found.append(f"{name}: {identifier}")
    if message["In-Reply-To"] and str(message["In-Reply-To"]) not in str(message["References"] or ""):
        found.append("References do not end with the mail that is answered")
    if message["Auto-Submitted"] not in ("auto-replied", "auto-generated"):
        found.append("Auto-Submitted is missing")
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    if "text/plain" not in kinds:
        found.append("it has no plain text")
    if "text/html" in kinds and "multipart/alternative" not in [part.get_content_type() for part in message.walk()]:
        found.append("its HTML is no alternative")
    return found


def received(raw):
    """The mail as the receiving server stores it: without Received lines it would be judged for their absence."""
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    trace = (
        "Return-Path: <support@northlight.example>\r\n"
        "Received: from smtp.northlight.example (smtp.northlight.example [10.0.0.7])\r\n"
        f"\tby mx.harbor.example with ESMTPS id 4abc; {message['Date']}\r\n"
    )
    return trace.encode() + raw


# One process for all mails: reading the rules takes far longer than judging by them.
JUDGE = """
my $judge = Mail::SpamAssassin->new({local_tests_only => 1, dont_copy_prefs => 1});
for my $name (@ARGV) {
    open my $file, "<:raw", $name or die "$name: $!";
    my $mail = $judge->parse(do { local $/; <$file> });
    my $status = $judge->check($mail);
    print join("\\t", $status->get_score, $status->get_names_of_tests_hit), "\\n";
    $status->finish;
    $mail->finish;
}
"""


def spam_scores(mails):
    """SpamAssassin's score of each mail without the network, and the rules that made it."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for index, raw in enumerate(mails):
            names.append(f"{folder}/{index}")
            pathlib.Path(names[-1]).write_bytes(received(raw))
        command = ["perl", "-MMail::SpamAssassin", "-e", JUDGE, *names]
        lines = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    if len(lines) != len(mails):
        raise SystemExit("SpamAssassin does not judge every mail")
    return [(float(score), rules) for score, rules in (line.split("\t") for line in lines)]


def delivered(file):
    """A mail of ours as it lies in a Maildir, without what servers put on top of it; nothing for other people's mail."""
    raw = re.sub(rb"\r?\n", b"\r\n", file.read_bytes())
    head, blank, body = raw.partition(b"\r\n\r\n")
    if not re.search(rb"(?mi)^X-Gatepost-Loop:", head):
        return None
    fields = re.split(rb"\r\n(?![ \t])", head)
    traces = (b"return-path", b"delivered-to", b"received", b"x-original-to", b"envelope-to", b"authentication-results")
    kept = [field for field in fields if field.split(b":")[0].lower() not in traces]
    return b"\r\n".join(kept) + blank + body


def main():
    folder, judges = pathlib.Path(sys.argv[1]), "--spam" in sys.argv[2:]
    found = {file: file.read_bytes() for file in sorted(folder.rglob("*.eml"))}
    for file in sorted(folder.rglob("*")):
        if file.parent.name in ("cur", "new") and file.is_file() and (raw := delivered(file)):
            found[file] = raw
    files = list(found)
    failed, worst = 0, -99.0
    mails = list(found.values())
    scores = spam_scores(mails) if judges else [(None, "")] * len(mails)
    for file, raw, (score, rules) in zip(files, mails, scores):
        wrong = problems(raw)
        if score is not None:
            worst = max(worst, score)
            if score >= LIMIT:
                wrong.append(f"SpamAssassin scores it {score} for {rules}")
        failed += bool(wrong)
        for problem in wrong:
            print(f"{file.name}: {problem}")
    spam = f"; worst SpamAssassin score {worst}, limit {LIMIT}" if judges and files else ""
    print(f"{len(files)} mails checked, {failed} with problems{spam}")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
