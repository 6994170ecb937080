package org.strowger.sip.message;

import java.util.OptionalLong;

/** Numbers of seconds: Expires, Min-Expires, Retry-After, the expires of a Contact (RFC 3261 §20.19, §20.33). */
public final class DeltaSeconds {
    /** "a decimal integer between 0 and (2**32)-1" (§20.19) */
    public static final long MAX = (1L << 32) - 1;

    private DeltaSeconds() {}

    /** The seconds; empty if it is no number, or one that is too large ("could treat them as … the default", RFC 4475 §3.1.2.4). */
    public static OptionalLong read(Slice value) {
        var digits = value.trimmed();
        long seconds = Grammar.number(digits.bytes(), digits.start(), digits.end(), MAX);
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    /** The seconds of a Retry-After, before its comment and parameters; empty if it does not begin with a number. */
    public static OptionalLong readRetryAfter(Slice value) {
        var text = value.trimmed();
        int end = Grammar.endOf(Grammar.DIGIT, text.bytes(), text.start(), text.end());
        boolean isDelimited = end == text.end()
                || Grammar.is(Grammar.SPACE, text.bytes()[end])
                || text.bytes()[end] == '('
                || text.bytes()[end] == ';';
        if (!isDelimited || end == text.start()) {
            return OptionalLong.empty();
        }
        // "RFC 3261 does not define a legal range for this field" (RFC 4475 §3.1.2.5): what is too large is very long
        long seconds = Grammar.number(text.bytes(), text.start(), end, MAX);
        return OptionalLong.of(seconds < 0 ? MAX : seconds);
    }
}
