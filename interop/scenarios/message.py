"""SIP messages as the phones of these scenarios write and read them: enough of RFC 3261 §7, and no more."""

import re
import secrets

COMPACT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length", "c": "content-type", "k": "supported"}


class Message:
    """A start line, header fields in their order, and a body."""

    def __init__(self, start, fields, body=b""):
        self.start = start
        self.fields = list(fields)
        self.body = body

    @staticmethod
    def parse(raw):
        head, _, body = raw.partition(b"\r\n\r\n")
        start, *lines = re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8", "replace")).split("\r\n")
        fields = []
        for line in lines:
            name, _, value = line.partition(":")
            fields.append((name.strip(), value.strip()))
        return Message(start, fields, body)

    def __bytes__(self):
        lines = [self.start] + [f"{name}: {value}" for name, value in self.fields if name.lower() != "content-length"]
        return "\r\n".join(lines + [f"Content-Length: {len(self.body)}", "", ""]).encode() + self.body

    def all(self, name):
        """The values of all fields of that name, as they stand, in order."""
        return [value for field, value in self.fields if COMPACT.get(field.lower(), field.lower()) == name.lower()]

    def first(self, name):
        return next(iter(self.all(name)), "")

    def listed(self, name):
        """The elements of all fields of that name, where commas part them."""
        return [element.strip() for value in self.all(name) for element in re.split(r",(?![^<]*>)(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", value)]

    @property
    def is_request(self):
        return not self.start.startswith("SIP/2.0 ")

    @property
    def status(self):
        return 0 if self.is_request else int(self.start.split()[1])

    @property
    def method(self):
        return self.start.split()[0] if self.is_request else self.first("CSeq").split()[-1]

    @property
    def uri(self):
        return self.start.split()[1]

    @property
    def branch(self):
        return parameter(self.listed("Via")[0], "branch") if self.all("Via") else ""

    @property
    def call_id(self):
        return self.first("Call-ID")

    def says(self):
        """One line for people."""
        return self.start.removesuffix(" SIP/2.0") if self.is_request else f"{self.start.removeprefix('SIP/2.0 ')} (to {self.method})"


def parameter(value, name):
    found = re.search(r";\s*" + name + r"=([^;,>\s]+)", value)
    return found.group(1) if found else ""


def address(value):
    """The URI of a name-addr."""
    found = re.search(r"<([^>]*)>", value)
    return found.group(1) if found else value.split(";")[0].strip()


def host_and_port(uri, default=5060):
    host, _, port = re.sub(r"^sips?:([^@]*@)?", "", address(uri)).split(";")[0].partition(":")
    return host, int(port or default)


def new_branch():
    return "z9hG4bK" + secrets.token_hex(8)


def new_tag():
    return secrets.token_hex(4)


def response(request, status, reason, tag="", fields=(), body=b""):
    """The response of a user agent: what RFC 3261 §8.2.6 says it copies."""
    copied = [(name, value) for name in ("Via", "From", "Call-ID", "CSeq", "Record-Route") for value in request.all(name)]
    to = request.first("To")
    if tag and not parameter(to, "tag"):
        to += f";tag={tag}"
    return Message(f"SIP/2.0 {status} {reason}", copied + [("To", to), *fields], body)
