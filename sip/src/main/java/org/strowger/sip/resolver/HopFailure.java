package org.strowger.sip.resolver;

import java.time.Duration;
import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;

/** For how long a hop that failed is {@linkplain Resolver#putOff put off}. */
public final class HopFailure {
    /** One that did not answer, or that nothing could be sent to. */
    public static final Duration LASTS = Duration.ofSeconds(30);

    private static final int MOST_DIGITS = 9;

    private HopFailure() {}

    /**
     * After this response: "It SHOULD NOT forward any other requests to that server for the duration specified in the Retry-After header
     * field, if present" (RFC 3261 §21.5.4). Empty for any response but a 503 that says so.
     */
    public static Optional<Duration> of(SipResponse response) {
        return response.status().code() == 503
                ? response.headers().value(HeaderName.RETRY_AFTER).flatMap(HopFailure::seconds)
                : Optional.empty();
    }

    /** Of {@code delta-seconds [ comment ] *( SEMI retry-param )}. */
    private static Optional<Duration> seconds(Slice value) {
        int digits = 0;
        long seconds = 0;
        while (digits < value.length() && isDigit(value.at(digits)) && digits <= MOST_DIGITS) {
            seconds = seconds * 10 + value.at(digits) - '0';
            digits++;
        }
        return digits == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }
}
