package org.strowger.sip.message;

import java.util.OptionalLong;

/** Numbers of seconds: Expires, Min-Expires, Retry-After, the expires of a Contact (RFC 3261 §20.19, §20.33). */
public final class DeltaSeconds {
    /** "a decimal integer between 0 and (2**32)-1" (§20.19) */
    public static final long MAX = (1L << 32) - 1;

    private DeltaSeconds() {}

    /** The seconds; what is larger than {@link #MAX} is read as that; empty if it is no number. */
    public static OptionalLong read(Slice value) {
        var digits = value.trimmed();
        boolean isNumber = !digits.isEmpty()
                && Grammar.endOf(Grammar.DIGIT, digits.bytes(), digits.start(), digits.end()) == digits.end();
        if (!isNumber) {
            return OptionalLong.empty();
        }
        long seconds = Grammar.number(digits.bytes(), digits.start(), digits.end(), MAX);
        return OptionalLong.of(seconds < 0 ? MAX : seconds);
    }

    /** The seconds of a Retry-After, before its comment and parameters; empty if it does not begin with a number. */
    public static OptionalLong readRetryAfter(Slice value) {
        var text = value.trimmed();
        int end = Grammar.endOf(Grammar.DIGIT, text.bytes(), text.start(), text.end());
        boolean isDelimited = end == text.end()
                || Grammar.is(Grammar.SPACE, text.bytes()[end])
                || text.bytes()[end] == '('
                || text.bytes()[end] == ';';
        return isDelimited ? read(text.part(0, end - text.start())) : OptionalLong.empty();
    }
}
