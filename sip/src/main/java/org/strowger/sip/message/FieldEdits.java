package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * What is changed in the header fields of a message on its way through: which go, which lose their first values, which are put between
 * them. All others leave byte for byte. Belongs to the edit that made it.
 */
final class FieldEdits {
    private static final int KEPT = 0;
    private static final int GONE = -1;
    private static final int UNCHANGED = -1;
    private static final int LINE_END = 2;
    private static final int[] NO_FATES = {};
    /** A Via, perhaps; and where they are missing, Max-Forwards and Content-Length. */
    private static final int FIELDS_ADDED = 3;
    /** Enough for a Content-Length and a Max-Forwards that are missing. */
    private static final int ROOM = 48;

    private final Headers original;
    /** Per field: {@link #KEPT}, {@link #GONE}, or where the first value stands that is left; empty while all are kept. */
    private int[] fates = NO_FATES;
    /** In the order they will be written. */
    private List<Inserted> inserted = List.of();

    private int maxForwards = UNCHANGED;
    /** Whether From, To, Call-ID, CSeq or Max-Forwards are no longer those of the original. */
    private boolean changesEssentials;

    /** @param before the field of the original that it stands before, or their number */
    private record Inserted(int before, HeaderName name, Slice value) {
        int bytes() {
            return name.wire().length + value.length() + LINE_END;
        }
    }

    FieldEdits(Headers original) {
        this.original = original;
    }

    void maxForwards(int hops) {
        if (hops < 0 || hops > Limits.MAX_FORWARDS) {
            throw new IllegalArgumentException("Max-Forwards is 0 to 255, not " + hops);
        }
        maxForwards = hops;
    }

    void prepend(HeaderName name, Slice value) {
        note(name);
        int place = place(name);
        int rival = firstInserted(name);
        int slot = rival < inserted.size() && inserted.get(rival).before() == place ? rival : slotBehind(place);
        insert(slot, new Inserted(place, name, HeaderField.checked(name, value)));
    }

    void append(HeaderName name, Slice value) {
        note(name);
        insert(inserted.size(), new Inserted(original.size(), name, HeaderField.checked(name, value)));
    }

    @SuppressWarnings("ReferenceEquality") // the very bytes of this message, not equal ones of another
    void remove(HeaderField field) {
        note(field.name());
        var bytes = field.field();
        for (int i = 0; i < original.size(); i++) {
            if (bytes.bytes() == original.bytes() && bytes.start() == original.nameStart(i)) {
                decide(i, GONE);
                return;
            }
        }
        throw new IllegalArgumentException("a field of another message: " + field.name());
    }

    void removeFirst(HeaderName name) {
        note(name);
        int field = firstLeft(name);
        int slot = firstInserted(name);
        if (slot < inserted.size() && inserted.get(slot).before() <= field) {
            removeFirstOf(slot);
        } else if (field < original.size()) {
            int next = next(name, original.bytes(), valueStart(field), original.valueEnd(field));
            decide(field, next < original.valueEnd(field) ? next : GONE);
        }
    }

    void removeAll(HeaderName name) {
        note(name);
        for (int field = original.next(name, 0); field < original.size(); field = original.next(name, field + 1)) {
            decide(field, GONE);
        }
        if (!inserted.isEmpty()) {
            inserted.removeIf(field -> field.name().equals(name));
        }
    }

    void replaceAll(HeaderName name, List<Slice> values) {
        int place = place(name);
        removeAll(name);
        for (var value : values) {
            insert(slotBehind(place), new Inserted(place, name, HeaderField.checked(name, value)));
        }
    }

    /** The values as they are now, taken apart like {@link Headers#values}. */
    List<Slice> values(HeaderName name) {
        List<Slice> values = new ArrayList<>(4);
        int slot = 0;
        for (int field = 0; field <= original.size(); field++) {
            for (; slot < inserted.size() && inserted.get(slot).before() == field; slot++) {
                if (inserted.get(slot).name().equals(name)) {
                    addTo(values, name, inserted.get(slot).value());
                }
            }
            if (field < original.size() && fate(field) != GONE && original.next(name, field) == field) {
                addTo(values, name, new Slice(original.bytes(), valueStart(field), original.valueEnd(field)));
            }
        }
        return values;
    }

    private void note(HeaderName name) {
        changesEssentials |= Essentials.areIn(name);
    }

    private int fate(int field) {
        return fates.length == 0 ? KEPT : fates[field];
    }

    private void decide(int field, int fate) {
        if (fates.length == 0) {
            fates = new int[original.size()];
        }
        fates[field] = fate;
    }

    private void insert(int slot, Inserted field) {
        if (inserted.isEmpty()) {
            inserted = new ArrayList<>(4);
        }
        inserted.add(slot, field);
    }

    /** What every hop needs, of the fields as they were written. */
    Essentials essentials(Essentials before, Headers written) throws MalformedMessageException {
        return changesEssentials
                ? Essentials.of(written)
                : before.in(written, maxForwards == UNCHANGED ? before.maxForwards() : maxForwards);
    }

    /** The same where that Via stands on top of all. */
    Essentials essentials(Essentials before, Headers written, Via top) throws MalformedMessageException {
        return changesEssentials
                ? Essentials.of(written)
                : before.with(top, maxForwards == UNCHANGED ? before.maxForwards() : maxForwards);
    }

    /**
     * A pen for the edited copy of a message.
     *
     * @param bytes how long that becomes but for the changes in its fields
     */
    Pen pen(int bytes) {
        boolean isComplete = original.has(HeaderName.CONTENT_LENGTH)
                && (maxForwards == UNCHANGED || original.has(HeaderName.MAX_FORWARDS));
        int length = isComplete ? bytes : bytes + ROOM;
        int count = original.size() + inserted.size() + (isComplete ? 1 : FIELDS_ADDED);
        for (int slot = 0; slot < inserted.size(); slot++) {
            length += inserted.get(slot).bytes();
        }
        for (int field = 0; field < fates.length; field++) {
            if (fates[field] == GONE) {
                length -= original.fieldEnd(field) - original.nameStart(field);
                count--;
            }
        }
        return new Pen(length, count);
    }

    /**
     * Writes all fields, Content-Length added if there is none.
     *
     * @param mark what stands in the place of the top Via as it was received; empty if that leaves as it is
     */
    void write(Pen pen, Slice mark, int bodyBytes) {
        int marked = mark.isEmpty() ? GONE : original.next(HeaderName.VIA, 0);
        int slot = 0;
        int unwritten = 0;
        for (int field = 0; field < original.size(); field++) {
            boolean isChanged = field == marked || isChanged(field);
            if (isChanged || slot < inserted.size() && inserted.get(slot).before() == field) {
                pen.kept(original, unwritten, field);
                slot = writeInserted(pen, slot, field);
                unwritten = field;
            }
            if (isChanged) {
                writeChanged(pen, field, field == marked ? mark : Slice.EMPTY);
                unwritten = field + 1;
            }
        }
        pen.kept(original, unwritten, original.size());
        writeInserted(pen, slot, original.size());
        if (maxForwards != UNCHANGED && firstLeft(HeaderName.MAX_FORWARDS) == original.size()) {
            pen.field(HeaderName.MAX_FORWARDS, maxForwards);
        }
        if (firstLeft(HeaderName.CONTENT_LENGTH) == original.size()) {
            pen.field(HeaderName.CONTENT_LENGTH, bodyBytes);
        }
    }

    private boolean isChanged(int field) {
        return fate(field) != KEPT || maxForwards != UNCHANGED && original.idAt(field) == HeaderName.MAX_FORWARDS.id();
    }

    private void writeChanged(Pen pen, int field, Slice mark) {
        int fate = fate(field);
        if (fate > KEPT) {
            pen.changed(original, field, Slice.EMPTY, fate);
        } else if (fate == KEPT && mark.isEmpty()) {
            pen.changed(original, field, maxForwards);
        } else if (fate == KEPT) {
            pen.changed(original, field, mark, original.firstValueAt(field).end());
        }
    }

    private int writeInserted(Pen pen, int from, int field) {
        int slot = from;
        while (slot < inserted.size() && inserted.get(slot).before() == field) {
            pen.field(inserted.get(slot).name(), inserted.get(slot).value());
            slot++;
        }
        return slot;
    }

    /** Where the first value of that name stands or stood; where none did, the place that becomes the name. */
    private int place(HeaderName name) {
        int field = original.next(name, 0);
        int slot = firstInserted(name);
        if (slot < inserted.size()) {
            return Math.min(field, inserted.get(slot).before());
        }
        if (field == original.size() && (name.equals(HeaderName.RECORD_ROUTE) || name.equals(HeaderName.ROUTE))) {
            return behindVias();
        }
        return field == original.size() && name.equals(HeaderName.VIA) ? 0 : field;
    }

    private int behindVias() {
        int behind = 0;
        for (int field = original.next(HeaderName.VIA, 0);
                field < original.size();
                field = original.next(HeaderName.VIA, field + 1)) {
            behind = field + 1;
        }
        return behind;
    }

    private int firstLeft(HeaderName name) {
        int field = original.next(name, 0);
        while (field < original.size() && fate(field) == GONE) {
            field = original.next(name, field + 1);
        }
        return field;
    }

    private int firstInserted(HeaderName name) {
        int slot = 0;
        while (slot < inserted.size() && !inserted.get(slot).name().equals(name)) {
            slot++;
        }
        return slot;
    }

    /** Behind all that is to stand before that field. */
    private int slotBehind(int field) {
        int slot = 0;
        while (slot < inserted.size() && inserted.get(slot).before() <= field) {
            slot++;
        }
        return slot;
    }

    private void removeFirstOf(int slot) {
        var field = inserted.remove(slot);
        var value = field.value();
        int next = next(field.name(), value.bytes(), value.start(), value.end());
        if (next < value.end()) {
            var rest = new Slice(value.bytes(), next, value.end());
            insert(slot, new Inserted(field.before(), field.name(), rest));
        }
    }

    private int valueStart(int field) {
        return fate(field) > KEPT ? fate(field) : original.valueStart(field);
    }

    /** Where the value stands that follows the one at {@code from}; {@code end} if that was the last. */
    private static int next(HeaderName name, byte[] bytes, int from, int end) {
        int comma = name.isList() ? Headers.ListValues.endOfFirst(bytes, from, end) : end;
        return comma < end ? Grammar.skipSpace(bytes, comma + 1, end) : end;
    }

    private static void addTo(List<Slice> values, HeaderName name, Slice value) {
        if (name.isList()) {
            Headers.ListValues.addTo(values, value);
        } else {
            values.add(value);
        }
    }
}
