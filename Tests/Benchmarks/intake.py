#!/usr/bin/python3
"""Measures intake of a full support mailbox against mbsync, and polling of an unchanged one.

    Tests/Benchmarks/intake.py [--messages 20000] [--rounds 3] [--seed 7] [--folder DIR] [--program PATH]
                               [--benchmarks PATH] [--only gatepost|mbsync|poll]

One run does it all: it starts a Dovecot of its own on loopback (Tests/lab), fills a mailbox with generated mail, and
then, in turn and on the same disk, lets `gatepost run --once` take the mail in (fetch over TLS, parse, classify,
decide, record durably; a fresh state folder every time) and mbsync download it to a Maildir (fresh, over TLS), once
with mbsync's own default of syncing each file to the disk and once without. Medians and ratios are printed, where the
time went, and whether the record holds every mail decided. What others used of the processors meanwhile stands beside
each round: with much of it only the processor times mean something.

Replies: what every acknowledgement says is decided and put in the outbox, and held there by `limits: {overall: 0}`,
because composing and sending thousands of mails is not intake. No folders are configured to file mail in, so the mailbox stays as it is.
"""

import argparse
import imaplib
import json
import os
import pathlib
import pwd
import shlex
import shutil
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from intake_mail import CLIENTS, ROOT, SUPPORT, Mailbox, write_maildir, write_rules

LAB = ROOT / "Tests/lab/lab"
TICKS = os.sysconf("SC_CLK_TCK")


class Lab:
    """The private Dovecot with the mailbox in it."""

    def __init__(self, folder):
        self.folder = folder
        subprocess.run([LAB, "start", folder], check=True)
        self.environment = {}
        for line in (folder / "lab.env").read_text().splitlines():
            name, _, value = line.removeprefix("export ").partition("=")
            self.environment[name] = "".join(shlex.split(value))
        self.place = pathlib.Path(self.environment["GATEPOST_LAB_DIR"])

    def stop(self):
        subprocess.run([LAB, "stop", self.folder], check=True)

    def session(self):
        context = ssl.create_default_context(cafile=self.environment["GATEPOST_LAB_CA"])
        session = imaplib.IMAP4_SSL("127.0.0.1", int(self.environment["GATEPOST_LAB_IMAPS_PORT"]), ssl_context=context)
        session.login(SUPPORT, self.environment["GATEPOST_LAB_PASSWORD"])
        return session

    def fill(self, count, seed):
        """Puts the mails in, unless the same ones are there already, and lets Dovecot index them."""
        stamp = self.place / "mailbox.json"
        kept = json.loads(stamp.read_text()) if stamp.exists() else {}
        now = int(time.time())
        if (kept.get("count"), kept.get("seed")) != (count, seed) or now - kept["end"] > 5 * 86_400:
            maildir = self.place / "mail" / SUPPORT / "Maildir"
            shutil.rmtree(maildir.parent, ignore_errors=True)
            user = pwd.getpwnam("mail")
            owner = (user.pw_uid, user.pw_gid) if os.getuid() == 0 else None
            kept = {"count": count, "seed": seed, "begin": now - 3 * 86_400, "end": now - 3_600}
            mails = Mailbox(count, seed, kept["begin"], kept["end"])
            kept["bytes"] = write_maildir(maildir, mails, owner)
            stamp.write_text(json.dumps(kept))
        session = self.session()
        session.select("INBOX")
        found = session.fetch("1:*", "(UID INTERNALDATE RFC822.SIZE)")[1]
        session.logout()
        if len(found) != count:
            sys.exit("the mailbox holds %d mails instead of %d" % (len(found), count))
        self.begin, self.bytes = kept["begin"], kept["bytes"]

    def processor_seconds(self):
        """What Dovecot has used up so far, children that have ended included."""
        master = int((self.place / "run/master.pid").read_text())
        parents, used = {}, {}
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                parents[int(entry.name)] = int(fields[1])
                used[int(entry.name)] = sum(map(int, fields[11:15]))
        family = {master}
        for _ in range(4):
            family |= {pid for pid, parent in parents.items() if parent in family}
        return sum(used.get(pid, 0) for pid in family) / TICKS


def busy_seconds():
    """Processor time of everything on the machine so far."""
    fields = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()
    return sum(int(fields[place]) for place in (1, 2, 3, 6, 7)) / TICKS


class Figures:
    """What one program run cost."""

    def __init__(self, command, environment, log, lab):
        os.sync()
        self.threads = {}
        dovecot, busy = lab.processor_seconds(), busy_seconds()
        begin = time.monotonic()
        with open(log, "wb") as output:
            process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)
        done = threading.Event()
        watcher = threading.Thread(target=self.watch, args=(process.pid, done))
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - begin
        done.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        self.user, self.system, self.peak = usage.ru_utime, usage.ru_stime, usage.ru_maxrss / 1024
        self.dovecot = lab.processor_seconds() - dovecot
        self.others = max(0, busy_seconds() - busy - self.user - self.system - self.dovecot)
        # 1 says that something waits for a person: the held acknowledgements of old mail do.
        if process.returncode not in (0, 1):
            sys.exit("%s ended with %d:\n%s" % (command[0], process.returncode, pathlib.Path(log).read_text()[-2000:]))

    def watch(self, pid, done):
        """Notes the processor time of each thread while the program runs."""
        while not done.wait(0.1):
            try:
                for task in os.listdir("/proc/%d/task" % pid):
                    head, _, rest = pathlib.Path("/proc/%d/task/%s/stat" % (pid, task)).read_text().rpartition(")")
                    fields = rest.split()
                    name = "main" if int(task) == pid else head.partition("(")[2]
                    self.threads[task, name] = (int(fields[11]) + int(fields[12])) / TICKS
            except OSError:
                continue

    def text(self):
        text = "%7.1f s wall, %6.1f s CPU (%.1f user, %.1f system), %5.0f MB peak, Dovecot %.1f s CPU, others %.1f s"
        return text % (
            self.wall, self.user + self.system, self.user, self.system, self.peak, self.dovecot, self.others)


class Gatepost:
    def __init__(self, program, folder, lab, count):
        self.program, self.folder, self.lab, self.count = program, folder, lab, count
        self.rules = folder / "Mailrules"
        shutil.rmtree(self.rules, ignore_errors=True)
        clients = Mailbox(0, lab.seed, 0, 0).clients
        start = time.strftime("%Y-%m-%d", time.gmtime(lab.begin - 86_400))
        write_rules(self.rules, clients, lab.environment, start)
        self.secret = {"SUPPORT_PASSWORD": lab.environment["GATEPOST_LAB_PASSWORD"]}

    def run(self):
        state = self.folder / "state"
        shutil.rmtree(state, ignore_errors=True)
        command = [self.program, "run", "--once", "--rules", str(self.rules), "--state", str(state)]
        figures = Figures(command, self.secret, self.folder / "gatepost.log", self.lab)
        self.check(state)
        return figures

    def check(self, state):
        """The record must hold every mail, decided."""
        record = sqlite3.connect("file:%s?mode=ro" % (state / "gatepost.sqlite"), uri=True)

        def count(query):
            return record.execute("SELECT count(*) FROM " + query).fetchone()[0]
        self.held = {
            "decided": count("mail WHERE state = 'decided'"), "decisions": count("decision"),
            "tickets": count("ticket"), "requests": count("request"), "postings": count("posting"),
            "clocks": count("clock"), "acknowledgements held": count("outbox WHERE state = 'held'")}
        stored = record.execute("SELECT sum(byteCount) FROM mail").fetchone()[0]
        spooled = sum(path.stat().st_size for path in (state / "spool").iterdir())
        record.close()
        if self.held["decided"] != self.count or self.held["decisions"] != self.count or stored != self.lab.bytes \
                or spooled < stored:
            sys.exit("the record falls short of %d mails, %d bytes: %s, %d bytes recorded, %d spooled" % (
                self.count, self.lab.bytes, self.held, stored, spooled))


class Mbsync:
    def __init__(self, folder, lab, count, syncs):
        self.folder, self.lab, self.count, self.syncs = folder, lab, count, syncs
        self.file = folder / ("mbsyncrc-" + ("fsync" if syncs else "nosync"))

    def run(self):
        copy = self.folder / "maildir"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        self.file.write_text("""\
FSync %s
IMAPAccount lab
Host localhost
Port %s
User %s
Pass %s
SSLType IMAPS
SystemCertificates no
CertificateFile %s
AuthMechs LOGIN

IMAPStore far
Account lab

MaildirStore near
Path %s/
Inbox %s/INBOX

Channel support
Far :far:INBOX
Near :near:INBOX
Sync Pull
Create Near
SyncState %s/
""" % ("yes" if self.syncs else "no", self.lab.environment["GATEPOST_LAB_IMAPS_PORT"], SUPPORT,
            self.lab.environment["GATEPOST_LAB_PASSWORD"], self.lab.environment["GATEPOST_LAB_CA"], copy, copy, copy))
        figures = Figures(["mbsync", "-c", str(self.file), "support"], {}, self.folder / "mbsync.log", self.lab)
        found = sum(len(os.listdir(copy / "INBOX" / name)) for name in ("cur", "new"))
        if found != self.count:
            sys.exit("mbsync brought %d mails instead of %d" % (found, self.count))
        return figures


def install():
    subprocess.run([ROOT / "Tests/lab/install"], check=True)
    if not shutil.which("mbsync"):
        as_root = [] if os.getuid() == 0 else ["sudo"]
        subprocess.run(as_root + ["apt-get", "install", "-y", "-q", "--no-install-recommends", "isync"], check=True,
                       stdout=sys.stderr)


def build(product):
    command = ["swift", "build", "-c", "release", "--package-path", str(ROOT)]
    subprocess.run(command + ["--product", product], check=True, stdout=sys.stderr)
    path = subprocess.run(command + ["--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return path + "/" + product


def median(rounds, read):
    return statistics.median(read(one) for one in rounds)


def report(figures, lab, count):
    """Medians, ratios and where the time went."""
    ours = figures.get("gatepost")
    for name, rounds in figures.items():
        wall = median(rounds, lambda one: one.wall)
        print("%-22s %7.1f s wall, %6.1f s CPU, %5.0f MB peak (medians of %d), %.0f mails/s, %.1f MB/s" % (
            name, wall, median(rounds, lambda one: one.user + one.system), max(one.peak for one in rounds),
            len(rounds), count / wall, lab.bytes / 1e6 / wall))
    if not ours:
        return
    for name, rounds in figures.items():
        if name == "gatepost":
            continue
        ratios = [mine.wall / theirs.wall for mine, theirs in zip(ours, rounds)]
        spent = [(mine.user + mine.system) / (theirs.user + theirs.system) for mine, theirs in zip(ours, rounds)]
        print("ratio to %-13s %.2f wall [%.2f .. %.2f], %.2f CPU" % (
            name, statistics.median(ratios), min(ratios), max(ratios), statistics.median(spent)))
    print("peak memory: %.0f MB" % max(one.peak for one in ours))
    spent_on(sorted(ours, key=lambda one: one.wall)[len(ours) // 2], count)


STAGES = [
    ("decide ", "deciding: decisions, ledgers, replies' words, rows of the record"),
    ("read ", "reading: parsing, who and which conversation, newest words, requests"),
    ("overcommit", "network: TLS, IMAP"),
    ("default-qos", "storing: digest, spool, sync, rows of the mails"),
]


def spent_on(one, count):
    """Where the time of one run went: processor time by stage, each a thread of its own, and what the cores allow."""
    stages = {}
    for (_, name), seconds in one.threads.items():
        stage = next((text for mark, text in STAGES if mark in name), "the rest")
        stages[stage] = stages.get(stage, 0) + seconds
    total = one.user + one.system
    stages["the rest"] = stages.get("the rest", 0) + max(0, total - sum(stages.values()))
    print("where the time goes (the round of %.1f s): %.1f s CPU in gatepost, %.1f s in Dovecot" % (
        one.wall, total, one.dovecot))
    for stage, seconds in sorted(stages.items(), key=lambda pair: -pair[1]):
        print("  %6.1f s  %3.0f %%  %4.0f us a mail  %s" % (
            seconds, 100 * seconds / total, 1e6 * seconds / count, stage))
    cores = os.cpu_count() or 1
    floor = max((total + one.dovecot) / cores, max(stages.values()))
    print("  with %d cores all to itself it could not take less than %.1f s" % (cores, floor))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", help="keep mailbox and results here, and use the mailbox again")
    parser.add_argument("--program", help="the gatepost program, if it is built already")
    parser.add_argument("--benchmarks", help="the Benchmarks program, if it is built already")
    parser.add_argument("--only", choices=["gatepost", "mbsync", "poll"], help="leave the others out")
    options = parser.parse_args()
    install()
    program = options.program or build("gatepost")
    benchmarks = options.benchmarks or build("Benchmarks")
    folder = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="gatepost-intake-", dir="/var/tmp")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    lab = Lab(folder / "lab")
    try:
        lab.seed = options.seed
        lab.fill(options.messages, options.seed)
        print("%d mails, %.2f GB on the wire, %d clients, seed %d; all over TLS; acknowledgements decided and held" % (
            options.messages, lab.bytes / 1e9, CLIENTS, options.seed), flush=True)
        gatepost = Gatepost(program, folder, lab, options.messages)
        programs = {}
        if options.only in (None, "gatepost"):
            programs["gatepost"] = gatepost
        if options.only in (None, "mbsync"):
            programs["mbsync"] = Mbsync(folder, lab, options.messages, True)
            programs["mbsync FSync no"] = Mbsync(folder, lab, options.messages, False)
        figures = {name: [] for name in programs}
        for number in range(options.rounds if programs else 0):
            for name, one in programs.items():
                figures[name].append(one.run())
                print("round %d  %-16s %s" % (number + 1, name, figures[name][-1].text()), flush=True)
        report(figures, lab, options.messages)
        if "gatepost" in figures:
            print("the record: " + ", ".join("%d %s" % (value, name) for name, value in gatepost.held.items()))
        if options.only in (None, "poll"):
            poll = [benchmarks, "poll", "imaps://127.0.0.1:" + lab.environment["GATEPOST_LAB_IMAPS_PORT"], SUPPORT,
                    lab.environment["GATEPOST_LAB_CA"]]
            subprocess.run(poll, env={**os.environ, **gatepost.secret}, check=True)
    finally:
        lab.stop()
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


sys.exit(main())
