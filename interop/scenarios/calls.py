"""Requests, answers and CANCELs that are late, repeated or lost (RFC 3261 §9, §16, §17; RFC 4320; RFC 6026; RFC 3327)."""

import threading
import time

from message import address
from phone import Unexpected, failure, final

RINGS_FOR = 200
T1 = 0.5


def silent_to_options(stage):
    """an OPTIONS that nobody answers brings the caller no 408 (RFC 4320)"""
    stage.serve(t1=0.05)
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")

    request = alice.request("OPTIONS", "sip:bob@example.test")

    bob.expects("OPTIONS")
    # timer F is 64 T1, 3.2 s here
    alice.hears_nothing(final, during=6, of=request)
    stage.says(f"bob heard the OPTIONS {bob.repeated + 1} times")


def repeated_after_its_answer(stage):
    """an INVITE that comes again after its 2xx passed is absorbed"""
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")
    invite = alice.calls("bob")
    at_bob = bob.is_called()
    bob.answers(at_bob, 200)
    answer = alice.expects_status(invite, 200)

    for _ in range(3):
        alice.repeats(invite)
        time.sleep(0.3)

    bob.hears_nothing("INVITE", during=1)
    alice.hears_nothing(failure, during=0.5, of=invite)
    dialog = alice.talks(invite, answer)
    bob.expects("ACK")
    bye = dialog.hangs_up()
    bob.answers(bob.expects("BYE"), 200)
    alice.expects_status(bye, 200)


def cancelled_before_it_rings(stage):
    """a CANCEL before any provisional response waits for one, then reaches the phone"""
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")
    invite = alice.calls("bob")
    at_bob = bob.is_called()

    cancel = alice.cancels(invite)

    alice.expects_status(cancel, 200)
    # "If no provisional response has been received, the CANCEL request MUST NOT be sent" (RFC 3261 §9.1)
    bob.hears_nothing("CANCEL", during=1)
    bob.answers(at_bob, 180)
    bob.answers(bob.expects("CANCEL"), 200)
    bob.answers(at_bob, 487)
    bob.expects("ACK")
    alice.expects_status(invite, 487)


def cancelled_again_and_again(stage):
    """a CANCEL that is repeated cancels once and brings one 487"""
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")
    invite = alice.calls("bob")
    at_bob = bob.is_called()
    bob.answers(at_bob, 180)
    alice.expects(180)

    for _ in range(3):
        cancel = alice.cancels(invite)
        alice.expects_status(cancel, 200)
    at_cancel = bob.expects("CANCEL")
    bob.answers(at_cancel, 200)
    bob.answers(at_bob, 487)
    bob.expects("ACK")
    alice.expects_status(invite, 487)
    alice.repeats(cancel)

    alice.expects_status(cancel, (200, 481))
    bob.hears_nothing("CANCEL", during=1)
    alice.hears_nothing(487, during=1)


def cancelled_while_answered(stage):
    """a CANCEL that crosses the 200: the caller gets both 200s, and the call can be ended"""
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")
    invite = alice.calls("bob")
    at_bob = bob.is_called()
    bob.answers(at_bob, 180)
    alice.expects(180)

    cancel = alice.cancels(invite)
    bob.answers(at_bob, 200)
    bob.answers(bob.expects("CANCEL"), 200)

    alice.expects_status(cancel, 200)
    dialog = alice.talks(invite, alice.expects_status(invite, 200))
    bob.expects("ACK")
    bye = dialog.hangs_up()
    bob.answers(bob.expects("BYE"), 200)
    alice.expects_status(bye, 200)


def cancelled_after_the_answer(stage):
    """a CANCEL after the 200 has no effect on the call"""
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")
    invite = alice.calls("bob")
    bob.answers(bob.is_called(), 200)
    answer = alice.expects_status(invite, 200)

    cancel = alice.cancels(invite)

    alice.expects_status(cancel, (200, 481))
    alice.hears_nothing(failure, during=1, of=invite)
    bob.hears_nothing("CANCEL", during=0.5)
    bye = alice.talks(invite, answer).hangs_up()
    bob.answers(bob.expects("BYE"), 200)
    alice.expects_status(bye, 200)


def cancelled_after_the_failure(stage):
    """a CANCEL after the 486 is answered by the server and goes nowhere"""
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")
    invite = alice.calls("bob")
    bob.answers(bob.is_called(), 486)
    bob.expects("ACK")
    alice.expects_status(invite, 486)

    cancel = alice.cancels(invite)

    alice.expects_status(cancel, (200, 481))
    bob.hears_nothing("CANCEL", during=1)
    alice.hears_nothing(failure, during=0.5, of=invite)


def rings_for_long(stage):
    """a call that rings for 200 s is answered"""
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")
    invite = alice.calls("bob")
    at_bob = bob.is_called()
    began = time.monotonic()
    # "the UAS MUST send a non-100 provisional response at every minute" (RFC 3261 §13.3.1.1)
    for _ in range(0, RINGS_FOR, 60):
        bob.answers(at_bob, 180)
        alice.expects(180)
        rest = min(60, began + RINGS_FOR - time.monotonic())
        alice.hears_nothing(final, during=rest, of=invite)

    bob.answers(at_bob, 200)

    bye = alice.talks(invite, alice.expects_status(invite, 200)).hangs_up()
    bob.expects("ACK")
    bob.answers(bob.expects("BYE"), 200)
    alice.expects_status(bye, 200)


rings_for_long.waits = True


def behind_an_edge(stage):
    """a phone that registered through an edge proxy, with its Path, is reached through that edge (RFC 3327)"""
    alice, edge, bob = stage.phone("Alice"), stage.phone("Edge"), stage.phone("Bob")
    host, port = edge.wire.own
    path = f"<sip:token-of-bob@{host}:{port};lr>"
    edge.binds("bob", f"<{bob.contact}>", fields=[("Path", path), ("Supported", "path")])

    invite = alice.calls("bob")

    at_edge = edge.is_called()
    if [address(route) for route in at_edge.listed("Route")] != [address(path)]:
        raise Unexpected(f"the edge expected the Route {path}, and got {at_edge.listed('Route')}")
    if address(at_edge.uri) != bob.contact:
        raise Unexpected(f"the edge expected the Request-URI {bob.contact}, and got {at_edge.uri}")
    bob.hears_nothing("INVITE", during=0.5)
    edge.answers(at_edge, 200)
    alice.talks(invite, alice.expects_status(invite, 200))
    edge.expects("ACK")


def lost_answers(stage):
    """the 200 is lost five times on its way to the caller; the call stands"""
    alice, bob = stage.phone("Alice"), stage.registered("Bob", "bob")
    lost = []

    def is_lost(message):
        if message.status == 200 and message.method == "INVITE" and len(lost) < 5:
            lost.append(message)
            return True
        return False

    alice.deaf_to = is_lost
    invite = alice.calls("bob")
    at_bob = bob.is_called()
    acknowledged = threading.Event()
    # the callee repeats its 200 until the ACK comes (RFC 3261 §13.3.1.4)
    repeating = threading.Thread(target=repeat_answer, args=(bob, at_bob, acknowledged), daemon=True)
    repeating.start()
    try:
        answer = alice.expects_status(invite, 200, within=20)
        dialog = alice.talks(invite, answer)
        bob.expects("ACK")
    finally:
        acknowledged.set()
        repeating.join()
    bye = dialog.hangs_up()
    bob.answers(bob.expects("BYE"), 200)
    alice.expects_status(bye, 200)
    stage.says(f"{len(lost)} answers were lost")


def repeat_answer(phone, invite, acknowledged):
    phone.answers(invite, 200)
    pause, spent = T1, 0
    while spent < 64 * T1 and not acknowledged.wait(pause):
        phone.answers(invite, 200)
        spent += pause
        pause = min(2 * pause, 4)


SCENARIOS = [silent_to_options, repeated_after_its_answer, cancelled_before_it_rings, cancelled_again_and_again, cancelled_while_answered,
             cancelled_after_the_answer, cancelled_after_the_failure, rings_for_long, behind_an_edge, lost_answers]
