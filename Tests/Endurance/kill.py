#!/usr/bin/python3
"""Kills Gatepost again and again while mail comes in, and holds what came of it against what should have.

    Tests/Endurance/kill.py [--short] [--kills 500] [--mails 300] [--seed 1] [--program PATH] [--folder DIR]

Real servers on loopback: Dovecot, and an SMTP server that delivers into it, behind a relay that cuts connections before,
at and after the final dot. The program is ended by SIGKILL before each step that could be seen from outside, one after
another (steps.c), with torn writes, and at random moments; its clock moves on between two runs. Then the same with the
state's disk full for a while (on a file system of its own, for which root is needed) and with Dovecot restarted at random.
At the end every person's mail must have exactly one ticket and exactly one acknowledgement in the client's mailbox, no
machine an answer, no request two postings, and `reconcile` and `ledger verify` must be content.
"""
import argparse
import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

from faulty import Faulty
from world import ROOT, SUPPORT, Lab, Mails, audit, rows, write_rules

# Minutes by which the program's clock moves on between two runs: what waits an hour is seen to its end.
MINUTES_A_RUN = 2
STATE_MEGABYTES = 48


class Program:
    """Gatepost under the killing hand."""

    def __init__(self, options, folder, lab, faulty):
        self.program, self.folder = options.program, folder
        self.state = folder / "state"
        self.library = folder / "steps.so"
        self.log = folder / "steps.log"
        self.output = open(folder / "output.log", "ab")
        # Swift brings a clang along.
        compiler = next(filter(None, map(shutil.which, ["cc", "gcc", "clang"])))
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", self.library, pathlib.Path(__file__).with_name("steps.c"),
                        "-ldl"], check=True)
        self.environment = {
            **os.environ, "SUPPORT_PASSWORD": lab.environment["GATEPOST_LAB_PASSWORD"],
            "GATEPOST_RULES": str(folder / "Mailrules"), "GATEPOST_STATE": str(self.state),
            "STEPS_STATE": str(self.state), "STEPS_LOG": str(self.log), "STEPS_SMTP": str(faulty.port),
            "SWIFT_BACKTRACE": "enable=no",
        }
        self.minutes = 0
        self.kills = collections.Counter()

    def start(self, *words, kill_at=0, torn=False):
        self.minutes += MINUTES_A_RUN
        extra = {"LD_PRELOAD": str(self.library), "STEPS_OFFSET": str(self.minutes * 60)}
        if kill_at:
            extra["STEPS_KILL_AT"] = str(kill_at)
        if torn:
            extra["STEPS_TORN"] = "yes"
        return subprocess.Popen([self.program, *words], env={**self.environment, **extra}, stdout=self.output,
                                stderr=self.output)

    def run_until_step(self, number, torn):
        """One round, killed before its step of that number; answers whether it came so far."""
        process = self.start("run", "--once", kill_at=number, torn=torn)
        try:
            status = process.wait(300)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise SystemExit("the program hangs; see %s" % self.output.name)
        if status == -9:
            self.kills["at a step"] += 1
            return True
        if status not in (0, 1):
            raise SystemExit("the program ended with %d; see %s" % (status, self.output.name))
        return False

    def run_for(self, seconds):
        """The long run, killed after a while."""
        process = self.start("run")
        time.sleep(seconds)
        if process.poll() is not None:
            # It may say that the disk is full and end; any other end is a fault.
            if process.returncode not in (0, 1):
                raise SystemExit("the long run ended with %s; see %s" % (process.returncode, self.output.name))
            return
        process.kill()
        process.wait()
        self.kills["at random"] += 1

    def say(self, *words):
        """A command that must succeed; answers what it said."""
        process = subprocess.run([self.program, *words], env={
            **self.environment, "LD_PRELOAD": str(self.library), "STEPS_OFFSET": str(self.minutes * 60)},
            capture_output=True, text=True)
        return process.returncode, process.stdout + process.stderr


class Disk:
    """The state's own small file system, which can be filled."""

    def __init__(self, state):
        self.state = state
        state.mkdir(mode=0o700)
        self.is_own = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=%dm,mode=700" % STATE_MEGABYTES, "tmpfs", state],
            capture_output=True).returncode == 0

    def fill(self):
        try:
            with open(self.state / "filler", "wb", buffering=0) as file:
                while True:
                    file.write(bytes(1 << 12))
        except OSError:
            pass

    def clear(self):
        (self.state / "filler").unlink(missing_ok=True)

    def release(self):
        if self.is_own:
            subprocess.run(["umount", self.state], check=False)


class Test:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.random = random.Random(options.seed)
        self.lab = Lab(folder / "lab")
        self.faulty = Faulty(self.lab.environment, options.seed)
        self.program = Program(options, folder, self.lab, self.faulty)
        self.disk = Disk(self.program.state)
        self.mails = Mails(options.seed)
        write_rules(folder / "Mailrules", self.lab, self.faulty.port)
        self.step = 0
        # Mails in doubt twice, which the person of this test let go.
        self.released = 0
        # Those that had arrived, which the person gave up.
        self.given_up = 0
        # The furthest step at which a round was killed so far: rounds have about that many.
        self.reach = 40

    def deliver(self, count):
        """Some more mails, as far as the progress allows: each part of the test is to see its share of them."""
        allowed = self.options.mails * (self.killed + 5) // self.options.kills
        for _ in range(count):
            if self.sent < min(self.options.mails, allowed):
                sender, content = self.mails.next()
                self.lab.deliver(sender, SUPPORT, content)

    @property
    def sent(self):
        return len(self.mails.human) + len(self.mails.machine)

    @property
    def killed(self):
        return sum(self.program.kills.values())

    def sweep(self, kills, torn_share=0.15):
        """Kills before step 1, 2, 3 ... of a round, until a round ends before its turn; then from the start. Every other
        time before a step drawn at random, so that the late ones get their share while mail piles up."""
        goal = self.killed + kills
        while self.killed < goal:
            if self.killed % 3 == 0:
                self.deliver(2)
            self.step += 1
            if not self.program.run_until_step(self.step, self.random.random() < torn_share):
                self.step = 0
            drawn = self.random.randint(1, self.reach * 3 // 2)
            if self.killed < goal and self.program.run_until_step(drawn, self.random.random() < torn_share):
                self.reach = max(self.reach, drawn)

    def shake(self, kills, most_seconds=3.0):
        """Kills the long run at random moments."""
        goal = self.killed + kills
        while self.killed < goal:
            self.deliver(self.random.randint(0, 3))
            self.program.run_for(self.random.uniform(0.05, most_seconds))

    def run(self):
        kills = self.options.kills
        status, text = self.program.say("run", "--once")
        if status != 0:
            raise SystemExit("the first round failed: " + text)
        self.phase("steps", lambda: self.sweep(kills * 55 // 100))
        self.phase("random moments", lambda: self.shake(kills * 20 // 100))
        if self.disk.is_own:
            self.phase("disk full", lambda: self.full_disk(kills * 10 // 100))
        else:
            print("skipped: a full disk needs a file system of its own (root)")
        self.phase("Dovecot restarted", lambda: self.restarts(kills * 10 // 100))
        self.phase("steps again", lambda: self.sweep(kills - self.killed))
        self.deliver(self.options.mails)
        return self.settle()

    def phase(self, name, work):
        begin, before, mails = time.monotonic(), self.killed, self.sent
        work()
        print("%-18s %4d kills, %4d mails, %5.0f s" % (
            name, self.killed - before, self.sent - mails, time.monotonic() - begin), flush=True)

    def full_disk(self, kills):
        rounds = 4
        for _ in range(rounds):
            self.deliver(3)
            self.disk.fill()
            self.shake(max(1, kills // rounds // 2))
            self.program.run_until_step(0, False)
            self.disk.clear()
            self.shake(max(1, kills // rounds - kills // rounds // 2))

    def restarts(self, kills):
        goal = self.killed + kills
        while self.killed < goal:
            self.deliver(self.random.randint(0, 3))
            process = self.program.start("run")
            time.sleep(self.random.uniform(0.3, 2.5))
            self.lab.restart_imap(rough=self.random.random() < 0.5)
            time.sleep(self.random.uniform(0.1, 2.0))
            if process.poll() is None:
                process.kill()
                self.program.kills["with Dovecot restarted"] += 1
            process.wait()

    def settle(self):
        """Rounds without disturbance, the clock moving on, until nothing waits any more."""
        self.faulty.calm()
        for number in range(40):
            self.program.minutes += 20
            self.program.run_until_step(0, False)
            self.release_doubts()
            waiting = rows(self.program.state, "SELECT count(*) FROM outbox WHERE state <> 'accepted'")[0][0]
            if number >= 3 and waiting == 0:
                break
        wrong = audit(self.lab, self.program.state, self.mails)
        wrong += self.spoken()
        for words in (["reconcile"], ["ledger", "verify"]):
            status, text = self.program.say(*words)
            print("gatepost %s: %s" % (" ".join(words), text.strip()))
            if status != 0:
                wrong.append("gatepost %s fell short" % " ".join(words))
        self.tell(wrong)
        if wrong:
            shutil.copytree(self.program.state, self.folder / "state-kept")
        return not wrong

    def release_doubts(self):
        """What was in doubt twice waits for a person, who looks whether it arrived, lets it go if not, and gives it up if
        it did."""
        for row in rows(self.program.state, "SELECT id, messageID, recipient FROM outbox WHERE state = 'held'"):
            arrived = [message for message in self.lab.messages(row["recipient"])
                       if str(message["Message-ID"]).strip(" <>") == row["messageID"]]
            if self.program.say("outbox", "discard" if arrived else "release", str(row["id"]))[0] != 0:
                continue
            if arrived:
                self.given_up += 1
            else:
                self.released += 1

    def spoken(self):
        """What the program said in all its runs and faults: no address, no password, no words of a mail."""
        text = (self.folder / "output.log").read_text(errors="replace")
        secrets = [self.lab.environment["GATEPOST_LAB_PASSWORD"], "@", "Matter", "opening times", "order form"]
        return ["the output holds %r" % secret for secret in secrets if secret in text]

    def tell(self, wrong):
        kinds = collections.Counter()
        if self.program.log.exists():
            for line in self.program.log.read_text().splitlines():
                kinds[line.partition(" ")[2]] += 1
        print("killed before: " + ", ".join("%s %d" % pair for pair in sorted(kinds.items())))
        print("kills: " + ", ".join("%s %d" % pair for pair in sorted(self.program.kills.items()) if pair[1]))
        print("mails offered to the SMTP server: " + ", ".join(
            "%s %d" % pair for pair in sorted(self.faulty.counts.items())))
        print("in doubt twice: %d released by a person who found no copy, %d given up since they had arrived" % (
            self.released, self.given_up))
        print("offered more than once: %d" % rows(
            self.program.state, "SELECT count(*) FROM outbox WHERE repetitions > 0 OR attempts > 1")[0][0])
        print("%d kills, %d mails of people, %d of machines: %s" % (
            self.killed, len(self.mails.human), len(self.mails.machine),
            "nothing lost, nothing doubled" if not wrong else "%d WRONG" % len(wrong)))
        for line in wrong[:40]:
            print("WRONG " + line)

    def close(self):
        self.disk.release()
        self.lab.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="a few dozen kills over a few dozen mails")
    parser.add_argument("--kills", type=int, default=520)
    parser.add_argument("--mails", type=int, default=320)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=str(ROOT / ".build/debug/gatepost"))
    parser.add_argument("--folder", help="where everything is kept; a new one that is removed when all went well")
    options = parser.parse_args()
    if options.short:
        options.kills, options.mails = 40, 24
    folder = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="gatepost-endurance-", dir="/var/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, 0o755)
    test = Test(options, folder)
    is_good = False
    try:
        is_good = test.run()
    finally:
        test.close()
        if is_good and not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
        elif not is_good:
            print("everything is kept in %s" % folder)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
