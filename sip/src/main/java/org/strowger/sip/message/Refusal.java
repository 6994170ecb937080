package org.strowger.sip.message;

import java.util.Optional;

/** The answer to a request that could not be read (RFC 3261 §21.4.1). */
record Refusal(Slice message, Status answer, String expected) {
    static Refusal of(Slice message, Status answer, String expected) {
        return new Refusal(message, answer, expected);
    }

    Optional<SipResponse> response() {
        return Optional.empty();
    }

    Optional<SipResponse> response(String host, int port) {
        return Optional.empty();
    }
}
