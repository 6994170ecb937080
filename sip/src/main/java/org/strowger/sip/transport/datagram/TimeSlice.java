package org.strowger.sip.transport.datagram;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * For how long a thread runs before Linux lets another one run on its processor, where there is one. Whoever has a short slice of its own
 * (since Linux 6.12) is let in as soon as it wakes up, and does not wait for milliseconds until the compiler, say, has had its turn
 * (decision 0053). No privilege is needed: what somebody gets of a processor in the long run stays the same. Threads that such a thread
 * starts have an ordinary slice.
 */
public final class TimeSlice {
    /** The least that Linux accepts. */
    static final long SHORT_NANOS = 100_000;

    /** A {@code struct sched_attr}: its size 4 | policy 4 | flags 8 | niceness 4 | priority 4 | slice 8 | ... */
    private static final int ATTRIBUTES_BYTES = 48;

    private static final int POLICY = 4;
    private static final int FLAGS = 8;
    private static final int SLICE = 24;
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_BATCH = 3;
    /** What is set for a thread is not for those that it starts. */
    private static final long RESET_ON_FORK = 1;

    private TimeSlice() {}

    /**
     * Shortens that of the calling thread, where foreign functions work as {@link Batching} finds out.
     *
     * @return false where the system knows no such thing, or the thread is scheduled in some other way already
     */
    public static boolean shorten() {
        try (var arena = Arena.ofConfined()) {
            var calls = new SystemCalls(arena);
            var attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            if (calls.readScheduling(attributes) < 0 || !isOrdinary(attributes)) {
                return false;
            }
            attributes.set(JAVA_LONG, SLICE, SHORT_NANOS);
            attributes.set(JAVA_LONG, FLAGS, attributes.get(JAVA_LONG, FLAGS) | RESET_ON_FORK);
            return calls.setScheduling(attributes) >= 0 && nanos() == SHORT_NANOS;
        }
    }

    /** That of the calling thread; 0 where the system does not say. */
    static long nanos() {
        try (var arena = Arena.ofConfined()) {
            var attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            boolean said = new SystemCalls(arena).readScheduling(attributes) >= 0;
            return said && isOrdinary(attributes) ? attributes.get(JAVA_LONG, SLICE) : 0;
        }
    }

    private static boolean isOrdinary(MemorySegment attributes) {
        int policy = attributes.get(JAVA_INT, POLICY);
        return policy == SCHED_OTHER || policy == SCHED_BATCH;
    }
}
