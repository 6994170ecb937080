package org.strowger.sip.loop;

import org.jspecify.annotations.Nullable;

/**
 * The timers of one shard: a hierarchical wheel (Varghese and Lauck, 1987). Arming and forgetting cost the same however many there are.
 *
 * <p>Time since the wheel began is written in digits of base 64, in ticks of 2<sup>20</sup> ns (about a millisecond). A timer lies on
 * the level of the highest digit in which its due tick differs from now, in the slot of that digit; when the wheel gets there, the
 * slot's timers go down to lower levels. Within the slot of the present tick only those fire whose nanosecond has come, so no
 * timer is early; timers due in the same tick fire in the order of their arming. Owned by a shard.
 */
final class Wheel {
    static final long TICK_NANOS = 1L << 20;

    private static final int TICK_SHIFT = 20;
    private static final int DIGIT_BITS = 6;
    private static final int SLOTS = 1 << DIGIT_BITS;
    /** The longest a timer may be off is 2**36 ticks, more than two years; one that is longer comes round again. */
    private static final int LEVELS = 6;

    private static final long TICKS = 1L << (DIGIT_BITS * LEVELS);

    private final long originNanos;
    private final Ring[] rings = new Ring[LEVELS * SLOTS];
    /** Per level, the slots that hold a timer. */
    private final long[] occupied = new long[LEVELS];

    private final Ring firing = new Ring(-1);
    private long tick;
    private int armed;

    Wheel(long originNanos) {
        this.originNanos = originNanos;
        for (int slot = 0; slot < rings.length; slot++) {
            rings[slot] = new Ring(slot);
        }
    }

    int armed() {
        return armed;
    }

    void arm(ArmedTimeout<?> timeout) {
        armed++;
        place(timeout);
    }

    void forget(ArmedTimeout<?> timeout, Ring ring) {
        armed--;
        ring.remove(timeout);
        markIfEmpty(ring);
    }

    /** Goes on to that time and gathers what is due by then, for {@link #nextDue()} to hand out. */
    void advance(long nowNanos) {
        long target = Math.max(tick, tickOf(nowNanos));
        int slot = nextOccupied();
        while (slot >= 0 && startTick(slot) <= target) {
            tick = Math.max(tick, startTick(slot));
            var ring = rings[slot];
            if (slot < SLOTS) {
                ring.moveDue(nowNanos, firing);
                markIfEmpty(ring);
                if (!ring.isEmpty()) {
                    return;
                }
            } else {
                cascade(ring);
            }
            slot = nextOccupied();
        }
        tick = target;
    }

    /** The next of those that {@link #advance} found due; null when there is none left. */
    @Nullable
    ArmedTimeout<?> nextDue() {
        var due = firing.first();
        if (due != null) {
            forget(due, firing);
        }
        return due;
    }

    /**
     * When to advance next: never later than the next timer is due, and exactly then if that is within the present 64 ticks; Long.MAX_VALUE
     * if nothing is armed.
     */
    long turnAtNanos() {
        if (!firing.isEmpty()) {
            return originNanos + (tick << TICK_SHIFT);
        }
        int slot = nextOccupied();
        if (slot < 0) {
            return Long.MAX_VALUE;
        }
        return slot < SLOTS ? rings[slot].earliestNanos() : originNanos + (startTick(slot) << TICK_SHIFT);
    }

    /** When the next timer is due, exactly; looks at every timer of a slot. */
    long earliestNanos() {
        int slot = nextOccupied();
        return slot < 0 ? Long.MAX_VALUE : rings[slot].earliestNanos();
    }

    private void place(ArmedTimeout<?> timeout) {
        long due = Math.max(tick, Math.min(tickOf(timeout.dueNanos), tick + TICKS - 1));
        long differing = due ^ tick;
        int highest = differing == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing)) / DIGIT_BITS;
        int level = Math.min(highest, LEVELS - 1);
        int digit = digit(due, level);
        if (highest >= LEVELS && digit == digit(tick, level)) {
            // a whole turn of the top level ahead: waits in the slot before the present one and is placed again there
            digit = (digit + SLOTS - 1) % SLOTS;
        }
        occupied[level] |= 1L << digit;
        rings[level * SLOTS + digit].add(timeout);
    }

    private void cascade(Ring ring) {
        var timeout = ring.first();
        while (timeout != null) {
            ring.remove(timeout);
            place(timeout);
            timeout = ring.first();
        }
        markIfEmpty(ring);
    }

    private void markIfEmpty(Ring ring) {
        if (ring.slot >= 0 && ring.isEmpty()) {
            occupied[ring.slot / SLOTS] &= ~(1L << (ring.slot % SLOTS));
        }
    }

    /** The occupied slot that comes first in time; -1 if there is none. */
    private int nextOccupied() {
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                int present = digit(tick, level);
                // a rotation puts the present slot at bit 0, so the next in time is the lowest bit
                int ahead = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], present));
                return level * SLOTS + (present + ahead) % SLOTS;
            }
        }
        return -1;
    }

    /** The tick at which the wheel reaches that slot. */
    private long startTick(int slot) {
        int level = slot / SLOTS;
        int shift = level * DIGIT_BITS;
        long turns = (tick >> shift) - digit(tick, level) + slot % SLOTS;
        long start = turns << shift;
        return start < (tick >> shift << shift) ? start + ((long) SLOTS << shift) : start;
    }

    private long tickOf(long nanos) {
        return (nanos - originNanos) >> TICK_SHIFT;
    }

    private static int digit(long ticks, int level) {
        return (int) (ticks >> (level * DIGIT_BITS)) & (SLOTS - 1);
    }
}
