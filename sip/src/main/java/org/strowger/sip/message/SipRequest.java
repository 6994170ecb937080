package org.strowger.sip.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A SIP request. */
public final class SipRequest implements SipMessage {
    private final StartLine.Request line;
    private final Headers headers;
    private final Essentials essentials;
    private final Slice bytes;
    /** The top Via with what the source of the request added to it, if it leaves so; see {@link #receivedFrom}. */
    private final @Nullable Via marked;

    SipRequest(StartLine.Request line, Headers headers, Essentials essentials, Slice bytes) {
        this(line, headers, essentials, bytes, null);
    }

    private SipRequest(
            StartLine.Request line, Headers headers, Essentials essentials, Slice bytes, @Nullable Via marked) {
        this.line = line;
        this.headers = headers;
        this.essentials = essentials;
        this.bytes = bytes;
        this.marked = marked;
    }

    /** Of what was just written; what is unfit to be sent is our fault. */
    static SipRequest written(Pen pen, StartLine.Request line, Essentials.Reading reading) {
        var headers = pen.headers();
        try {
            var essentials = reading.of(headers);
            SipParser.checkMethod(line.method(), headers, essentials);
            return new SipRequest(line, headers, essentials, pen.bytes());
        } catch (MalformedMessageException malformed) {
            throw new IllegalStateException("not fit to be sent: " + malformed.getMessage(), malformed);
        }
    }

    /** Begins a request of our own. */
    public static RequestBuilder builder(Method method, Uri requestUri) {
        return new RequestBuilder(method, requestUri);
    }

    public Method method() {
        return line.method();
    }

    public Uri requestUri() {
        return line.uri();
    }

    public OptionalInt maxForwards() {
        int hops = essentials.maxForwards();
        return hops < 0 ? OptionalInt.empty() : OptionalInt.of(hops);
    }

    /**
     * The same, marked with the source it came from (RFC 3261 §18.2.1, RFC 3581 §4): {@link #topVia()} shows received (and rport
     * where the Via has the parameter), and every edit and every response made from it carries them. The bytes stay as they came.
     * received is set if the sent-by host differs from the source or rport is present; values that the sender put there are replaced.
     *
     * @param host address literal, IPv6 without brackets
     */
    public SipRequest receivedFrom(String host, int port) {
        return new SipRequest(
                line,
                headers,
                essentials,
                bytes,
                receivedVia().receivedFrom(host, port).orElse(null));
    }

    /** Begins a changed copy. */
    public RequestEdit edit() {
        return new RequestEdit(this);
    }

    /** Begins a response to it: Via, From, To, Call-ID, CSeq copied (RFC 3261 §8.2.6); Timestamp into a 100. */
    public ResponseBuilder respond(Status status) {
        return new ResponseBuilder(this, status);
    }

    /**
     * The ACK that the client transaction of this INVITE sends for a response above 299 (RFC 3261 §17.1.1.3): hop by hop, so it goes
     * where the INVITE went.
     */
    public SipRequest failureAck(SipResponse response) {
        var to = response.headers().value(HeaderName.TO).orElseThrow();
        return followUp(Method.ACK, to).write(topVia().text());
    }

    /**
     * The CANCEL of this request (RFC 3261 §9.1), to be sent where this went.
     *
     * @param reasons Reason fields that it carries (RFC 3326 §2)
     */
    public SipRequest cancel(List<HeaderField> reasons) {
        var cancel = followUp(Method.CANCEL, headers.value(HeaderName.TO).orElseThrow());
        for (var reason : reasons) {
            cancel.header(reason.name(), reason.value());
        }
        return cancel.write(topVia().text());
    }

    /** "the same value for the sequence number" and the same Request-URI, Call-ID, From and Route in ACK and CANCEL alike. */
    private RequestBuilder followUp(Method method, Slice to) {
        var request = builder(method, requestUri())
                .header(HeaderName.FROM, headers.value(HeaderName.FROM).orElseThrow())
                .header(HeaderName.TO, to)
                .header(HeaderName.CALL_ID, callId().value())
                .header(HeaderName.CSEQ, new CSeq(cseq().number(), method).toString());
        for (var route : headers.all(HeaderName.ROUTE)) {
            request.header(HeaderName.ROUTE, route.value());
        }
        return request;
    }

    @Override
    public Slice bytes() {
        return bytes;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    /** With its mark. A request of our own that is still to be written has none and throws IllegalStateException. */
    @Override
    public Via topVia() {
        return marked == null ? receivedVia() : marked;
    }

    @Override
    public CallId callId() {
        return Essentials.callId(headers);
    }

    @Override
    public CSeq cseq() {
        return essentials.cseq();
    }

    @Override
    public Optional<Tag> fromTag() {
        return essentials.fromTag(headers);
    }

    @Override
    public Optional<Tag> toTag() {
        return essentials.toTag(headers);
    }

    @Override
    public Slice body() {
        return new Slice(bytes.bytes(), headers.end(), bytes.end());
    }

    /** As text, for logs and people. */
    @Override
    public String toString() {
        return bytes.toString();
    }

    Essentials essentials() {
        return essentials;
    }

    StartLine.Request line() {
        return line;
    }

    /** The top Via as it must leave; empty if it leaves as it stands. */
    Slice marked() {
        return marked == null ? Slice.EMPTY : marked.text();
    }

    /** The top Via as it came. */
    Via receivedVia() {
        var via = essentials.topVia();
        if (via == null) {
            throw new IllegalStateException("a request of our own has no Via before it is written with one");
        }
        return via;
    }
}
