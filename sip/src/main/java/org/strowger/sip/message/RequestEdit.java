package org.strowger.sip.message;

import java.util.List;

/**
 * A request that will leave changed: slices of the original with edits between them, written once. Not thread-safe. May be
 * written several times, with another Via each time.
 */
public final class RequestEdit {
    /** The request that is edited. */
    public SipRequest original() {
        throw new UnsupportedOperationException();
    }

    public RequestEdit requestUri(Uri uri) {
        throw new UnsupportedOperationException();
    }

    public Uri requestUri() {
        throw new UnsupportedOperationException();
    }

    public RequestEdit maxForwards(int hops) {
        throw new UnsupportedOperationException();
    }

    /** Puts a value before all others of that name (Via and Record-Route go to the top of the message). */
    public RequestEdit prepend(HeaderName name, Slice value) {
        throw new UnsupportedOperationException();
    }

    /** Adds a field behind all others. */
    public RequestEdit append(HeaderName name, Slice value) {
        throw new UnsupportedOperationException();
    }

    /** Takes one field out. */
    public RequestEdit remove(HeaderField field) {
        throw new UnsupportedOperationException();
    }

    /** Takes the first value of that name out, be it one of a comma list. */
    public RequestEdit removeFirst(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    public RequestEdit removeAll(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    /** Replaces all values of that name, each in a field of its own. */
    public RequestEdit replaceAll(HeaderName name, List<Slice> values) {
        throw new UnsupportedOperationException();
    }

    /** Writes it as it is now. */
    public SipRequest write() {
        throw new UnsupportedOperationException();
    }

    /** Writes it with that Via on top of the others; the edit itself stays as it is. */
    public SipRequest write(Slice via) {
        throw new UnsupportedOperationException();
    }
}
