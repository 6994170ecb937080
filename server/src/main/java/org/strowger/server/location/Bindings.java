package org.strowger.server.location;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bindings of one address-of-record, in the order they were added. Immutable; one alone needs no array, as nearly all are. */
public final class Bindings implements Iterable<Binding> {
    private static final Binding[] NOBODY = {};

    public static final Bindings NONE = new Bindings(NOBODY);

    private final @Nullable Binding only;
    private final Binding[] several;

    private Bindings(Binding only) {
        this.only = only;
        this.several = NOBODY;
    }

    private Bindings(Binding[] several) {
        this.only = null;
        this.several = several;
    }

    public static Bindings of(List<Binding> bindings) {
        return of(bindings.toArray(NOBODY));
    }

    private static Bindings of(Binding[] bindings) {
        return switch (bindings.length) {
            case 0 -> NONE;
            case 1 -> new Bindings(bindings[0]);
            default -> new Bindings(bindings);
        };
    }

    public int size() {
        return only == null ? several.length : 1;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    private Binding at(int place) {
        return only == null ? several[place] : only;
    }

    public List<Binding> list() {
        return only == null ? List.of(several) : List.of(only);
    }

    /** The one whose place that binding would take. */
    public Optional<Binding> find(Binding binding) {
        int place = placeOf(binding);
        return place < 0 ? Optional.empty() : Optional.of(at(place));
    }

    /**
     * With that one in place of the one that it replaces, or behind all others. What names its instance always comes behind all others, so
     * that of one instance the last is the "most recently refreshed" (RFC 5627 §6.1).
     */
    public Bindings with(Binding binding) {
        int size = size();
        int at = placeOf(binding);
        var added = at < 0 ? binding : binding.sharing(at(at));
        if (size == 0 || size == 1 && at == 0) {
            return new Bindings(added);
        }
        var changed = new Binding[at < 0 ? size + 1 : size];
        for (int place = 0; place < size; place++) {
            changed[place] = at(place);
        }
        int last = changed.length - 1;
        int place = at < 0 ? last : at;
        if (place < last && binding.instance().isPresent()) {
            System.arraycopy(changed, place + 1, changed, place, last - place);
            place = last;
        }
        changed[place] = added;
        return new Bindings(changed);
    }

    /** Without the one whose place that binding would take. */
    public Bindings without(Binding binding) {
        int gone = placeOf(binding);
        return gone < 0 ? this : those((place, _) -> place != gone);
    }

    /** Those of one instance, in their order. */
    public List<Binding> of(InstanceId instance) {
        var found = new ArrayList<Binding>(size());
        for (var binding : this) {
            if (binding.instance().filter(instance::equals).isPresent()) {
                found.add(binding);
            }
        }
        return found;
    }

    /** With that epoch for all bindings of that instance. */
    public Bindings inEpoch(InstanceId instance, int epoch) {
        var changed = new Binding[size()];
        for (int place = 0; place < changed.length; place++) {
            var binding = at(place);
            changed[place] = binding.instance().filter(instance::equals).isPresent() ? binding.inEpoch(epoch) : binding;
        }
        return of(changed);
    }

    /** Those that have not expired; the same object if none has. */
    public Bindings liveAt(Instant now) {
        long millis = now.toEpochMilli();
        return earliestExpiryMillis() > millis ? this : those((_, binding) -> binding.isLiveAt(millis));
    }

    /** When the first of them expires; Long.MAX_VALUE if there is none. */
    long earliestExpiryMillis() {
        long earliest = Long.MAX_VALUE;
        for (int place = 0; place < size(); place++) {
            earliest = Math.min(earliest, at(place).expiresAtMillis());
        }
        return earliest;
    }

    /** Whether there is one that leads where none of those leads. */
    public boolean leadElsewhereThan(Bindings others) {
        for (int place = 0; place < size(); place++) {
            if (!others.haveOneLike(at(place))) {
                return true;
            }
        }
        return false;
    }

    private boolean haveOneLike(Binding binding) {
        for (int place = 0; place < size(); place++) {
            if (at(place).isReachedLike(binding)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of them hangs on that connection. */
    boolean haveOneOn(Source connection) {
        for (int place = 0; place < size(); place++) {
            if (at(place).hangsOn(connection)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of them hangs on a flow. */
    boolean haveOneOnAny() {
        for (int place = 0; place < size(); place++) {
            if (at(place).hangsOnFlow()) {
                return true;
            }
        }
        return false;
    }

    /** Without those that hung on that connection; the same object if none did. */
    Bindings withoutConnection(Source connection) {
        return haveOneOn(connection) ? those((_, binding) -> !binding.hangsOn(connection)) : this;
    }

    @FunctionalInterface
    private interface Choice {
        boolean keeps(int place, Binding binding);
    }

    private Bindings those(Choice choice) {
        var rest = new ArrayList<Binding>(size());
        for (int place = 0; place < size(); place++) {
            if (choice.keeps(place, at(place))) {
                rest.add(at(place));
            }
        }
        return of(rest);
    }

    private int placeOf(Binding binding) {
        for (int place = 0; place < size(); place++) {
            if (at(place).isSameAs(binding)) {
                return place;
            }
        }
        return -1;
    }

    @Override
    public Iterator<Binding> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Binding next() {
                if (next == size()) {
                    throw new NoSuchElementException();
                }
                return at(next++);
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Bindings that
                        && Objects.equals(only, that.only)
                        && Arrays.equals(several, that.several);
    }

    @Override
    public int hashCode() {
        return list().hashCode();
    }

    @Override
    public String toString() {
        return list().toString();
    }
}
