package org.strowger.sip.message;

/** A response that will leave changed; see {@link RequestEdit}. */
public final class ResponseEdit {
    public ResponseEdit status(Status status) {
        throw new UnsupportedOperationException();
    }

    /** Takes the topmost Via value out (RFC 3261 §16.7 step 3). */
    public ResponseEdit removeTopVia() {
        throw new UnsupportedOperationException();
    }

    public ResponseEdit append(HeaderName name, Slice value) {
        throw new UnsupportedOperationException();
    }

    public ResponseEdit remove(HeaderField field) {
        throw new UnsupportedOperationException();
    }

    public ResponseEdit removeAll(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    public SipResponse write() {
        throw new UnsupportedOperationException();
    }
}
