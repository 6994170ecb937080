"""A little name server (RFC 1035): answers what it was told, denies the rest; or hears everything and says nothing."""

import socket
import struct
import threading

A, NAPTR, SRV = 1, 35, 33
NAME_ERROR = 3


class Names:
    def __init__(self, host, port, silent=False):
        self.records = {}
        self.silent = silent
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, port))
        threading.Thread(target=self._answer, daemon=True).start()

    def place(self):
        return self.socket.getsockname()

    def address(self, name, host):
        self.records.setdefault((name, A), []).append(socket.inet_aton(host))

    def service(self, name, priority, target, port):
        self.records.setdefault((name, SRV), []).append(struct.pack(">HHH", priority, 10, port) + wire_name(target))

    def _answer(self):
        while True:
            try:
                question, sender = self.socket.recvfrom(4096)
            except OSError:
                return
            self.asked += 1
            if not self.silent:
                self.socket.sendto(self._reply(question), sender)

    def _reply(self, question):
        labels, at = [], 12
        while question[at]:
            labels.append(question[at + 1 : at + 1 + question[at]].decode().lower())
            at += 1 + question[at]
        name, kind = ".".join(labels), struct.unpack(">H", question[at + 1 : at + 3])[0]
        asked = question[12 : at + 5]
        records = self.records.get((name, kind), [])
        known = any(there == name for there, _ in self.records)
        flags = 0x8580 | (0 if known else NAME_ERROR)
        answers = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(record)) + record for record in records)
        return question[:2] + struct.pack(">HHHHH", flags, 1, len(records), 0, 0) + asked + answers

    def close(self):
        self.socket.close()


def wire_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
