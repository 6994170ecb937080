package org.strowger.sip.fuzz;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.strowger.sip.transport.datagram.Stun;

/** A datagram that is STUN is answered with STUN of the same transaction, or not at all (RFC 8489 §6.3); an answer is never answered. */
public final class StunFuzz {
    private static final List<InetSocketAddress> SOURCES = List.of(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5060),
            new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 65_535));

    private StunFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        if (!Stun.isStun(bytes)) {
            return;
        }
        for (var source : SOURCES) {
            Stun.answer(bytes, source).ifPresent(answer -> check(bytes, answer, source));
        }
    }

    private static void check(byte[] request, byte[] answer, InetSocketAddress source) {
        Claim.holds(answer.length % 4 == 0 && answer.length <= 100, "an answer of " + answer.length + " bytes");
        Claim.holds(answer[0] == 1 && (answer[1] == 1 || answer[1] == 0x11), "an answer that is none");
        Claim.holds((answer[2] << 8 | answer[3]) == answer.length - 20, "a length that is not its own");
        Claim.holds(Arrays.equals(request, 4, 20, answer, 4, 20), "the answer of another transaction");
        Claim.holds(!Stun.isStun(answer) || Stun.answer(answer, source).isEmpty(), "an answer that is answered");
    }
}
