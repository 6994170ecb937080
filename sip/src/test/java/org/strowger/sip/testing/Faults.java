package org.strowger.sip.testing;

/** What a false network has done to what it carried. */
public final class Faults {
    private long lost;
    private long repeated;
    private long overtaken;
    private long resets;

    /** Datagrams that never arrived. */
    public long lost() {
        return lost;
    }

    /** Datagrams that arrived twice. */
    public long repeated() {
        return repeated;
    }

    /** Datagrams that arrived after one that was sent later. */
    public long overtaken() {
        return overtaken;
    }

    /** Connections that broke. */
    public long resets() {
        return resets;
    }

    void carried(int copies) {
        if (copies == 0) {
            lost++;
        } else {
            repeated += copies - 1;
        }
    }

    void overtook() {
        overtaken++;
    }

    void broke() {
        resets++;
    }

    @Override
    public String toString() {
        return "%d lost, %d repeated, %d overtaken, %d connections reset".formatted(lost, repeated, overtaken, resets);
    }
}
