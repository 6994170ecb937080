package org.strowger.sip.testing.cost;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that this thread allocates, and those that the heap holds. */
public final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long allocated;
    private long began;

    public void start() {
        began = THREADS.getCurrentThreadAllocatedBytes();
    }

    public void stop() {
        allocated += THREADS.getCurrentThreadAllocatedBytes() - began;
    }

    /** Between all starts and stops since {@link #reset}. */
    public long allocated() {
        return allocated;
    }

    public void reset() {
        allocated = 0;
    }

    /** What is reachable now, in the whole process. The serial collector leaves gaps in place but at every fourth collection. */
    public static long heap() {
        for (int collection = 0; collection < 4; collection++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What each run of it allocates, once it is warm: two thousand runs unmeasured, two thousand measured. */
    public static long each(Runnable step) {
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            step.run();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int run = 0; run < runs; run++) {
            step.run();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / runs;
    }
}
