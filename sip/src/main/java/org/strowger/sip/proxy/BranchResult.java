package org.strowger.sip.proxy;

import org.strowger.sip.message.SipResponse;

/** How a branch ended without success. */
sealed interface BranchResult {
    /**
     * Whether the same instance may be tried by another flow: "If the proxy receives a final response from a branch other than a 408
     * (Request Timeout) or a 430 (Flow Failed) response, the proxy MUST NOT forward the same request to another target representing the
     * same AOR and instance-id" (RFC 5626 §7).
     */
    default boolean leavesOtherFlows() {
        return switch (this) {
            case Failed(var response) ->
                response.status().code() == 408 || response.status().code() == 430;
            case NoAnswer _, Unsent _, FlowFailed _ -> true;
            case TooBroad _ -> false;
        };
    }

    /** With that response, 300 to 699. */
    record Failed(SipResponse response) implements BranchResult {}

    /** Nobody answered: as if a 408 had come (§16.7 step 6, §16.8). */
    record NoAnswer() implements BranchResult {}

    /** Its targets were more at a time than the request allows (RFC 5393 §5.3.3): as if a 440 had come. */
    record TooBroad() implements BranchResult {}

    /** It could not be sent: as if a 503 had come (§16.9). */
    record Unsent() implements BranchResult {}

    /** The flow that it was to go by is gone: 430 (RFC 5626 §5.3.1). */
    record FlowFailed() implements BranchResult {}
}
