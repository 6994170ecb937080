package org.strowger.sip.message;

import java.util.Optional;
import java.util.OptionalInt;

/** A SIP request. */
public final class SipRequest implements SipMessage {
    /** Begins a request of our own. */
    public static RequestBuilder builder(Method method, Uri requestUri) {
        throw new UnsupportedOperationException();
    }

    public Method method() {
        throw new UnsupportedOperationException();
    }

    public Uri requestUri() {
        throw new UnsupportedOperationException();
    }

    public OptionalInt maxForwards() {
        throw new UnsupportedOperationException();
    }

    /**
     * The same, marked with the source it came from (RFC 3261 §18.2.1, RFC 3581 §4): {@link #topVia()} shows received (and rport
     * where the Via has the parameter), and every edit and every response made from it carries them. The bytes stay as they came.
     * received is set if the sent-by host differs from the source or rport is present.
     *
     * @param host address literal, IPv6 without brackets
     */
    public SipRequest receivedFrom(String host, int port) {
        throw new UnsupportedOperationException();
    }

    /** Begins a changed copy. */
    public RequestEdit edit() {
        throw new UnsupportedOperationException();
    }

    /** Begins a response to it: Via, From, To, Call-ID, CSeq copied (RFC 3261 §8.2.6); Timestamp into a 100. */
    public ResponseBuilder respond(Status status) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Slice bytes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Headers headers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Via topVia() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CallId callId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CSeq cseq() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Tag> fromTag() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Tag> toTag() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Slice body() {
        throw new UnsupportedOperationException();
    }
}
