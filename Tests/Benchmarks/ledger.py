#!/usr/bin/python3
"""Measures the hour ledger: one client's balance, and the check of every posting, with peers on the same books.

    Tests/Benchmarks/ledger.py [--postings 1000000] [--clients 2000] [--program PATH] [--benchmarks PATH]

One run does it all. It writes an operator's folder with that many clients, books work on every one through the ledger
itself, closes each month, and records it in a real state database. Then, on the same database:

- the balance of one client, as `gatepost ledger CLIENT` works it out: postings read, lots and periods derived. Its peer
  is hledger, which re-adds the same client's exported journal, and must say the same minutes;
- `gatepost ledger verify`, time and memory of the whole process. Its peer is Python with sqlite3 and hashlib, which goes
  through the same rows, computes the same digests and re-adds the closed periods.
"""

import argparse
import hashlib
import os
import pathlib
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

AGENCY = """agency: Benchmark
zone: Europe/Berlin
languages: [en]
mailboxes:
  support: {server: imaps://mail.example, login: a@a.example, password: env:NONE, addresses: [a@a.example],
            inbox: INBOX, sent: auto, start: now, authserv: [mx.example]}
outgoing: {server: smtps://mail.example, login: a@a.example, password: env:NONE, from: Benchmark <a@a.example>}
staff:
  ana: {name: Ana, address: ana@a.example}
calendars:
  office: {week: {mon-fri: [09:00-17:00]}}
"""

PLAN = """plans:
  retainer:
    terms: retainer
    included: {time: 10h, per: month, anchor: 1, first: prorata}
    carry: {expires: 2}
    overdraft: {floor: -9h}
    overage: {rate: 95.00, currency: EUR, approval: automatic}
    increment: {minutes: 15, per: entry}
    multipliers: [{calendar: office, outside: 1.5}]
    covers: {fix: c1, incident: c1, question: c1}
    rework: free
    promise: {normal: {firstAnswer: 24h, by: elapsed}}
    acknowledge: {within: 24h, counts: no}
"""

FIELDS = (
    "number, client, kind, basis, minutes, heldMinutes, period, request, message, enteredBy, note, happenedAt, "
    "recordedAt, corrects, refersTo, refersToPeriod, idempotencyKey, clause, workedMinutes, weightedHundredths, "
    "rateMinorUnits, rateCurrency, closingMinutes, previousDigest, digest"
)


def write_rules(folder, clients):
    for name in ("clients", "terms"):
        (folder / name).mkdir(parents=True)
    (folder / "agency.yaml").write_text(AGENCY)
    (folder / "plans.yaml").write_text(PLAN)
    (folder / "terms/retainer.en.md").write_text("# Retainer\n\n## c1 Corrections\nWe repair what worked before.\n")
    for number in range(clients):
        name = f"client{number:05}"
        (folder / f"clients/{name}.yaml").write_text(
            f"client: {name}\nname: Client {number}\ncontacts: {{addresses: [{name}@clients.example]}}\n"
            "plan: retainer\nstart: 2024-01-01\nzone: Europe/Berlin\nlanguage: en\n"
        )


def field(value):
    """A field as the digest of a posting takes it."""
    if value is None:
        return b"-"
    if isinstance(value, int):
        return (b"m" if value < 0 else b"") + str(abs(value)).encode() + b";"
    if isinstance(value, str):
        value = value.encode()
    return str(len(value)).encode() + b":" + value


def peer_verify(database):
    """Every digest and every closing balance, by Python."""
    client, last, number, sums, closed = None, None, 0, {}, 0
    count = 0
    for row in sqlite3.connect(f"file:{database}?mode=ro", uri=True).execute(
        f"SELECT {FIELDS} FROM posting ORDER BY client, number"
    ):
        if row[1] != client:
            client, last, number, sums, closed = row[1], None, 0, {}, 0
        number += 1
        content = b"".join(
            [field("gatepost posting 1"), field(last), field(f"{client}-{number}")]
            + [field(value) for value in row[:-2]]
        )
        last = hashlib.sha256(content).digest()
        if row[0] != number or last != row[-1]:
            return f"posting {client}-{number} does not fit"
        sums[row[6]] = sums.get(row[6], 0) + row[4]
        if row[3] == "closing":
            closed += sums.pop(row[6])
            if closed != row[22]:
                return f"posting {client}-{number}: closing balance"
        count += 1
    return count


def timed(words, environment=None):
    """Seconds, peak memory in MB and output of a program."""
    start = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, env=environment, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        sys.exit(f"{words[0]} {' '.join(words[1:3])} failed: {output[:500]}")
    return time.monotonic() - start, usage.ru_maxrss / 1024, output


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--sample", type=int, default=50, help="clients whose balance is measured")
    parser.add_argument("--program", default=ROOT / ".build/release/gatepost")
    parser.add_argument("--benchmarks", default=ROOT / ".build/release/Benchmarks")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gatepost-ledger-") as place:
        place = pathlib.Path(place)
        rules, state = place / "Mailrules", place / "state"
        write_rules(rules, options.clients)
        environment = dict(os.environ, GATEPOST_RULES=str(rules), GATEPOST_STATE=str(state))
        seconds, memory, output = timed(
            [options.benchmarks, "ledger", "fill", str(rules), str(state), str(options.postings)]
        )
        size = (state / "gatepost.sqlite").stat().st_size / 1e6
        print(f"books: {output.strip()}, {size:.0f} MB, filled in {seconds:.0f} s")

        picked = random.Random(7).sample([f"client{n:05}" for n in range(options.clients)], options.sample)
        _, memory, output = timed([options.benchmarks, "ledger", "balance", str(rules), str(state), *picked])
        lines = [line.split() for line in output.splitlines()]
        own = [float(line[1]) for line in lines]
        print(
            f"balance of one client ({lines[0][3]} postings): median {statistics.median(own):.1f} ms, "
            f"slowest of {len(own)} {max(own):.1f} ms; {memory:.0f} MB with {options.clients} clients' agreements"
        )
        peer = []
        agree = 0
        for client, _, _, _ in lines[:10]:
            journal = place / f"{client}.journal"
            _, _, text = timed([options.program, "ledger", client, "--format", "hledger"], environment)
            journal.write_text(text)
            start = time.monotonic()
            said = subprocess.run(
                ["hledger", "-f", journal, "bal", f"balance:{client}", "--no-total", "--empty", "-O", "csv"],
                capture_output=True, text=True, check=True,
            ).stdout
            peer.append((time.monotonic() - start) * 1000)
            wanted = timed([options.program, "ledger", client, "--json"], environment)[2]
            minutes = said.splitlines()[-1].split('"')[3].split()[0]
            agree += f'"balanceMinutes":{minutes},' in wanted
        ratio = statistics.median(peer) / statistics.median(own)
        print(f"  hledger re-adding the same client: median {statistics.median(peer):.0f} ms ({ratio:.0f} times as long); "
              f"{agree} of {len(peer)} agree to the minute")

        seconds, memory, output = timed([options.program, "ledger", "verify"], environment)
        print(f"gatepost ledger verify: {seconds:.1f} s, {memory:.0f} MB: {output.strip()}")
        start = time.monotonic()
        result = peer_verify(state / "gatepost.sqlite")
        peer_seconds = time.monotonic() - start
        print(f"  Python with sqlite3 and hashlib: {peer_seconds:.1f} s ({peer_seconds / seconds:.1f} times as long), "
              f"{result} postings fit")


main()
