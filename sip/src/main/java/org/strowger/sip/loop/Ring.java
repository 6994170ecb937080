package org.strowger.sip.loop;

import org.jspecify.annotations.Nullable;

/** Timers in the order they were put here: a doubly linked ring through the timers themselves. Owned by a shard. */
final class Ring {
    /** Which slot of the wheel this is; -1 for the ring of those that are about to fire. */
    final int slot;

    private @Nullable ArmedTimeout<?> first;

    Ring(int slot) {
        this.slot = slot;
    }

    boolean isEmpty() {
        return first == null;
    }

    @Nullable
    ArmedTimeout<?> first() {
        return first;
    }

    void add(ArmedTimeout<?> timeout) {
        timeout.ring = this;
        if (first == null) {
            first = timeout;
            timeout.next = timeout;
            timeout.previous = timeout;
            return;
        }
        var last = first.previous;
        last.next = timeout;
        timeout.previous = last;
        timeout.next = first;
        first.previous = timeout;
    }

    void remove(ArmedTimeout<?> timeout) {
        if (timeout == timeout.next) {
            first = null;
        } else {
            timeout.previous.next = timeout.next;
            timeout.next.previous = timeout.previous;
            if (first == timeout) {
                first = timeout.next;
            }
        }
        timeout.next = timeout;
        timeout.previous = timeout;
        timeout.ring = null;
    }

    /** When the first to be due is due; Long.MAX_VALUE if the ring is empty. Looks at every timer. */
    long earliestNanos() {
        long earliest = Long.MAX_VALUE;
        var timeout = first;
        while (timeout != null) {
            earliest = Math.min(earliest, timeout.dueNanos);
            timeout = timeout.next == first ? null : timeout.next;
        }
        return earliest;
    }

    /** Takes out those that are due, in order, and adds them to the other ring. */
    void moveDue(long nowNanos, Ring due) {
        var last = first == null ? null : first.previous;
        var timeout = first;
        while (timeout != null) {
            var following = timeout == last ? null : timeout.next;
            if (timeout.dueNanos <= nowNanos) {
                remove(timeout);
                due.add(timeout);
            }
            timeout = following;
        }
    }
}
