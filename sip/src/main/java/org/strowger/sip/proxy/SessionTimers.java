package org.strowger.sip.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision.Reject;

/**
 * What an operator asks of sessions: that they are refreshed often enough, and not too often (RFC 4028 §8). A proxy that has none of this
 * leaves all of it to the user agents.
 *
 * <p>Nothing is remembered: what was asked in a request is computed from it again when its 2xx comes.
 *
 * @param shortest who asks for less gets 422, or more where the caller knows no session timers
 * @param longest who asks for more, or for nothing, gets this
 */
public record SessionTimers(Duration shortest, Duration longest) {
    /** "That minimum MUST NOT be lower than 90 seconds" (§8.1); also what holds where no Min-SE stands (§5). */
    public static final Duration LEAST = Duration.ofSeconds(90);

    private static final String TIMER = "timer";
    private static final Slice REFRESHER = Slice.of(";refresher=uac");

    public SessionTimers {
        if (shortest.compareTo(LEAST) < 0 || shortest.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "expected %s <= shortest <= longest, found %s and %s".formatted(LEAST, shortest, longest));
        }
    }

    /** What a request is refused with, if it asks for too little and its sender understands that (§8.1). */
    Optional<Reject> objection(SipRequest request) {
        var asked = seconds(request, HeaderName.SESSION_EXPIRES);
        if (!isRefresh(request) || asked.isEmpty() || asked.getAsLong() >= shortest.toSeconds() || !supports(request)) {
            return Optional.empty();
        }
        var line = new Reject.Line(HeaderName.MIN_SE, text(shortest.toSeconds()));
        return Optional.of(new Reject(Status.of(422), List.of(line)));
    }

    /** Asks for what the operator wants, in a copy that goes on. */
    void put(RequestEdit copy) {
        var request = copy.original();
        var interval = interval(request);
        if (interval.isEmpty()) {
            return;
        }
        var value = request.headers().value(HeaderName.SESSION_EXPIRES);
        if (seconds(request, HeaderName.SESSION_EXPIRES).orElse(-1) != interval.getAsLong()) {
            // "MUST NOT insert or modify the value of the 'refresher' parameter"
            var parameters = value.map(SessionTimers::parameters).orElse(Slice.EMPTY);
            copy.replaceAll(HeaderName.SESSION_EXPIRES, List.of(Slice.joined(text(interval.getAsLong()), parameters)));
        }
        boolean raises =
                isTooShort(request) && seconds(request, HeaderName.MIN_SE).orElse(0) < shortest.toSeconds();
        if (raises) {
            // "the proxy SHOULD insert a Min-SE header field containing its minimum interval. If a Min-SE header field
            // is
            // already present, the proxy SHOULD increase […] the value to its minimum" (§8.1)
            copy.replaceAll(HeaderName.MIN_SE, List.of(text(shortest.toSeconds())));
        }
    }

    /**
     * The 2xx to a request, on its way to the caller: "the first session-timer-aware proxy to receive the response […] MUST insert a
     * Session-Expires" (§8.2), where the callee knew nothing of it and the caller does.
     */
    SipResponse answered(SipRequest request, SipResponse response) {
        var interval = interval(request);
        boolean settled = interval.isEmpty()
                || !response.status().isSuccess()
                || !supports(request)
                || response.headers().has(HeaderName.SESSION_EXPIRES);
        return settled ? response : withTimer(response, interval.getAsLong());
    }

    private static SipResponse withTimer(SipResponse response, long seconds) {
        var edit = response.edit().append(HeaderName.SESSION_EXPIRES, Slice.joined(text(seconds), REFRESHER));
        if (!names(response, HeaderName.REQUIRE)) {
            edit.append(HeaderName.REQUIRE, Slice.of(TIMER));
        }
        return edit.write();
    }

    /** What the copy asks for; empty where it asks for nothing, or for what cannot be read. */
    private OptionalLong interval(SipRequest request) {
        boolean asks = request.headers().has(HeaderName.SESSION_EXPIRES);
        var asked = seconds(request, HeaderName.SESSION_EXPIRES);
        if (!isRefresh(request)
                || asks && asked.isEmpty()
                || !asks && !request.method().equals(Method.INVITE)) {
            return OptionalLong.empty();
        }
        long least = isTooShort(request) ? Math.max(minimum(request), shortest.toSeconds()) : minimum(request);
        long wanted = Math.min(asked.orElse(longest.toSeconds()), longest.toSeconds());
        return OptionalLong.of(Math.max(wanted, least));
    }

    /** Too short, and refusing it would do no good: its sender would not know why. */
    private boolean isTooShort(SipRequest request) {
        var asked = seconds(request, HeaderName.SESSION_EXPIRES);
        return asked.isPresent() && asked.getAsLong() < shortest.toSeconds() && !supports(request);
    }

    private static boolean isRefresh(SipRequest request) {
        return request.method().equals(Method.INVITE) || request.method().equals(Method.UPDATE);
    }

    private static boolean supports(SipRequest request) {
        return names(request, HeaderName.SUPPORTED);
    }

    private static boolean names(SipMessage message, HeaderName field) {
        for (var tag : message.headers().values(field)) {
            if (tag.isIgnoreCase(TIMER)) {
                return true;
            }
        }
        return false;
    }

    private static long minimum(SipRequest request) {
        return Math.max(seconds(request, HeaderName.MIN_SE).orElse(0), LEAST.toSeconds());
    }

    private static Slice parameters(Slice value) {
        int semicolon = value.indexOf(';');
        return semicolon < 0 ? Slice.EMPTY : value.part(semicolon, value.length());
    }

    /** The number before the parameters; empty if there is none. */
    private static OptionalLong seconds(SipRequest request, HeaderName name) {
        var value = request.headers().value(name).orElse(Slice.EMPTY);
        long seconds = 0;
        int at = 0;
        while (at < value.length() && at < 10 && value.at(at) >= '0' && value.at(at) <= '9') {
            seconds = 10 * seconds + value.at(at) - '0';
            at++;
        }
        boolean ends = at == value.length() || value.at(at) == ';' || value.at(at) == ' ' || value.at(at) == '\t';
        return at > 0 && ends ? OptionalLong.of(seconds) : OptionalLong.empty();
    }

    private static Slice text(long seconds) {
        return Slice.of(Long.toString(seconds));
    }
}
