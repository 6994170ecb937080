package org.strowger.sip.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The value of Date: {@code Sat, 13 Nov 2010 23:29:00 GMT} (RFC 3261 §20.17, §25.1). */
public final class SipDate {
    private static final DateTimeFormatter RFC_1123 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int LENGTH = "Sat, 13 Nov 2010 23:29:00 GMT".length();

    private SipDate() {}

    public static String format(Instant instant) {
        return RFC_1123.format(instant);
    }

    /** "the only time zone is GMT"; everything else is empty. */
    public static Optional<Instant> read(Slice value) {
        var text = value.trimmed();
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(RFC_1123.parse(text.toString(), Instant::from));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
