package org.strowger.server.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.stream.Stream;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;

/** A request that a test writes out: the lines between the first and the empty one. */
record TextRequest(String method, String uri, List<String> lines) {

    /** One that begins a transaction of its own. */
    static TextRequest of(String method, String uri, Line line, String callId, int cseq) {
        return new TextRequest(
                method,
                uri,
                List.of(
                        "Via: " + line.via(callId.replaceAll("\\W", "") + cseq + method),
                        "Max-Forwards: 70",
                        "Call-ID: " + callId,
                        "CSeq: " + cseq + " " + method));
    }

    TextRequest with(String... more) {
        return new TextRequest(
                method, uri, Stream.concat(lines.stream(), Stream.of(more)).toList());
    }

    /** Inside the dialog that the 2xx made: its route set, as the caller uses it (RFC 3261 §12.2.1.1). */
    TextRequest routedBy(SipResponse answer) {
        return with(answer.headers().values(HeaderName.RECORD_ROUTE).reversed().stream()
                .map(Slice::toString)
                .map(route -> "Route: " + route)
                .toArray(String[]::new));
    }

    byte[] bytes() {
        return (method + " " + uri + " SIP/2.0\r\n" + String.join("\r\n", lines) + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(ISO_8859_1);
    }
}
