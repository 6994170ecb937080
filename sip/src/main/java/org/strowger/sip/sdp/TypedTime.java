package org.strowger.sip.sdp;

import java.time.Duration;

/** Times of "r=" and "z=" lines: seconds, or a number and one of d, h, m, s (RFC 8866 §5.10). Written in seconds. */
final class TypedTime {
    private static final String EXPECTED = "a time in seconds, or with a unit d, h, m or s";

    private static final long MOST_SECONDS = Long.MAX_VALUE / Duration.ofDays(1).toSeconds();

    private TypedTime() {}

    static Duration parse(String text) {
        Grammar.expect(!text.isEmpty(), EXPECTED);
        int last = text.length() - 1;
        boolean bare = Grammar.isDigit(text.charAt(last));
        long number = Grammar.number(bare ? text : text.substring(0, last), EXPECTED);
        long unit = bare ? 1 : secondsOf(text.charAt(last));
        // whatever the unit, so that what is written in seconds is read again
        Grammar.expect(number <= MOST_SECONDS / unit, EXPECTED);
        return Duration.ofSeconds(number * unit);
    }

    private static long secondsOf(char unit) {
        return switch (unit) {
            case 'd' -> Duration.ofDays(1).toSeconds();
            case 'h' -> Duration.ofHours(1).toSeconds();
            case 'm' -> Duration.ofMinutes(1).toSeconds();
            case 's' -> 1;
            default -> throw new IllegalArgumentException(EXPECTED);
        };
    }
}
