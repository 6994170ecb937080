package org.strowger.sip.message;

/** A request of our own in the making (RFC 3261 §8.1.1). Values are checked when it is written. */
public final class RequestBuilder {
    /** Adds a field behind those added before; for To, From, Call-ID, CSeq, Contact, Route and all others. */
    public RequestBuilder header(HeaderName name, String value) {
        throw new UnsupportedOperationException();
    }

    public RequestBuilder header(HeaderName name, Slice value) {
        throw new UnsupportedOperationException();
    }

    /** 70 unless set. */
    public RequestBuilder maxForwards(int hops) {
        throw new UnsupportedOperationException();
    }

    public RequestBuilder body(String contentType, byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** For who sends it with {@link RequestEdit#write(Slice)} the Via is added then; until then the request has none. */
    public RequestEdit edit() {
        throw new UnsupportedOperationException();
    }

    /** With that Via on top. Throws IllegalStateException if From, To, Call-ID or CSeq is missing. */
    public SipRequest write(Slice via) {
        throw new UnsupportedOperationException();
    }
}
