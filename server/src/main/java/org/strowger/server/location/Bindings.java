package org.strowger.server.location;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.Uri;

/** The bindings of one address-of-record, in the order they were added. Immutable. */
public final class Bindings implements Iterable<Binding> {
    public static final Bindings NONE = new Bindings(new Binding[0]);

    private final Binding[] bindings;

    private Bindings(Binding[] bindings) {
        this.bindings = bindings;
    }

    public static Bindings of(List<Binding> bindings) {
        return bindings.isEmpty() ? NONE : new Bindings(bindings.toArray(new Binding[0]));
    }

    public int size() {
        return bindings.length;
    }

    public boolean isEmpty() {
        return bindings.length == 0;
    }

    public List<Binding> list() {
        return List.of(bindings);
    }

    /** The binding of an equivalent contact. */
    public Optional<Binding> find(Uri contact) {
        int at = placeOf(contact);
        return at < 0 ? Optional.empty() : Optional.of(bindings[at]);
    }

    /** With that one in place of the binding of an equivalent contact, or behind all others. */
    public Bindings with(Binding binding) {
        int at = placeOf(binding.contact());
        var changed = Arrays.copyOf(bindings, at < 0 ? bindings.length + 1 : bindings.length);
        changed[at < 0 ? bindings.length : at] = binding;
        return new Bindings(changed);
    }

    /** Without the binding of an equivalent contact. */
    public Bindings without(Uri contact) {
        int at = placeOf(contact);
        if (at < 0) {
            return this;
        }
        if (bindings.length == 1) {
            return NONE;
        }
        var rest = Arrays.copyOf(bindings, bindings.length - 1);
        System.arraycopy(bindings, at + 1, rest, at, rest.length - at);
        return new Bindings(rest);
    }

    /** Those that have not expired; the same object if none has. */
    public Bindings liveAt(Instant now) {
        int live = 0;
        for (var binding : bindings) {
            live += binding.isLiveAt(now) ? 1 : 0;
        }
        if (live == bindings.length) {
            return this;
        }
        var rest = new Binding[live];
        int at = 0;
        for (var binding : bindings) {
            if (binding.isLiveAt(now)) {
                rest[at++] = binding;
            }
        }
        return live == 0 ? NONE : new Bindings(rest);
    }

    /** Whether one of them hangs on that connection. */
    boolean haveOneOn(Source connection) {
        for (var binding : bindings) {
            if (binding.hangsOn(connection)) {
                return true;
            }
        }
        return false;
    }

    /** Without those that hung on that connection; the same object if none did. */
    Bindings withoutConnection(Source connection) {
        var rest = new ArrayList<Binding>(bindings.length);
        for (var binding : bindings) {
            if (!binding.hangsOn(connection)) {
                rest.add(binding);
            }
        }
        return rest.size() == bindings.length ? this : of(rest);
    }

    private int placeOf(Uri contact) {
        for (int at = 0; at < bindings.length; at++) {
            if (bindings[at].isOf(contact)) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public Iterator<Binding> iterator() {
        return list().iterator();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Bindings that && Arrays.equals(bindings, that.bindings);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bindings);
    }

    @Override
    public String toString() {
        return Arrays.toString(bindings);
    }
}
