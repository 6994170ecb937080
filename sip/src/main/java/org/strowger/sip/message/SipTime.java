package org.strowger.sip.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Values that tell a time: numbers of seconds, and dates such as {@code Sat, 13 Nov 2010 23:29:00 GMT} (RFC 3261 §20.17, §25.1). */
public final class SipTime {
    /** "a decimal integer between 0 and (2**32)-1" (§20.19) */
    public static final long MAX_SECONDS = (1L << 32) - 1;

    private static final DateTimeFormatter RFC_1123 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int DATE_LENGTH = "Sat, 13 Nov 2010 23:29:00 GMT".length();

    private SipTime() {}

    /**
     * The seconds of Expires, Min-Expires, or the expires of a Contact; empty if it is no number, or one that is too large ("could
     * treat them as if they contained the default", RFC 4475 §3.1.2.4).
     */
    public static OptionalLong seconds(Slice value) {
        var digits = value.trimmed();
        long seconds = Grammar.number(digits.bytes(), digits.start(), digits.end(), MAX_SECONDS);
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    /** The seconds of a Retry-After, before its comment and parameters; empty if it does not begin with a number. */
    public static OptionalLong retryAfterSeconds(Slice value) {
        var text = value.trimmed();
        byte[] bytes = text.bytes();
        int end = Grammar.endOf(Grammar.DIGIT, bytes, text.start(), text.end());
        boolean isDelimited =
                end == text.end() || Grammar.is(Grammar.SPACE, bytes[end]) || bytes[end] == '(' || bytes[end] == ';';
        if (!isDelimited || end == text.start()) {
            return OptionalLong.empty();
        }
        // "RFC 3261 does not define a legal range for this field" (RFC 4475 §3.1.2.5): what is too large is very long
        long seconds = Grammar.number(bytes, text.start(), end, MAX_SECONDS);
        return OptionalLong.of(seconds < 0 ? MAX_SECONDS : seconds);
    }

    /** The instant of a Date, whose "only time zone is GMT"; everything else is empty. */
    public static Optional<Instant> date(Slice value) {
        var text = value.trimmed();
        if (text.length() != DATE_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(RFC_1123.parse(text.toString(), Instant::from));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The value of a Date. */
    public static String date(Instant instant) {
        return RFC_1123.format(instant);
    }
}
