"""An SMTP server on bad days: a relay in front of a real one that cuts connections before, at and after the final dot."""
import collections
import random
import socket
import ssl
import struct
import threading
import time

# What becomes of one mail, and how often. `before`: the connection dies within the text. `at`: the text and its final
# dot came, the real server never saw the dot. `after`: the real server has taken the mail, its 250 is lost. `later`: the
# mail is put off in words. `slow`: all is well, after a while in which the client may die.
FAULTS = {"none": 60, "before": 8, "at": 8, "after": 10, "later": 5, "slow": 9}


class Cut(Exception):
    pass


class Faulty:
    """Listens on a port of its own and relays to the real server; both sides over TLS."""

    def __init__(self, environment, seed):
        lab = environment["GATEPOST_LAB_DIR"]
        self.inner = ssl.create_default_context(cafile=environment["GATEPOST_LAB_CA"])
        self.outer = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.outer.load_cert_chain(lab + "/tls/server.pem", lab + "/tls/server.key")
        self.target = ("127.0.0.1", int(environment["GATEPOST_LAB_SMTPS_PORT"]))
        self.random = random.Random(seed)
        self.weights = dict(FAULTS)
        self.counts = collections.Counter()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def calm(self):
        """From now on nothing goes wrong."""
        self.weights = {"none": 1}

    def serve(self):
        while True:
            raw, _ = self.listener.accept()
            threading.Thread(target=self.relay, args=(raw,), daemon=True).start()

    def relay(self, raw):
        client = server = None
        try:
            client = self.outer.wrap_socket(raw, server_side=True)
            plain = socket.create_connection(self.target, 20)
            server = self.inner.wrap_socket(plain, server_hostname="127.0.0.1")
            Relay(self, client, server).run()
        except (OSError, Cut):
            pass
        finally:
            for side in (client or raw, server):
                reset(side)

    def draw(self):
        fault = self.random.choices(list(self.weights), list(self.weights.values()))[0]
        self.counts[fault] += 1
        return fault


def reset(side):
    """A linger of zero turns the close into a reset, as a dying server's kernel would send."""
    if side is None:
        return
    try:
        side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        side.close()
    except OSError:
        pass


class Relay:
    def __init__(self, faulty, client, server):
        self.faulty, self.client, self.server = faulty, client, server
        self.from_client = client.makefile("rb")
        self.from_server = server.makefile("rb")

    def answer(self):
        """One answer of the server, all its lines."""
        lines = []
        while True:
            line = self.from_server.readline()
            if not line:
                raise Cut
            lines.append(line)
            if line[3:4] != b"-":
                return b"".join(lines)

    def run(self):
        self.client.sendall(self.answer())
        while True:
            line = self.from_client.readline()
            if not line:
                return
            self.server.sendall(line)
            answer = self.answer()
            self.client.sendall(answer)
            if line.strip().upper() == b"DATA" and answer.startswith(b"354"):
                self.mail()

    def mail(self):
        text = []
        while True:
            line = self.from_client.readline()
            if not line:
                raise Cut
            text.append(line)
            if line == b".\r\n":
                break
            if len(text) == 5:
                fault = self.faulty.draw()
                if fault == "before":
                    self.server.sendall(b"".join(text))
                    raise Cut
        if fault == "at":
            self.server.sendall(b"".join(text[:-1]))
            raise Cut
        if fault == "later":
            self.client.sendall(b"451 4.3.0 not now\r\n")
            raise Cut
        self.server.sendall(b"".join(text))
        answer = self.answer()
        if fault == "after":
            raise Cut
        if fault == "slow":
            time.sleep(0.4)
        self.client.sendall(answer)
