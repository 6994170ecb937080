package org.strowger.sip.media;

/** Which sequence numbers of one source came, and how many did not (RFC 3550 §A.1, §A.3). */
final class Sequence {
    private static final int NUMBERS = 1 << 16;
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int NONE = NUMBERS + 1;

    private int base;
    private int highest;
    private int bad = NONE;
    private long cycles;
    private long received;
    private long lostBefore;

    Sequence(int first) {
        this.base = first;
        this.highest = first;
    }

    /** Takes the number of a packet; the first one too. False if it is so far off that the packet is not believed yet. */
    boolean take(int number) {
        int ahead = (number - highest) & (NUMBERS - 1);
        if (ahead < MAX_DROPOUT) {
            if (number < highest) {
                cycles += NUMBERS;
            }
            highest = number;
        } else if (ahead <= NUMBERS - MAX_MISORDER) {
            if (number != bad) {
                bad = (number + 1) & (NUMBERS - 1);
                return false;
            }
            // "Two sequential packets -- assume that the other side restarted without telling us so just re-sync"
            restart(number);
        }
        received++;
        return true;
    }

    /** How many are missing; negative if some came twice. */
    long lost() {
        return lostBefore + lostHere();
    }

    private long lostHere() {
        long expected = received == 0 ? 0 : cycles + highest - base + 1;
        return expected - received;
    }

    private void restart(int number) {
        lostBefore += lostHere();
        base = number;
        highest = number;
        bad = NONE;
        cycles = 0;
        received = 0;
    }
}
