package org.strowger.sip.message;

/** A response in the making (RFC 3261 §8.2.6). */
public final class ResponseBuilder {
    /** The tag put into To where the request has none there; a response above 100 needs one. */
    public ResponseBuilder toTag(Tag tag) {
        throw new UnsupportedOperationException();
    }

    public ResponseBuilder header(HeaderName name, String value) {
        throw new UnsupportedOperationException();
    }

    public ResponseBuilder header(HeaderName name, Slice value) {
        throw new UnsupportedOperationException();
    }

    /** Copies all fields of that name from the request (Record-Route into a 2xx of a user agent). */
    public ResponseBuilder copy(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    public ResponseBuilder body(String contentType, byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** Writes it; Content-Length is always there. */
    public SipResponse write() {
        throw new UnsupportedOperationException();
    }
}
