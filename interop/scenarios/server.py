"""The servers that the scenarios are played against, each started as its administrator would start it, on ports of its own."""

import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ADDRESS = os.environ.get("SCENARIOS_ADDRESS", "127.0.0.1")
USERS = ["alice", "ann", "ben", "bob", "carol", "deaf"]
TRANSPORTS = {"UDP": "udp", "TCP": "tcp", "TLS": "tls", "WSS": "wss"}

_given = set()
_giving = threading.Lock()


def free_port():
    """A port that nobody has, by UDP and TCP, below those that the kernel hands out by itself."""
    with _giving:
        while True:
            port = random.randrange(12000, 32000)
            if port in _given:
                continue
            try:
                for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                    with socket.socket(socket.AF_INET, kind) as probe:
                        probe.bind((ADDRESS, port))
            except OSError:
                continue
            _given.add(port)
            return port


def certificate(folder):
    """A certificate of its own for this run: (chain, key)."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=example.test",
                    "-addext", f"subjectAltName=DNS:example.test,IP:{ADDRESS}", "-keyout", key, "-out", chain], check=True, capture_output=True)
    return chain, key


class DidNotStart(Exception):
    """With what the server said about it."""


class Server:
    """A process in a folder of its own; `settings` are what a scenario asks for: t1 (seconds), names (a DNS server)."""

    def __init__(self, folder, t1=0.5, names=None):
        self.folder = folder
        self.folder.mkdir(parents=True)
        self.t1 = t1
        self.names = names
        self.ports = {name: free_port() for name in ("UDP", "TLS", "WSS")}
        self.ports["TCP"] = self.ports["UDP"]
        self.chain, self.key = certificate(folder)
        self.log = folder / "log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT, start_new_session=True)
        self._wait_until_it_answers()

    def place(self, wire):
        return ADDRESS, self.ports[wire]

    def _wait_until_it_answers(self):
        until = time.monotonic() + 60
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((ADDRESS, 0))
            probe.settimeout(0.1)
            host, port = probe.getsockname()
            while time.monotonic() < until and self.process.poll() is None:
                probe.sendto((f"OPTIONS sip:{ADDRESS}:{self.ports['UDP']} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{random.getrandbits(64):x}\r\n"
                              f"Max-Forwards: 5\r\nFrom: <sip:probe@{host}>;tag=1\r\nTo: <sip:{ADDRESS}>\r\nCall-ID: probe\r\nCSeq: 1 OPTIONS\r\n"
                              "Content-Length: 0\r\n\r\n").encode(), self.place("UDP"))
                try:
                    if probe.recv(4096):
                        return
                except OSError:
                    pass
        self.ends()
        raise DidNotStart(f"{self.name} did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def ends(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        # and whatever it has left behind
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


class Strowger(Server):
    name = "Strowger"

    def command(self):
        listen = [f"{TRANSPORTS[name]}://{ADDRESS}:{port}" for name, port in self.ports.items()]
        lines = [
            "domains: [example.test]",
            f"listen: [{', '.join(listen)}]",
            # a user who is known and not there is 480, one who is not known 404
            "users: {" + ", ".join(f"{user}: {{password: secret}}" for user in USERS) + "}",
            "authentication: off",
            f"tls: {{certificates: {{chain: {self.chain}, key: {self.key}}}, trusted: {self.chain}}}",
            f"timers: {{t1: {round(self.t1 * 1000)}ms}}",
            "routes:",
            '  - when: {domain: "*.names.test"}',
            "    forward: request-uri",
            "  - registered: true",
        ]
        if self.names:
            lines.append(f'dns: {{servers: ["{self.names[0]}:{self.names[1]}"]}}')
        configuration = self.folder / "strowger.yaml"
        configuration.write_text("\n".join(lines) + "\n")
        return [os.environ.get("STROWGER", str(ROOT / "strowger")), "serve", "--config", str(configuration), "--data", str(self.folder / "data")]

    @staticmethod
    def version():
        return subprocess.run([str(ROOT / "strowger"), "--version"], capture_output=True, text=True, check=True).stdout.strip()


class Kamailio(Server):
    name = "Kamailio"

    def command(self):
        told = {
            "UDP": self.ports["UDP"], "TLS": self.ports["TLS"], "WSS": self.ports["WSS"], "ADDRESS": ADDRESS, "RUN": self.folder,
            "RETR_T1": round(self.t1 * 1000), "RETR_T2": round(self.t1 * 8000), "FR": round(self.t1 * 64000), "TLS_FILE": self.folder / "tls.cfg",
            "CHAIN": self.chain, "KEY": self.key, "DNS": "yes" if self.names else "no",
        }
        for name in ("kamailio.cfg", "tls.cfg"):
            text = (HERE / name).read_text()
            for key, value in told.items():
                text = text.replace(f"@{key}@", str(value))
            (self.folder / name).write_text(text)
        command = ["kamailio", "-f", str(self.folder / "kamailio.cfg"), "-P", str(self.folder / "pid"), "-Y", str(self.folder), "-m", "128", "-M", "8", "-DD", "-E"]
        if not self.names:
            return command
        # it asks whom resolv.conf names, at port 53, and there is no setting for another: so it sees a file of its own
        resolv = self.folder / "resolv.conf"
        resolv.write_text(f"nameserver {self.names[0]}\n")
        return ["unshare", "--mount", "sh", "-c", f'mount --bind {resolv} "$(readlink -f /etc/resolv.conf)" && exec "$@"', "sh", *command]

    @staticmethod
    def version():
        return subprocess.run(["kamailio", "-v"], capture_output=True, text=True, check=True).stdout.splitlines()[0].removeprefix("version: ").strip()


SERVERS = {"strowger": Strowger, "kamailio": Kamailio}


def is_there(kind):
    return kind is Strowger or shutil.which("kamailio") is not None
