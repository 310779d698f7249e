#!/usr/bin/python3
"""Times `gatepost replay` on a generated mailbox, held against a second set of rules.

    Tests/Benchmarks/replay.py --program .build/release/gatepost [--messages 20000]
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import intake_mail


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--program", required=True, help="the gatepost program")
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gatepost-replay-", dir="/var/tmp"))
    try:
        end = int(time.time()) - 86_400
        mailbox = intake_mail.Mailbox(options.messages, options.seed, end - 360 * 86_400, end)
        size = 0
        with open(folder / "old.mbox", "wb") as mbox:
            for _, raw in mailbox:
                mbox.write(b"From gatepost Thu Jan  1 00:00:00 2026\n" + raw.replace(b"\nFrom ", b"\n>From ") + b"\n\n")
                size += len(raw)
        environment = {"GATEPOST_LAB_IMAPS_PORT": "993", "GATEPOST_LAB_SMTPS_PORT": "465", "GATEPOST_LAB_CA": "/dev/null"}
        for name in ("Current", "Other"):
            intake_mail.write_rules(folder / name, mailbox.clients, environment, "now")
        plans = folder / "Other" / "plans.yaml"
        text = plans.read_text(encoding="utf-8")
        plans.write_text(text.replace("intake: {fix: 15m", "intake: {fix: 30m").replace("rate: 95.00", "rate: 120.00"),
                         encoding="utf-8")
        command = [program, "replay", str(folder / "old.mbox"), "--current", str(folder / "Current"),
                   "--rules", str(folder / "Other"), "--json"]
        started = time.monotonic()
        result = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        seconds = time.monotonic() - started
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        if result.returncode != 0:
            return result.returncode
        *differences, summary = [json.loads(line) for line in result.stdout.splitlines()]
        print("%d mails, %.2f GB, two sets of rules: %.1f s, %.1f s CPU, %.0f MB at most; %d copies, %d differ" % (
            summary["mails"], size / 1e9, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
            summary["copies"], summary["differingMails"]))
        return 0 if len(differences) == summary["differingMails"] else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
