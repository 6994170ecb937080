package org.strowger.sip.proxy;

import org.strowger.sip.message.SipResponse;

/** How a branch ended without success. */
sealed interface BranchResult {
    /** With that response, 300 to 699. */
    record Failed(SipResponse response) implements BranchResult {}

    /** Nobody answered: as if a 408 had come (§16.7 step 6, §16.8). */
    record NoAnswer() implements BranchResult {}

    /** Its targets were more at a time than the request allows (RFC 5393 §5.3.3): as if a 440 had come. */
    record TooBroad() implements BranchResult {}

    /** It could not be sent: as if a 503 had come (§16.9). */
    record Unsent() implements BranchResult {}
}
