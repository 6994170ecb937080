package org.strowger.server.conformance;

/**
 * One sentence of an RFC that binds us.
 *
 * @param level its key words, as in {@code MUST} or {@code MUST, SHOULD}
 * @param standing what the list says of it besides its words
 */
record Clause(ClauseId id, String level, String words, Standing standing) {

    /** What a clause asks of us. */
    sealed interface Standing {
        /** A test. */
        record Asked() implements Standing {}

        /** A test of {@code other}, which says the same. */
        record SameAs(ClauseId other) implements Standing {}

        /** Nothing: {@code other} stands in its place. */
        record ReplacedBy(ClauseId other) implements Standing {}

        /** Nothing, for the reason given. */
        record Beyond(String reason) implements Standing {}
    }

    boolean isMust() {
        return level.contains("MUST") || level.contains("REQUIRED") || level.contains("SHALL");
    }
}
