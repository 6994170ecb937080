package org.strowger.sip.message;

/** The one way in: bytes to messages (RFC 3261 §7, §25). */
public final class SipParser {
    private SipParser() {}

    /**
     * Reads one message that fills the array (a datagram, or a framed message of a stream). Bytes behind Content-Length are dropped
     * (RFC 3261 §18.3); a body shorter than Content-Length is malformed. The message keeps the array, which must not change any more.
     */
    public static SipMessage parse(byte[] message) throws MalformedMessageException {
        int start = startOfLine(message);
        try {
            return parse(message, start);
        } catch (MalformedMessageException malformed) {
            throw malformed.in(new Slice(message, start, message.length));
        }
    }

    /**
     * Looks at the start of a stream: how long the first message is, once its headers are complete. Line ends before the message
     * are not a part of it: who calls has skipped them.
     *
     * @return bytes of the message; 0 if the header section is not complete yet
     * @throws MalformedMessageException if no message can be framed here: Content-Length absent or unreadable, limits exceeded
     */
    public static int frame(byte[] stream, int start, int end) throws MalformedMessageException {
        try {
            int bodyStart = endOfHead(stream, start, end);
            return bodyStart < 0 ? 0 : framed(stream, start, bodyStart);
        } catch (MalformedMessageException malformed) {
            throw malformed.in(new Slice(stream, start, end));
        }
    }

    /** "Implementations processing SIP messages over stream-oriented transports MUST ignore any CRLF appearing before the start-line" (§7.5) */
    private static int startOfLine(byte[] message) {
        int start = 0;
        while (start + 1 < message.length && message[start] == '\r' && message[start + 1] == '\n') {
            start += 2;
        }
        return start;
    }

    private static SipMessage parse(byte[] message, int start) throws MalformedMessageException {
        if (message.length > Limits.MESSAGE_BYTES) {
            throw tooLarge(513, new Slice(message, start, message.length));
        }
        int lineEnd = StartLine.end(message, start, message.length);
        var line = StartLine.read(message, start, lineEnd);
        var headers = HeaderIndex.read(message, lineEnd + 2, message.length);
        var essentials = Essentials.of(headers);
        var bytes = new Slice(message, start, endOfBody(headers, message.length));
        return switch (line) {
            case StartLine.Request request -> {
                checkMethod(request.method(), headers, essentials);
                yield new SipRequest(request, headers, essentials, bytes);
            }
            case StartLine.Response response -> new SipResponse(response.status(), headers, essentials, bytes);
        };
    }

    /** "The method part of CSeq […] MUST match that of the request" (RFC 3261 §8.1.1.5); a mismatch is a 400 (RFC 4475 §3.1.2.17). */
    static void checkMethod(Method method, Headers headers, Essentials essentials) throws MalformedMessageException {
        if (!essentials.cseq().method().equals(method)) {
            var cseq = headers.valueAt(headers.next(HeaderName.CSEQ, 0));
            throw MalformedMessageException.at("the method of the request in CSeq", cseq, 0);
        }
    }

    private static int endOfBody(Headers headers, int end) throws MalformedMessageException {
        int length = Essentials.contentLength(headers);
        if (length > end - headers.end()) {
            throw MalformedMessageException.at(
                    "a body of " + length + " bytes", new Slice(headers.bytes(), headers.end(), end), 0);
        }
        return length < 0 ? end : headers.end() + length;
    }

    /** Behind the empty line; -1 if it is not there yet and may still come. */
    private static int endOfHead(byte[] stream, int start, int end) throws MalformedMessageException {
        int lineStart = start;
        for (int at = Grammar.find('\n', stream, start, end);
                at < end;
                at = Grammar.find('\n', stream, lineStart, end)) {
            if (at == start || stream[at - 1] != '\r') {
                throw HeaderIndex.malformed("CRLF at the end of a line", stream, at, end);
            }
            if (at == lineStart + 1) {
                return at + 1;
            }
            lineStart = at + 1;
        }
        if (lineStart == start && end - start > Limits.START_LINE_BYTES + 1) {
            throw StartLine.tooLong(stream, start, end);
        }
        if (end - start >= Limits.MESSAGE_BYTES) {
            throw tooLarge(513, new Slice(stream, start, end));
        }
        return -1;
    }

    private static int framed(byte[] stream, int start, int bodyStart) throws MalformedMessageException {
        int lineEnd = StartLine.end(stream, start, bodyStart);
        StartLine.read(stream, start, lineEnd);
        var headers = HeaderIndex.read(stream, lineEnd + 2, bodyStart);
        int length = Essentials.contentLength(headers);
        if (length < 0) {
            // "The Content-Length header field MUST be used with stream oriented transports" (§18.3)
            throw MalformedMessageException.at(
                    "a Content-Length header field", new Slice(stream, bodyStart, bodyStart), 0);
        }
        int head = bodyStart - start;
        if (head > Limits.MESSAGE_BYTES) {
            throw tooLarge(513, new Slice(stream, start, bodyStart));
        }
        if (length > Limits.MESSAGE_BYTES - head) {
            throw tooLarge(413, new Slice(stream, start, bodyStart));
        }
        return head + length;
    }

    private static MalformedMessageException tooLarge(int code, Slice message) {
        return MalformedMessageException.at(Status.of(code), "a message of at most 65535 bytes", message, 0);
    }
}
