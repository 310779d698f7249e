#!/usr/bin/python3
"""A mail server that follows a script: for what real servers do only on bad days.

Reads a JSON object from the standard input: {"certificate", "key", "tls": bool, "host", "connections": [[step, ...], ...]};
the last list serves every further connection. Ends when its input ends. Prints the port, then a JSON line a connection with the lines received.
A step is a list: ["send", text], ["expect", words], ["literal", bytes], ["startTLS", more text in the same packet],
["wait", seconds], ["close"], ["cut"], ["flood", text, times]. In texts, {tag} is the tag of the command expected last.
"""
import json
import os
import socket
import ssl
import struct
import sys
import threading


class Connection:
    def __init__(self, plan, raw):
        self.plan, self.socket, self.received = plan, raw, []
        self.buffer, self.tag = b"", ""

    def read_line(self):
        while b"\n" not in self.buffer:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def read_bytes(self, count):
        while len(self.buffer) < count:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError
            self.buffer += more
        self.buffer = self.buffer[count:]

    def start_tls(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.plan["certificate"], self.plan["key"])
        if self.plan["newest"]:
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = ssl.TLSVersion[self.plan["newest"]]
            context.set_ciphers("ALL:@SECLEVEL=0")
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def send(self, text):
        self.socket.sendall(text.replace("{tag}", self.tag).encode("latin-1"))

    def step(self, action, *values):
        if action == "send":
            self.send(values[0])
        elif action == "flood":
            for _ in range(values[1]):
                self.send(values[0])
        elif action == "expect":
            line = self.read_line()
            self.received.append(line)
            self.tag = line.split(" ", 1)[0]
            if values[0].upper() not in line.upper():
                raise AssertionError(f"expected {values[0]}")
        elif action == "literal":
            self.read_bytes(values[0])
        elif action == "startTLS":
            self.send(values[0])
            self.start_tls()
        elif action == "wait":
            threading.Event().wait(values[0])
        elif action == "close":
            raise EOFError
        elif action == "cut":
            # Linger of zero turns the close into a reset, as a dying server's kernel would send.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise EOFError

    def run(self, steps):
        outcome = "done"
        try:
            if self.plan["tls"]:
                self.start_tls()
            for step in steps:
                self.step(*step)
            # What the client says after the script's end is of interest too.
            while True:
                self.received.append(self.read_line())
        except (EOFError, OSError) as error:
            outcome = type(error).__name__
        except AssertionError as error:
            outcome = str(error)
        finally:
            self.socket.close()
        print(json.dumps({"received": self.received, "outcome": outcome}), flush=True)


def main():
    plan = json.loads(sys.stdin.readline())
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    listener = socket.create_server((plan["host"], 0))
    print(listener.getsockname()[1], flush=True)
    index = 0
    while True:
        accepted, _ = listener.accept()
        steps = plan["connections"][min(index, len(plan["connections"]) - 1)]
        index += 1
        threading.Thread(target=Connection(plan, accepted).run, args=(steps,), daemon=True).start()


if __name__ == "__main__":
    main()
