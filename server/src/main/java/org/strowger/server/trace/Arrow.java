package org.strowger.server.trace;

/**
 * One arrow of a ladder.
 *
 * @param from index of the column it leaves
 * @param to index of the column it reaches
 * @param label what stands over it
 * @param bothWays media that flows in both directions
 */
public record Arrow(int from, int to, String label, Tone tone, boolean bothWays) {
    /** The column at its left end. */
    int left() {
        return Math.min(from, to);
    }

    /** The column at its right end. */
    int right() {
        return Math.max(from, to);
    }

    boolean isRightwards() {
        return from < to;
    }

    /** Whether it and the other share no space between columns, so that both can stand in one row. */
    boolean isBeside(Arrow other) {
        return right() <= other.left() || other.right() <= left();
    }
}
