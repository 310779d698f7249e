#!/usr/bin/env python3
"""Compares the MIME library with Python's email (compat32) on mutated mail.

    Tests/Benchmarks/mime_differential.py [--messages 2000] [--seed 3] [--show 20] [--program PATH]

It writes the mails of mime.py, damages each in one to three places, lets both parsers read them, and counts fact by fact
how often they agree. Where Python gives up (it raises an error, ends the header at a damaged line, or hands base64 back
undecoded) there is nothing to compare. Elsewhere they may still differ where a repair is a matter of taste; what they
say differently is shown, and the exit status is 0 if they agree on at least 95 of 100 facts and the Swift parser
answered for every mail.
"""

import argparse
import binascii
import collections
import email
import email.errors
import email.policy
import email.utils
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import mime

STRANGE = [bytes([b]) for b in b"\r\n\t =?<>()\";:,.@-_*%'\\"] + [b"\0", b"\x80", b"\xff", b"\r\n", b"\n\n", b"--"]


def mutate(raw, rng):
    for _ in range(rng.randint(1, 3)):
        # Half of the damage goes where the structure is.
        place = rng.randrange(min(len(raw), 3000) if rng.random() < 0.5 else len(raw))
        kind = rng.randrange(4)
        if kind == 0:
            raw = raw[:place] + rng.choice(STRANGE) + raw[place + 1:]
        elif kind == 1:
            raw = raw[:place] + rng.choice(STRANGE) + raw[place:]
        elif kind == 2:
            raw = raw[:place] + raw[place + rng.randint(1, 40):]
        else:
            end = place + rng.randint(1, 200)
            raw = raw[:end] + raw[place:end] + raw[end:]
    return raw


class GaveUp:
    """Stands for a fact that Python cannot tell."""


def safely(call, *arguments):
    try:
        return call(*arguments)
    except Exception:  # Whatever it is, the peer has no answer.
        return GaveUp


def python_facts(raw):
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    if any(isinstance(defect, email.errors.MissingHeaderBodySeparatorDefect) for defect in message.defects):
        return {}
    facts = {"texts": [], "files": []}
    facts["subject"] = safely(lambda: " ".join(mime.decoded(message.get("subject", "")).split()))
    for field in ("from", "to", "cc"):
        facts[field] = safely(lambda: [address.lower() for _, address in
                                       email.utils.getaddresses([str(v) for v in message.get_all(field, [])])])
    pending = [message]
    while pending:
        part = pending.pop(0)
        if part.get_content_type() == "message/rfc822":
            continue
        if part.is_multipart():
            pending = list(part.get_payload()) + pending
        elif part.get_content_maintype() != "multipart":
            python_leaf(part, facts)
    for fact in ("texts", "files"):
        if any(value is GaveUp for value in facts[fact]):
            facts[fact] = GaveUp
    return {fact: value for fact, value in facts.items() if value is not GaveUp}


def python_leaf(part, facts):
    name = safely(part.get_filename)
    raw = part.get_payload(decode=True) or b""
    undecoded = part.get("content-transfer-encoding") == "base64" and raw == "".join(
        part.get_payload().splitlines()).encode("ascii", "replace")
    if name is not None:
        title = GaveUp if name is GaveUp else safely(mime.decoded, name)
        facts["files"].append(GaveUp if undecoded or title is GaveUp else [title, len(raw)])
    elif part.get_content_maintype() == "text":
        # Mail and browsers mean windows-1252 by iso-8859-1.
        charset = part.get_content_charset("ascii").replace("iso-8859-1", "cp1252")
        text = GaveUp if undecoded else safely(raw.decode, charset)
        facts["texts"].append(text if text is GaveUp else binascii.crc32(plain(text)))


def plain(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").encode("utf-8", "replace")


def swift_facts(read):
    return {
        "subject": " ".join(read["subject"].split()), "texts": read["texts"],
        "files": [[file["name"], file["size"]] for file in read["files"]],
        **{field: [mailbox["address"].lower() for mailbox in read[field]] for field in ("from", "to", "cc")},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--show", type=int, default=5)
    parser.add_argument("--program")
    options = parser.parse_args()
    program = mime.program_path(options.program)
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="mime-differential-") as place:
        folder = pathlib.Path(place)
        for number in range(options.messages):
            raw = mutate(mime.Writer(rng).message(rng.randint(1000, 8000), {}), rng)
            (folder / ("%05d.eml" % number)).write_bytes(raw)
        printed = subprocess.run([program, "mime", place, "--facts"], check=True, capture_output=True).stdout
        reads = {read["file"]: read for read in map(json.loads, printed.splitlines())}
        agreed, total, shown = 0, 0, collections.Counter()
        for name in sorted(path.name for path in folder.glob("*.eml")):
            theirs, ours = python_facts((folder / name).read_bytes()), swift_facts(reads[name])
            for fact, value in theirs.items():
                total += 1
                if value == ours[fact]:
                    agreed += 1
                    continue
                shown[fact] += 1
                if shown[fact] <= options.show:
                    print("%s %s\n  Python %s\n  Swift  %s" % (name, fact, repr(value)[:300], repr(ours[fact])[:300]))
    print("%d mutated mails, %d of %d facts agree (%.2f %%); differing: %s" % (
        len(reads), agreed, total, 100 * agreed / total, dict(shown)))
    return 0 if agreed * 100 >= total * 95 and len(reads) == options.messages else 1


if __name__ == "__main__":
    sys.exit(main())
