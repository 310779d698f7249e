#!/usr/bin/python3
"""Takes out every protection once and looks whether a test fails.

    Tests/Mutations/mutations.py [--tree DIR] [--only TEXT ...] [--keep]

The protections stand in protections.py. All of them are put behind a switch in a copy of the working tree (a git worktree
in a folder of its own), which is built once; then each is switched off in turn and its tests run. A protection whose tests
pass without it is reported, and the exit status is 1. `--tree` uses a copy that was kept and is built already.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from protections import PROTECTIONS

ROOT = pathlib.Path(__file__).resolve().parents[2]
SWITCH = """\
import Glibc

/// Whether a protection is taken out at the moment.
func isTakenOut(_ number: Int) -> Bool {
    guard let value = unsafe getenv("GATEPOST_TAKEN_OUT") else { return false }
    return unsafe atoi(value) == CInt(number)
}
"""


def run(command, **options):
    return subprocess.run([str(part) for part in command], **options)


def mutate(tree):
    """Puts every protection of the copy behind a switch."""
    rooms = set()
    for number, (name, file, old, new, _) in enumerate(PROTECTIONS, 1):
        path = tree / "Sources" / file
        text = path.read_text()
        if text.count(old) != 1:
            sys.exit("%s: %d places in %s instead of one read as the protection" % (name, text.count(old), file))
        path.write_text(text.replace(old, re.sub(r"\bOUT\b", "isTakenOut(%d)" % number, new)))
        rooms.add(path.parent)
    for room in rooms:
        (room / "TakenOut.swift").write_text(SWITCH)


def tests(tree, lab, filter_, number):
    """How the tests of a filter end: passed, failed and how many ran."""
    environment = {**os.environ, **lab, "SWIFT_BACKTRACE": "enable=no", "GATEPOST_TAKEN_OUT": str(number)}
    command = ["timeout", "600", "swift", "test", "--skip-build", "--package-path", tree, "--filter", filter_]
    done = run(command, env=environment, capture_output=True, text=True)
    ran = re.findall(r"Test run with (\d+) test", done.stdout + done.stderr)
    failed = re.findall(r"[✘] Test \"?([^\"\n]*?)\"? (?:with|failed|recorded)", done.stdout + done.stderr)
    if not ran and done.returncode != 0 and "Test run started" in done.stdout + done.stderr:
        failed.append("the tests came to no end")
    return done.returncode == 0, int(ran[-1]) if ran else 0, sorted(set(failed))


def lab_environment(folder):
    with open(folder / "lab.log", "wb") as log:
        run([ROOT / "Tests/lab/lab", "start", folder / "lab"], check=True, stdout=log, stderr=log)
    values = {}
    for line in (folder / "lab/lab.env").read_text().splitlines():
        name, _, value = line.removeprefix("export ").partition("=")
        values[name] = value.strip("'\"")
    return values


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tree", help="a copy that was kept")
    parser.add_argument("--only", action="append", help="only protections whose names hold this text, or another one")
    parser.add_argument("--keep", action="store_true", help="keep the copy for the next time")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gatepost-mutations-", dir="/var/tmp"))
    tree = pathlib.Path(options.tree) if options.tree else folder / "tree"
    if not options.tree:
        run(["git", "-C", ROOT, "worktree", "add", "-q", "--detach", tree], check=True)
    mutate(tree)
    survivors, tried = [], 0
    try:
        run(["swift", "build", "--build-tests", "--package-path", tree], check=True, stdout=sys.stderr)
        lab = lab_environment(folder)
        for number, (name, _, _, _, filter_) in enumerate(PROTECTIONS, 1):
            if options.only and not any(text in name for text in options.only):
                continue
            tried += 1
            isGreen, count, failed = tests(tree, lab, filter_, number)
            verdict = "no test ran" if count == 0 and not failed else "UNNOTICED" if isGreen else "caught"
            if verdict != "caught":
                survivors.append(name)
            print("%-9s %-44s %s" % (verdict, name, "; ".join(failed)[:200]), flush=True)
    finally:
        run([ROOT / "Tests/lab/lab", "stop", folder / "lab"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        run(["git", "-C", tree, "checkout", "-q", "--", "Sources"])
        run(["git", "-C", tree, "clean", "-qf", "--", "Sources"])
        if not options.keep and not options.tree:
            run(["git", "-C", ROOT, "worktree", "remove", "--force", tree])
    print("%d protections taken out, %d of them unnoticed by every test" % (tried, len(survivors)))
    return 1 if survivors else 0


sys.exit(main())
