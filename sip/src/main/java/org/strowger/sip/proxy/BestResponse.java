package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision.Reject;

/**
 * How a request ends upstream when no branch succeeded (RFC 3261 §16.7 steps 6 and 7, RFC 4320 §4.2).
 *
 * <pre>
 *   6xx, the first     3xx    4xx: (487 if the caller cancelled)  401 407  415 420 484  others  487  408 430    5xx: others  503
 *   better ◀──────────────────────────────────────────────────────────────────────────────────────────────────────── worse
 * </pre>
 *
 * Of those that are equally good the first to come is chosen. A branch without an answer counts as 408, one that could not be sent as
 * 503; a 503 becomes a 500, with the shortest Retry-After that came. A request other than INVITE is never answered 408: if that is all there is, it ends in silence.
 */
sealed interface BestResponse {
    /**
     * Forward this one.
     *
     * @param challengers the other responses whose challenges go with it (§16.7 step 7)
     */
    record Relay(SipResponse best, List<SipResponse> challengers) implements BestResponse {}

    /** Answer with a response of our own. */
    record Make(Reject answer) implements BestResponse {}

    /** "an element that cannot respond before the transaction expires will not send a final response at all" (RFC 4320 §4.2). */
    record Silence() implements BestResponse {}

    /** Digits that fit a long. */
    int LONGEST_NUMBER = 18;

    /** Worse than all that may be sent. */
    int NEVER = Integer.MAX_VALUE;

    /**
     * Chooses.
     *
     * @param cancelled whether the caller cancelled the request
     */
    static BestResponse of(List<BranchResult> results, boolean invite, boolean cancelled) {
        int best = NEVER;
        BranchResult chosen = new BranchResult.NoAnswer();
        for (var result : results) {
            int rank = rank(result, invite, cancelled);
            if (rank < best) {
                best = rank;
                chosen = result;
            }
        }
        return switch (chosen) {
            case BranchResult.Failed(var response)
            when response.status().code() == 503 -> new Make(new Reject(Status.of(500), retryAfter(results)));
            case BranchResult.Failed(var response) -> new Relay(response, challengers(response, results));
            case BranchResult.TooBroad() -> new Make(Reject.with(Status.of(440)));
            case BranchResult.Unsent() ->
                new Make(new Reject(Status.of(500).withReason("Next Hop Unreachable"), retryAfter(results)));
            case BranchResult.FlowFailed() -> new Make(Reject.with(Status.of(430)));
            case BranchResult.NoAnswer() when cancelled -> new Make(Reject.with(Status.of(487)));
            case BranchResult.NoAnswer() when invite -> new Make(Reject.with(Status.of(408)));
            case BranchResult.NoAnswer() -> new Silence();
        };
    }

    private static int rank(BranchResult result, boolean invite, boolean cancelled) {
        return switch (result) {
            case BranchResult.Failed(var response) -> rank(response.status().code(), invite, cancelled);
            case BranchResult.NoAnswer() -> rank(408, invite, cancelled);
            // what others say is worth more than what we say of ourselves
            case BranchResult.TooBroad() -> rank(408, true, cancelled);
            case BranchResult.Unsent() -> rank(503, invite, cancelled);
            case BranchResult.FlowFailed() -> rank(430, invite, cancelled);
        };
    }

    private static int rank(int code, boolean invite, boolean cancelled) {
        if (code == 408 && !invite) {
            return NEVER;
        }
        // "It MUST choose from the 6xx class responses if any exist […] SHOULD choose from the lowest response class"
        // (§16.7 step 6)
        int responseClass = code >= 600 ? 0 : code / 100;
        return responseClass * 10 + within(code, cancelled);
    }

    private static int within(int code, boolean cancelled) {
        return switch (code) {
            case 401, 407 -> 1;
            case 415, 420, 484 -> 2;
            case 487 -> cancelled ? 0 : 4;
            case 408, 430, 503 -> 5;
            default -> 3;
        };
    }

    private static List<SipResponse> challengers(SipResponse best, List<BranchResult> results) {
        if (!isChallenge(best)) {
            return List.of();
        }
        return results.stream()
                .filter(result -> result instanceof BranchResult.Failed(var response)
                        && response != best
                        && isChallenge(response))
                .map(result -> ((BranchResult.Failed) result).response())
                .toList();
    }

    /**
     * What the 503s say about when it is worth while to come again: the shortest, for one of the targets is back then.
     */
    private static List<Reject.Line> retryAfter(List<BranchResult> results) {
        Slice soonest = Slice.EMPTY;
        for (var result : results) {
            if (result instanceof BranchResult.Failed(var response)
                    && response.status().code() == 503) {
                var value = response.headers().value(HeaderName.RETRY_AFTER);
                if (value.isPresent() && (soonest.isEmpty() || seconds(value.get()) < seconds(soonest))) {
                    soonest = value.get();
                }
            }
        }
        return soonest.isEmpty() ? List.of() : List.of(new Reject.Line(HeaderName.RETRY_AFTER, soonest));
    }

    /** Of {@code delta-seconds [ comment ] *( SEMI retry-param )}; more than any number if there is none. */
    private static long seconds(Slice value) {
        int digits = 0;
        while (digits < value.length() && value.at(digits) >= '0' && value.at(digits) <= '9') {
            digits++;
        }
        return digits == 0 || digits > LONGEST_NUMBER
                ? Long.MAX_VALUE
                : Long.parseLong(value.part(0, digits).toString());
    }

    private static boolean isChallenge(SipResponse response) {
        return response.status().code() == 401 || response.status().code() == 407;
    }
}
