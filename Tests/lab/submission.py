#!/usr/bin/python3
"""A submission server for the lab: AUTH over STARTTLS and over TLS, every mail handed on by LMTP.

Recipients of the domain fault.example provoke what real servers do on bad days; see FAULTS.
"""
import argparse
import asyncio
import fcntl
import os
import smtplib
import ssl
import time

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

# Answers at RCPT, answers at the final dot, and connections cut before or after the dot was read.
FAULTS = {
    "refuse-recipient": "550 5.1.1 no such person",
    "defer-recipient": "451 4.2.1 try again later",
    "refuse-mail": "554 5.7.1 not wanted here",
    "defer-mail": "452 4.3.1 no room now",
    "cut-after": None,
    "store-and-cut": None,
    "silent-after": None,
}
FAULT_DOMAIN = "@fault.example"


def fault_of(address):
    name, mark, _ = address.partition(FAULT_DOMAIN)
    return name if mark and name in FAULTS else None


class Delivery:
    def __init__(self, lmtp_port, gate):
        self.lmtp_port = lmtp_port
        self.gate = gate

    async def handle_RCPT(self, server, session, envelope, address, options):
        fault = fault_of(address)
        if fault and fault.endswith("-recipient"):
            return FAULTS[fault]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient accepted"

    async def handle_DATA(self, server, session, envelope):
        faults = {fault_of(address) for address in envelope.rcpt_tos} - {None}
        for fault in faults & {"refuse-mail", "defer-mail"}:
            return FAULTS[fault]
        if "silent-after" in faults:
            await asyncio.sleep(3600)
        if "cut-after" not in faults:
            targets = [a for a in envelope.rcpt_tos if not a.endswith(FAULT_DOMAIN)]
            answer = await asyncio.to_thread(self.deliver, envelope.mail_from, targets, envelope.original_content)
        if faults & {"cut-after", "store-and-cut"}:
            server.transport.abort()
            raise asyncio.CancelledError
        return answer

    def deliver(self, sender, targets, content):
        if not targets:
            return "250 2.0.0 accepted"
        for number, target in enumerate(targets):
            # What was delivered to one is not refused for the others' sake: real servers queue.
            for attempt in range(1 if number == 0 else 100):
                error = self.hand_on(sender, target, content)
                if error is None:
                    break
                time.sleep(0.2)
            if error is not None:
                return f"451 4.3.0 delivery failed: {error}"
        return "250 2.0.0 accepted"

    def hand_on(self, sender, target, content):
        try:
            # Who restarts Dovecot holds the gate: no delivery is cut in half.
            with open(self.gate, "a") as gate:
                fcntl.flock(gate, fcntl.LOCK_SH)
                with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
                    lmtp.sendmail(sender or "", target, content)
        except (smtplib.SMTPException, OSError) as error:
            return type(error).__name__
        return None


def authenticator(password):
    def check(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and data.password == password.encode()
        # AUTHENTICATED without `handled` lets the server answer 235 or 535 itself.
        return AuthResult(success=good, handled=False, auth_data=data.login if good else None)

    return check


async def serve(options, password):
    loop = asyncio.get_running_loop()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(options.certificate, options.key)
    delivery = Delivery(options.lmtp, options.gate)
    common = dict(
        hostname="lab.example", ident="lab", auth_required=True, authenticator=authenticator(password),
        decode_data=False, enable_SMTPUTF8=True, data_size_limit=64 << 20, loop=loop,
    )

    def starttls():
        return SMTP(delivery, tls_context=tls, require_starttls=True, **common)

    def implicit_tls():
        # The library does not notice TLS that began below it; the session is as encrypted as after STARTTLS.
        return SMTP(delivery, auth_require_tls=False, **common)

    await loop.create_server(starttls, "127.0.0.1", options.smtp)
    await loop.create_server(implicit_tls, "127.0.0.1", options.smtps, ssl=tls)
    await asyncio.Event().wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("smtp", "smtps", "lmtp"):
        parser.add_argument(f"--{name}", type=int, required=True, metavar="PORT")
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--gate", required=True, help="a file that is locked while nothing may be delivered")
    asyncio.run(serve(parser.parse_args(), os.environ["LAB_PASSWORD"]))


if __name__ == "__main__":
    main()
