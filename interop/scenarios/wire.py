"""What phones speak over: UDP, TCP, TLS and secure WebSockets (RFC 3261 §18, RFC 7118), one thread that reads each."""

import base64
import re
import secrets
import select
import socket
import ssl
import struct
import threading
import time


class Udp:
    name = "UDP"

    def __init__(self, own, server, heard):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.socket.bind((own, 0))
        self.own = self.socket.getsockname()
        self.server = server
        self.heard = heard
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            try:
                raw, sender = self.socket.recvfrom(65536)
            except OSError:
                return
            if raw.strip(b"\r\n\0"):
                self.heard(raw, sender)

    def send(self, raw, to=None):
        self.socket.sendto(raw, to or self.server)

    def close(self):
        # a thread that waits in recvfrom keeps the port until it wakes up
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()


class Stream:
    """A connection to the server; messages end where their Content-Length says."""

    name = "TCP"

    def __init__(self, own, server, heard):
        self.heard = heard
        self.reading = True
        self.lock = threading.Lock()
        self.socket = self.opened(own, server)
        self.own = self.socket.getsockname()
        threading.Thread(target=self._read, daemon=True).start()

    def opened(self, own, server):
        return socket.create_connection(server, 5, (own, 0))

    def _read(self):
        gathered = b""
        while True:
            try:
                read = self._readable() and self._received()
            except (OSError, ValueError):
                return
            if read == b"":
                return
            if read:
                gathered = self.taken(gathered + read)

    def _readable(self):
        if not self.reading:
            time.sleep(0.1)
            return False
        pending = getattr(self.socket, "pending", int)
        return pending() > 0 or bool(select.select([self.socket], [], [], 0.1)[0])

    def _received(self):
        # one thread at a time inside of TLS; and what is readable may be TLS's own, with nothing for us
        with self.lock:
            self.socket.settimeout(0.02)
            try:
                return self.socket.recv(65536)
            except TimeoutError:
                return False

    def taken(self, gathered):
        """Hears every whole message; answers what is left."""
        while True:
            gathered = gathered.lstrip(b"\r\n")
            head, ended, rest = gathered.partition(b"\r\n\r\n")
            length = int((re.search(rb"(?im)^(?:content-length|l)\s*:\s*(\d+)", head) or [0, b"0"])[1])
            if not ended or len(rest) < length:
                return gathered
            self.heard(head + ended + rest[:length], None)
            gathered = rest[length:]

    def send(self, raw, to=None):
        self._write(raw)

    def _write(self, raw):
        with self.lock:
            self.socket.settimeout(5)
            self.socket.sendall(raw)

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()


class Tls(Stream):
    name = "TLS"

    def opened(self, own, server):
        # what is proven here is not whom the phone believes
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(super().opened(own, server))


class Wss(Tls):
    """A browser's way: TLS, an HTTP upgrade, a message per frame."""

    name = "WSS"

    def opened(self, own, server):
        opened = super().opened(own, server)
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        opened.sendall(
            f"GET / HTTP/1.1\r\nHost: {server[0]}:{server[1]}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sip\r\n"
            "Origin: https://phone.example.test\r\n\r\n".encode()
        )
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            read = opened.recv(1)
            if not read:
                raise OSError(f"the server closed the connection instead of the upgrade: {answer!r}")
            answer += read
        if b" 101 " not in answer:
            raise OSError(f"the server refused the upgrade: {answer!r}")
        return opened

    def taken(self, gathered):
        while len(gathered) >= 2:
            length, at = gathered[1] & 0x7F, 2
            if length >= 126:
                size = 2 if length == 126 else 8
                length, at = int.from_bytes(gathered[2 : 2 + size], "big"), 2 + size
            if len(gathered) < at + length:
                break
            opcode, content = gathered[0] & 0x0F, gathered[at : at + length]
            gathered = gathered[at + length :]
            if opcode == 9:
                self._frame(10, content)
            elif opcode in (1, 2) and content.strip(b"\r\n\0"):
                self.heard(content, None)
        return gathered

    def send(self, raw, to=None):
        self._frame(1, raw)

    def _frame(self, opcode, content):
        mask = secrets.token_bytes(4)
        size = len(content)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(content))
        self._write(bytes([0x80 | opcode]) + length + mask + masked)

    def leave(self):
        """Says goodbye as a page does that is closed (RFC 6455 §5.5.1)."""
        self._frame(8, struct.pack(">H", 1001))
        self.close()
