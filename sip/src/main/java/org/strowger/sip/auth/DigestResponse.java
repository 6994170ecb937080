package org.strowger.sip.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** The computation both sides make (RFC 7616 §3.4.1, §3.4.3). */
final class DigestResponse {
    /** What is asked, and the nonce that goes with it. */
    record Asked(String method, String uri, String nonce) {
        /** H(A2) without protection of the body. */
        private String hashedA2(Algorithm algorithm) {
            return HexFormat.of().formatHex(algorithm.hash((method + ':' + uri).getBytes(UTF_8)));
        }
    }

    private DigestResponse() {}

    /** With qop. */
    static byte[] of(HashedA1 secret, Asked asked, String nc, String cnonce, String qop) {
        return secret.keyed(
                asked.nonce() + ':' + nc + ':' + cnonce + ':' + qop + ':' + asked.hashedA2(secret.algorithm()));
    }

    /** Without, as RFC 2069 did and RFC 7616 §3.4.1 no longer shows: "SIP servers […] backwards compatible with RFC 2069" (RFC 3261 §22.4). */
    static byte[] of(HashedA1 secret, Asked asked) {
        return secret.keyed(asked.nonce() + ':' + asked.hashedA2(secret.algorithm()));
    }
}
