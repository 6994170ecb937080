"""Names, transports and peers that are slow, dead or gone (RFC 3263, RFC 5626, RFC 5658, RFC 7118)."""

import random
import secrets
import socket
import threading
import time

from names import Names
from phone import Unexpected
from server import ADDRESS, Kamailio, free_port
from wire import Tls, Wss

MEASURED_CALLS = 200
PATIENCE = 5


def name_server(stage, silent=False):
    # Kamailio asks at port 53 and nowhere else; an address of its own then
    if stage.kind is Kamailio:
        place = f"127.{random.randrange(64, 127)}.{random.randrange(1, 255)}.{random.randrange(1, 255)}", 53
    else:
        place = ADDRESS, free_port()
    names = Names(*place, silent)
    stage.closing.append(names)
    return names


def three_servers_of_a_name(stage):
    """of three servers of a name one is dead and one says 503: the third takes the call, and a second call to the name as well"""
    names = name_server(stage)
    stage.serve(t1=0.05, names=names.place())
    alice, anna, dead, refusing, good = (stage.phone(name) for name in ("Alice", "Anna", "Dead", "Refusing", "Good"))
    for priority, (name, phone) in enumerate((("dead", dead), ("refusing", refusing), ("good", good))):
        names.address(f"{name}.names.test", ADDRESS)
        names.service("_sip._udp.trunk.names.test", 10 * (priority + 1), f"{name}.names.test", phone.wire.own[1])
    refusing.automatic = {"INVITE": lambda invite: refusing.answers(invite, 503), "ACK": lambda ack: None}
    dead.automatic = {"INVITE": lambda invite: None}
    good.answers_all_calls()

    began = time.monotonic()
    first = alice.calls("sip:service@trunk.names.test")
    time.sleep(0.3)
    second = anna.calls("sip:service@trunk.names.test")
    # the dead one is given up after timer B, 3.2 s here
    for phone, invite in ((alice, first), (anna, second)):
        answer = phone.expects_status(invite, 200, within=15)
        stage.says(f"{phone.name}'s call was answered after {time.monotonic() - began:.1f} s")
        bye = phone.talks(invite, answer).hangs_up()
        phone.expects_status(bye, 200)


def names_that_nobody_answers(stage):
    """while the name servers are silent, registrations and other calls go on"""
    names = name_server(stage, silent=True)
    stage.serve(names=names.place())
    alice, bob, lost = stage.phone("Alice"), stage.registered("Bob", "bob"), stage.phone("Lost")
    bob.answers_all_calls()
    before = [call_takes(alice) for _ in range(20)]

    for number in range(40):
        lost.calls(f"sip:service@nowhere-{number}.names.test")
    time.sleep(0.3)
    registrations = [alice.registers("alice", within=PATIENCE) for _ in range(20)]
    calls = [call_takes(alice) for _ in range(20)]

    stage.says(f"40 calls waited for names; worst of 20 registrations {1000 * max(registrations):.1f} ms, "
               f"worst of 20 calls {1000 * max(calls):.1f} ms (before: {1000 * max(before):.1f} ms)")
    if not names.asked:
        raise Unexpected("expected a question for a name, and there was none")


def call_takes(phone, callee="bob"):
    """Seconds from the INVITE to its 200; the call is ended."""
    began = time.monotonic()
    invite = phone.calls(callee)
    answer = phone.expects_status(invite, 200, within=PATIENCE)
    took = time.monotonic() - began
    bye = phone.talks(invite, answer).hangs_up()
    phone.expects_status(bye, 200, within=PATIENCE)
    return took


def from_udp_to_tls(stage):
    """a caller by UDP, a callee by TLS: the call can be hung up from both sides"""
    both_hang_up(stage.phone("Alice"), stage.registered("Bob", "bob", Tls))


def browsers_and_phones(stage):
    """calls between secure WebSockets and UDP, both ways, and between two browsers: they can be hung up from both sides"""
    page, other, plain = stage.registered("Alice", "alice", Wss), stage.registered("Bob", "bob", Wss), stage.registered("Carol", "carol")
    for caller, callee in ((page, plain), (plain, page), (page, other)):
        both_hang_up(caller, callee)


def both_hang_up(caller, callee):
    for who_hangs_up in ("caller", "callee"):
        invite = caller.calls(callee.name.lower())
        at_callee = callee.is_called()
        answer = callee.answers(at_callee, 200)
        near = caller.talks(invite, caller.expects_status(invite, 200))
        far = callee.callee_dialog(at_callee, answer)
        callee.expects("ACK")
        first, dialog, second = (caller, near, callee) if who_hangs_up == "caller" else (callee, far, caller)
        bye = dialog.hangs_up()
        second.answers(second.expects("BYE"), 200)
        first.expects_status(bye, 200)


def never_reads(stage):
    """a TLS peer that never reads does not slow the calls of others"""
    alice, bob, deaf = stage.phone("Alice"), stage.registered("Bob", "bob"), stage.registered("Deaf", "deaf", Tls)
    flood = stage.phone("Flood")
    bob.answers_all_calls()
    [call_takes(alice) for _ in range(MEASURED_CALLS)]
    before = sorted(call_takes(alice) for _ in range(MEASURED_CALLS))

    deaf.wire.reading = False
    ended = threading.Event()
    sent = []

    def fill():
        while not ended.wait(0.002):
            sent.append(flood.request("MESSAGE", "sip:deaf@example.test", body=secrets.token_hex(4000).encode()))

    filling = threading.Thread(target=fill, daemon=True)
    filling.start()
    try:
        # 8 MB are more than the socket buffers of both ends take
        until = time.monotonic() + 30
        while len(sent) < 1000 and time.monotonic() < until:
            time.sleep(0.1)
        during = sorted(call_takes(alice) for _ in range(MEASURED_CALLS))
    finally:
        ended.set()
        filling.join()
    p99 = int(MEASURED_CALLS * 0.99) - 1
    stage.says(f"{MEASURED_CALLS} calls by UDP before: median {1000 * before[MEASURED_CALLS // 2]:.1f} ms, p99 {1000 * before[p99]:.1f} ms; while {len(sent)} MESSAGEs "
               f"of 8 kB went to the peer: median {1000 * during[MEASURED_CALLS // 2]:.1f} ms, p99 {1000 * during[p99]:.1f} ms")
    if during[p99] > before[p99] + 0.5:
        raise Unexpected("expected a p99 within half a second of the one before")


def handshake_that_never_ends(stage):
    """calls to a TLS peer that accepts the connection and is silent fail in time, and do not slow the calls of others"""
    stage.serve(t1=0.05)
    alice, bob, lost = stage.phone("Alice"), stage.registered("Bob", "bob"), stage.phone("Lost")
    bob.answers_all_calls()
    silent = socket.create_server((ADDRESS, 0))
    stage.closing.append(silent)
    lost.binds("deaf", f"<sip:deaf@{ADDRESS}:{silent.getsockname()[1]};transport=tls>")
    before = [call_takes(alice) for _ in range(20)]

    began = time.monotonic()
    waiting = [lost.calls("deaf") for _ in range(40)]
    during = [call_takes(alice) for _ in range(20)]
    finals = [lost.expects_status(invite, (408, 430, 480, 500, 503), within=20) for invite in waiting]

    stage.says(f"worst of 20 calls by UDP {1000 * max(during):.1f} ms (before: {1000 * max(before):.1f} ms); the 40 calls to the silent peer got "
               f"{', '.join(sorted({str(final.status) for final in finals}))}, all of them after {time.monotonic() - began:.1f} s")


def browser_gone(stage):
    """a browser's phone that has gone is known to be gone: the next call fails at once"""
    alice = stage.phone("Alice")
    for manner in ("said goodbye", "hung up the connection"):
        bob = stage.registered("Bob", "bob", Wss)
        invite = alice.calls("bob")
        bob.answers(bob.is_called(), 486)
        alice.expects_status(invite, 486)

        if manner == "said goodbye":
            bob.wire.leave()
        else:
            bob.leaves()
        time.sleep(0.5)

        began = time.monotonic()
        final = alice.expects_status(alice.calls("bob"), (430, 480), within=2)
        stage.says(f"the phone {manner}: {final.status} after {1000 * (time.monotonic() - began):.1f} ms")


SCENARIOS = [three_servers_of_a_name, names_that_nobody_answers, from_udp_to_tls, browsers_and_phones, never_reads, handshake_that_never_ends, browser_gone]
