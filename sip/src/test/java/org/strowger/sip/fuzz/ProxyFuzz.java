package org.strowger.sip.fuzz;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.Slice;

/**
 * A message of a stranger goes to a proxy, and whoever it is sent on to answers as chance has it, which is made of the bytes. Nothing of
 * ours fails, all that leaves is a message, there is a bound to it, and when its time is over nothing of it is left.
 */
public final class ProxyFuzz {
    /** Timer C of all whom redirections may name, one behind the other, and the end of the transactions. */
    private static final Duration LONG_ENOUGH = Duration.ofHours(5);
    /** All of these, each with its repetitions. */
    private static final int MOST_MESSAGES = 2000;

    private ProxyFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            SipParser.parse(bytes);
        } catch (MalformedMessageException e) {
            return;
        }
        var random = new Random(Arrays.hashCode(bytes));
        var street = new Street(random);
        try (var failures = Failures.listen()) {
            street.arrives(Slice.of(bytes));
            if (random.nextBoolean()) {
                // repeated, by the network or by its sender
                street.arrives(Slice.of(bytes));
            }
            street.pass(LONG_ENOUGH);
            Claim.same("", failures.text(), "a failure of ours");
        }
        Claim.same(0, street.left(), "what is left");
        Claim.holds(street.malformed().isEmpty(), "what left is malformed: " + street.malformed());
        Claim.holds(street.sent() <= MOST_MESSAGES, street.sent() + " messages for one");
    }
}
