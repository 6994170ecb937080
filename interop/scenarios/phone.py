"""A phone: registers, calls, is called, and tells what it expected and what it saw instead."""

import secrets
import threading
import time

from message import Message, address, host_and_port, new_branch, new_tag, response
from wire import Udp

REASONS = {180: "Ringing", 200: "OK", 302: "Moved Temporarily", 401: "Unauthorized", 407: "Proxy Authentication Required", 481: "Call Does Not Exist",
           486: "Busy Here", 487: "Request Terminated", 500: "Server Internal Error", 503: "Service Unavailable", 603: "Decline"}
MOST_SHOWN = 5
MOST_LINES = 60
SDP = b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0\r\n"


class Unexpected(AssertionError):
    """What was expected and did not come, or came and was not expected."""


def final(message):
    """a final response"""
    return message.status >= 200


def failure(message):
    """a failure"""
    return message.status >= 300


class Phone:
    """Absorbs repeated requests by repeating its answer, and acknowledges failures of its INVITEs, as RFC 3261 §17 wants; the rest is told by the scenario."""

    def __init__(self, name, server, wire=Udp, own="127.0.0.1", domain="example.test"):
        self.name = name
        self.domain = domain
        self.tag = new_tag()
        self.changed = threading.Condition()
        self.heard = []
        self.story = []
        self.answered = {}
        self.invites = {}
        self.repeated = 0
        self.automatic = {}
        self.deaf_to = lambda message: False
        self.wire = wire(own, server.place(wire.name), self._hear)
        host, port = self.wire.own
        user = name.split()[0].lower()
        self.contact = {
            "UDP": f"sip:{user}@{host}:{port}",
            "TCP": f"sip:{user}@{host}:{port};transport=tcp",
            "TLS": f"sip:{user}@{host}:{port};transport=tls",
            "WSS": f"sip:{user}@{secrets.token_hex(6)}.invalid;transport=ws",
        }[wire.name]

    # -- what comes

    def _hear(self, raw, sender):
        message = Message.parse(raw)
        with self.changed:
            if self.deaf_to(message):
                self._note("lost", message)
                return
            self._note("<-", message)
            if message.is_request and self._is_repeated(message):
                return
            self._acknowledge_failure(message)
            automatic = message.is_request and self.automatic.get(message.method)
            if not automatic:
                message.at = time.monotonic()
                self.heard.append(message)
                self.changed.notify_all()
        if automatic:
            automatic(message)

    def _is_repeated(self, request):
        key = (request.branch, request.method)
        if key not in self.answered:
            self.answered[key] = None
            return False
        self.repeated += 1
        if self.answered[key]:
            self.wire.send(self.answered[key])
        return True

    def _acknowledge_failure(self, message):
        invite = self.invites.get(message.branch)
        if message.status >= 300 and message.method == "INVITE" and invite:
            kept = [(name, value) for name, value in invite.fields if name in ("Via", "From", "Call-ID", "Max-Forwards", "Route")]
            cseq = invite.first("CSeq").split()[0]
            self._send(Message(f"ACK {invite.uri} SIP/2.0", kept + [("To", message.first("To")), ("CSeq", f"{cseq} ACK")]))

    def _note(self, direction, message):
        self.story.append((time.monotonic(), f"{self.name:8} {direction:4} {message.says()}"))

    def expects(self, what, within=5, of=None):
        """The next message that is `what`: a method, a status, or a claim that tells what it is; of that call, if one is named."""
        def fits(message):
            if of and message.call_id != of.call_id:
                return False
            if callable(what):
                return what(message)
            return message.status == what if isinstance(what, int) else message.is_request and message.method == what

        until = time.monotonic() + within
        with self.changed:
            while True:
                found = next((message for message in self.heard if fits(message)), None)
                if found:
                    self.heard.remove(found)
                    return found
                left = until - time.monotonic()
                if left <= 0:
                    raise Unexpected(f"{self.name} expected {described(what)} within {within} s, and has unread: {self._unread()}")
                self.changed.wait(left)

    def expects_final(self, request, within=5):
        def is_its_final(message):
            return final(message) and message.first("CSeq") == request.first("CSeq")

        is_its_final.__doc__ = f"a final response to its {request.method}"
        return self.expects(is_its_final, within, of=request)

    def expects_status(self, request, status, within=5):
        """The final response to that request, which must be this one (or one of these)."""
        final = self.expects_final(request, within)
        wanted = status if isinstance(status, tuple) else (status,)
        if final.status not in wanted:
            raise Unexpected(f"{self.name} expected {' or '.join(map(str, wanted))} to its {request.method}, and got {final.says()}")
        return final

    def hears_nothing(self, what, during, of=None):
        """Fails if something that is `what` comes in that time."""
        try:
            found = self.expects(what, during, of)
        except Unexpected:
            return
        raise Unexpected(f"{self.name} expected nothing that is {described(what)}, and got {found.says()}")

    def _unread(self):
        shown = [message.says() for message in self.heard[-MOST_SHOWN:]]
        more = len(self.heard) - len(shown)
        return "; ".join([f"{more} more"] * (more > 0) + shown) or "nothing"

    # -- what goes

    def _send(self, message, to=None):
        self._note("->", message)
        self.wire.send(bytes(message), to)

    def via(self, branch=None):
        host, port = self.wire.own
        return f"SIP/2.0/{self.wire.name} {host}:{port};branch={branch or new_branch()};rport"

    def request(self, method, uri, fields=(), body=b"", to=None):
        """Sends a request outside of a dialog, by way of the server."""
        kinds = [("Content-Type", "application/sdp")] if body == SDP else [("Content-Type", "text/plain")] if body else []
        request = Message(f"{method} {uri} SIP/2.0", [
            ("Via", self.via()),
            ("Max-Forwards", "70"),
            ("From", f"<sip:{self.name.split()[0].lower()}@{self.domain}>;tag={new_tag()}"),
            ("To", to or f"<{uri}>"),
            ("Call-ID", secrets.token_hex(10)),
            ("CSeq", f"1 {method}"),
            ("Contact", f"<{self.contact}>"),
            *fields, *kinds], body)
        if method == "INVITE":
            self.invites[request.branch] = request
        self._send(request)
        return request

    def registers(self, user, within=5):
        """Binds its contact to that user; answers how many seconds the registrar took."""
        began = time.monotonic()
        self.binds(user, f"<{self.contact}>", within=within)
        return time.monotonic() - began

    def binds(self, user, *contacts, fields=(), within=5):
        request = Message(f"REGISTER sip:{self.domain} SIP/2.0", [
            ("Via", self.via()), ("Max-Forwards", "70"), ("From", f"<sip:{user}@{self.domain}>;tag={new_tag()}"), ("To", f"<sip:{user}@{self.domain}>"),
            ("Call-ID", secrets.token_hex(10)), ("CSeq", "1 REGISTER"), ("Expires", "600"), *[("Contact", contact) for contact in contacts], *fields])
        self._send(request)
        return self.expects_status(request, 200, within)

    def calls(self, user, fields=()):
        uri = user if user.startswith("sip:") else f"sip:{user}@{self.domain}"
        return self.request("INVITE", uri, fields, SDP)

    def cancels(self, invite):
        kept = [(name, value) for name, value in invite.fields if name in ("Via", "From", "To", "Call-ID", "Max-Forwards")]
        cancel = Message(f"CANCEL {invite.uri} SIP/2.0", [*kept, ("CSeq", invite.first("CSeq").split()[0] + " CANCEL")])
        self._send(cancel)
        return cancel

    def repeats(self, request):
        self._send(request)

    def is_called(self, within=5):
        return self.expects("INVITE", within)

    def answers(self, request, status, fields=(), body=b""):
        contact = [("Contact", f"<{self.contact}>")] if request.method == "INVITE" and status < 300 else []
        if request.method == "INVITE" and status == 200:
            fields, body = [("Content-Type", "application/sdp"), *fields], SDP
        answer = response(request, status, REASONS[status], self.tag, [*contact, *fields], body)
        with self.changed:
            self.answered[(request.branch, request.method)] = bytes(answer)
        self._send(answer)
        return answer

    def answers_all_calls(self):
        """Takes every call, acknowledges every hanging up, reads every message, until told otherwise."""
        self.automatic = {
            "INVITE": lambda invite: self.answers(invite, 200),
            "ACK": lambda ack: None,
            "BYE": lambda bye: self.answers(bye, 200),
            "MESSAGE": lambda message: self.answers(message, 200),
        }

    # -- dialogs (RFC 3261 §12)

    def caller_dialog(self, invite, answer):
        return Dialog(self, invite.first("From"), answer.first("To"), invite.call_id, answer.first("Contact"),
                      list(reversed(answer.listed("Record-Route"))), int(invite.first("CSeq").split()[0]))

    def callee_dialog(self, invite, answer):
        return Dialog(self, answer.first("To"), invite.first("From"), invite.call_id, invite.first("Contact"), invite.listed("Record-Route"), 100)

    def talks(self, invite, answer):
        """The caller's side of an answered call, acknowledged."""
        dialog = self.caller_dialog(invite, answer)
        dialog.acknowledges()
        return dialog

    def leaves(self):
        self.wire.close()


class Dialog:
    """Requests inside of it go to the remote target by the route set."""

    def __init__(self, phone, own, other, call_id, target, routes, cseq):
        self.phone = phone
        self.own, self.other, self.call_id = own, other, call_id
        self.target, self.routes, self.cseq = address(target), routes, cseq

    def request(self, method, cseq):
        fields = [("Via", self.phone.via()), ("Max-Forwards", "70"), ("From", self.own), ("To", self.other), ("Call-ID", self.call_id),
                  ("CSeq", f"{cseq} {method}"), *[("Route", route) for route in self.routes]]
        request = Message(f"{method} {self.target} SIP/2.0", fields)
        first = self.routes[0] if self.routes else self.target
        self.phone._send(request, host_and_port(first))
        return request

    def acknowledges(self):
        return self.request("ACK", self.cseq)

    def hangs_up(self):
        self.cseq += 1
        return self.request("BYE", self.cseq)


def described(what):
    if callable(what):
        return what.__doc__
    return f"a response {what}" if isinstance(what, int) else ("an " if what[0] in "AIO" else "a ") + what


def parts_of_story(phones, began):
    """What all of them saw last, in one order, with the time since it began."""
    lines = sorted(line for phone in phones for line in phone.story)
    return [f"{at - began:8.3f}  {line}" for at, line in lines[-MOST_LINES:]]
