package org.strowger.sip.message;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The header fields of one message, in wire order: an index into its bytes, made in one pass. Immutable. */
public final class Headers implements Iterable<HeaderField> {
    /** Number of fields. */
    public int size() {
        throw new UnsupportedOperationException();
    }

    public boolean has(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    /** How many fields have that name. */
    public int count(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    /** The first field of that name, compact form included (RFC 3261 §7.3.3). */
    public Optional<HeaderField> first(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    /** The value of the first field of that name. */
    public Optional<Slice> value(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    public List<HeaderField> all(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    /** The values of all fields of that name, lists taken apart at their commas (not those in quotes or angle brackets), in order. */
    public List<Slice> values(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterator<HeaderField> iterator() {
        throw new UnsupportedOperationException();
    }
}
