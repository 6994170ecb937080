package org.strowger.sip.message;

/** The first line of a message (RFC 3261 §7.1, §7.2), its parts held apart by exactly one space. */
sealed interface StartLine {
    String VERSION = "SIP/2.0";
    long VERSION_WORD = Grammar.smallWord(VERSION);
    long SIP_WORD = Grammar.smallWord("SIP/");

    record Request(Method method, Uri uri) implements StartLine {
        private static Request read(byte[] bytes, int start, int end) throws MalformedMessageException {
            int methodEnd = Grammar.endOf(Grammar.TOKEN, bytes, start, end);
            if (methodEnd == start || methodEnd == end || bytes[methodEnd] != ' ') {
                throw HeaderIndex.malformed("a method and one space", bytes, start, end);
            }
            int uriEnd = Grammar.find(' ', bytes, methodEnd + 1, end);
            var uri = new Slice(bytes, methodEnd + 1, uriEnd);
            if (uriEnd == end) {
                throw HeaderIndex.malformed("a Request-URI, one space and " + VERSION, bytes, methodEnd + 1, end);
            }
            checkVersion(bytes, uriEnd + 1, end);
            return new Request(Method.of(bytes, start, methodEnd), requestUri(uri));
        }

        private static Uri requestUri(Slice text) throws MalformedMessageException {
            var uri = Uri.parse(text);
            // "malformed, as the SIP Request-URI contains escaped headers" (RFC 4475 §3.1.2.11)
            if (uri instanceof SipUri sip && !sip.headers().isEmpty()) {
                throw MalformedMessageException.at("a Request-URI without headers", text, text.indexOf('?'));
            }
            return uri;
        }

        private static void checkVersion(byte[] bytes, int start, int end) throws MalformedMessageException {
            if (Grammar.is(VERSION_WORD, bytes, start, end)) {
                return;
            }
            var version = new Slice(bytes, start, end);
            // "The server does not support, or refuses to support, the SIP protocol version" (§21.5.6)
            var answer = Status.of(isVersion(version) ? 505 : 400);
            throw MalformedMessageException.at(answer, VERSION + " and the end of the line", version, 0);
        }

        private static boolean isVersion(Slice text) {
            byte[] bytes = text.bytes();
            int major = text.start() + "SIP/".length();
            if (!startsWithSip(bytes, text.start(), text.end())) {
                return false;
            }
            int dot = Grammar.endOf(Grammar.DIGIT, bytes, major, text.end());
            boolean hasDot = dot > major && dot + 1 < text.end() && bytes[dot] == '.';
            return hasDot && Grammar.endOf(Grammar.DIGIT, bytes, dot + 1, text.end()) == text.end();
        }
    }

    record Response(Status status) implements StartLine {
        private static final int CODE_DIGITS = 3;

        private static Response read(byte[] bytes, int start, int end) throws MalformedMessageException {
            int space = Math.min(start + VERSION.length(), end);
            if (!Grammar.is(VERSION_WORD, bytes, start, space) || space == end || bytes[space] != ' ') {
                throw HeaderIndex.malformed(VERSION + " and one space", bytes, start, end);
            }
            int codeEnd = Math.min(space + 1 + CODE_DIGITS, end);
            int code = (int) Grammar.number(bytes, space + 1, codeEnd, 699);
            // a phrase that is missing with its space harms nobody, and some leave both out
            boolean isDelimited = codeEnd == end || bytes[codeEnd] == ' ';
            if (codeEnd - space - 1 < CODE_DIGITS || code < 100 || !isDelimited) {
                throw HeaderIndex.malformed("a status code of 100 to 699", bytes, space + 1, end);
            }
            return new Response(status(code, new Slice(bytes, Math.min(codeEnd + 1, end), end)));
        }

        private static Status status(int code, Slice reason) throws MalformedMessageException {
            var status = Status.of(code);
            if (reason.is(status.reason())) {
                return status;
            }
            for (int at = reason.start(); at < reason.end(); at++) {
                if (reason.bytes()[at] != '\t' && Grammar.isControl(reason.bytes()[at])) {
                    throw Grammar.malformed("a reason phrase", reason, at);
                }
            }
            return new Status(code, reason.toString());
        }
    }

    /** @param end of the line, as {@link #end} finds it */
    static StartLine read(byte[] bytes, int start, int end) throws MalformedMessageException {
        return startsWithSip(bytes, start, end) ? Response.read(bytes, start, end) : Request.read(bytes, start, end);
    }

    /** No method begins so, for "/" is in no token. */
    static boolean startsWithSip(byte[] bytes, int start, int end) {
        return end - start >= 4 && Grammar.is(SIP_WORD, bytes, start, start + 4);
    }

    /** Where the CRLF of the line stands that begins at {@code start}. */
    static int end(byte[] bytes, int start, int end) throws MalformedMessageException {
        int at = Grammar.findBreak(bytes, start, end);
        if (at - start > Limits.START_LINE_BYTES) {
            throw tooLong(bytes, start, end);
        }
        HeaderIndex.endOfLine(bytes, at, end);
        return at;
    }

    static MalformedMessageException tooLong(byte[] bytes, int start, int end) {
        return MalformedMessageException.at(
                Status.of(414), "a start line of at most 8192 bytes", new Slice(bytes, start, end), 0);
    }
}
