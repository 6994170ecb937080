"""Calls that go to several phones at once (RFC 3261 §16.6, §16.7), and forks that feed themselves (RFC 5393)."""

import socket
import threading
import time

from message import Message
from phone import Unexpected, failure
from server import ADDRESS

MOST_MESSAGES = 20_000


def two_rings(stage):
    """alice calls bob, who has two phones; both have the INVITE."""
    alice = stage.phone("Alice")
    a, b = stage.registered("A", "bob"), stage.registered("B", "bob")
    invite = alice.calls("bob")
    return alice, a, b, invite, a.is_called(), b.is_called()


def busy_and_broken(stage):
    """of 486 and 500 the caller sees 486"""
    for order in ("486 first", "500 first"):
        alice, a, b, invite, at_a, at_b = two_rings(stage)
        first, second = ((a, at_a, 486), (b, at_b, 500))
        if order == "500 first":
            first, second = second, first
        for phone, request, status in (first, second):
            phone.answers(request, status)
            phone.expects("ACK")
            time.sleep(0.2)
        alice.expects_status(invite, 486)
        a.binds("bob", f"<{a.contact}>;expires=0")
        b.binds("bob", f"<{b.contact}>;expires=0")


def declined_everywhere(stage):
    """603 from one phone cancels the other, and goes up once, after the 487"""
    alice, a, b, invite, at_a, at_b = two_rings(stage)
    b.answers(at_b, 180)
    alice.expects(180)

    a.answers(at_a, 603)

    cancel = b.expects("CANCEL")
    alice.hears_nothing(603, during=1)
    b.answers(cancel, 200)
    b.answers(at_b, 487)
    b.expects("ACK")
    alice.expects_status(invite, 603)
    alice.hears_nothing(failure, during=1)


def challenged_by_both(stage):
    """401 and 407 of two realms become one response with both challenges"""
    alice, a, b, invite, at_a, at_b = two_rings(stage)

    a.answers(at_a, 401, [("WWW-Authenticate", 'Digest realm="x", nonce="1", algorithm=MD5')])
    b.answers(at_b, 407, [("Proxy-Authenticate", 'Digest realm="y", nonce="2", algorithm=MD5')])

    challenge = alice.expects_status(invite, (401, 407))
    realms = [field for field in challenge.all("WWW-Authenticate") + challenge.all("Proxy-Authenticate") if 'realm="x"' in field or 'realm="y"' in field]
    if len(realms) != 2:
        raise Unexpected(f"alice expected the challenges of realms x and y in the {challenge.status}, and got {realms}")
    alice.hears_nothing(failure, during=1)


def second_answer(stage):
    """a 2xx of the second phone after the 2xx of the first: both reach the caller"""
    alice, a, b, invite, at_a, at_b = two_rings(stage)
    a.answers(at_a, 180)
    b.answers(at_b, 180)

    to_a = a.answers(at_a, 200)
    first = alice.expects_status(invite, 200)
    to_b = b.answers(at_b, 200)
    second = alice.expects_status(invite, 200)

    if {first.first("To"), second.first("To")} != {to_a.first("To"), to_b.first("To")}:
        raise Unexpected(f"alice expected a 200 of each phone, and got {first.first('To')} and {second.first('To')}")
    for phone, answer in ((a, first), (b, second)):
        dialog = alice.talks(invite, answer)
        phone.expects("ACK")
        bye = dialog.hangs_up()
        phone.answers(phone.expects("BYE"), 200)
        alice.expects_status(bye, 200)


def one_after_the_other(stage):
    """the phone with the lower q rings when the other one is busy"""
    alice, a, b = stage.phone("Alice"), stage.phone("A"), stage.phone("B")
    a.binds("bob", f"<{a.contact}>;q=0.9")
    b.binds("bob", f"<{b.contact}>;q=0.2")

    invite = alice.calls("bob")

    at_a = a.is_called()
    b.hears_nothing("INVITE", during=0.5)
    a.answers(at_a, 486)
    at_b = b.is_called()
    b.answers(at_b, 200)
    alice.talks(invite, alice.expects_status(invite, 200))
    b.expects("ACK")


class Mirrors:
    """Two phones without people: what is for one is sent on to the other's address of record, like a forwarding that somebody forgot."""

    def __init__(self, server):
        self.server = server
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 23)
        self.socket.bind((ADDRESS, 0))
        self.port = self.socket.getsockname()[1]
        self.invites = self.messages = 0
        threading.Thread(target=self._reflect, daemon=True).start()

    def contact(self, onwards):
        return f"<sip:{onwards}@{ADDRESS}:{self.port}>"

    def _reflect(self):
        place = self.server.place("UDP")
        while True:
            try:
                reflected = self._reflected(Message.parse(self.socket.recv(65536)))
                if reflected:
                    self.socket.sendto(bytes(reflected), place)
            except OSError:
                return

    def _reflected(self, message):
        self.messages += 1
        if not message.is_request:
            message.fields.remove(next(field for field in message.fields if field[0].lower() in ("via", "v")))
            return message
        self.invites += message.method == "INVITE"
        if self.messages > MOST_MESSAGES:
            return None
        onwards = message.uri.split("@")[0] + "@example.test"
        fields = [(name, str(int(value) - 1)) if name == "Max-Forwards" else (name, value) for name, value in message.fields]
        # the same request takes the same branch, as a proxy without state does (RFC 3261 §16.11)
        via = f"SIP/2.0/UDP {ADDRESS}:{self.port};branch={message.branch}m"
        return Message(f"{message.method} {onwards} SIP/2.0", [("Via", via), *fields], message.body)

    def close(self):
        self.socket.close()


def each_others_forwarding(stage):
    """two addresses of record that point at each other, twice each, do not make a storm (RFC 5393)"""
    alice, carol = stage.phone("Alice"), stage.registered("Carol", "carol")
    mirrors = Mirrors(stage.server)
    stage.closing.append(mirrors)
    alice.binds("ann", mirrors.contact("ben"), mirrors.contact("ann"))
    alice.binds("ben", mirrors.contact("ann"), mirrors.contact("ben"))
    carol.answers_all_calls()

    began = time.monotonic()
    invite = alice.calls("ann")
    try:
        final = alice.expects_final(invite, within=20)
    except Unexpected:
        final = None
    took = time.monotonic() - began
    answer = f"{final.status} after {took:.2f} s" if final else "no final response in 20 s"
    stage.says(f"{mirrors.invites} INVITEs and {mirrors.messages} messages in all came by the mirrors; the caller got {answer}")
    if mirrors.messages > MOST_MESSAGES:
        raise Unexpected(f"expected fewer than {MOST_MESSAGES} messages, and there the mirrors stopped")
    if not final:
        raise Unexpected("expected a final response")

    after = alice.calls("carol")
    alice.talks(after, alice.expects_status(after, 200))


SCENARIOS = [busy_and_broken, declined_everywhere, challenged_by_both, second_answer, one_after_the_other, each_others_forwarding]
