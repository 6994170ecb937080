package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;

/** What strangers choose does not choose a place in a table. */
class ServerKeyTest {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int BUCKETS = 1 << 10;
    private static final int CHOSEN = 500;

    @Test
    void spreadsNumbersThatWereChosenToMeet() {
        var places = new HashSet<Integer>();
        int chosen = 0;
        for (long number = 1; chosen < CHOSEN; number++) {
            if (place((number * 31 + Method.OPTIONS.hashCode()) * GOLDEN) == 0) {
                chosen++;
                places.add(place(ServerKey.sender(numbered(number), Method.OPTIONS, 7)));
            }
        }

        assertThat(places).hasSizeGreaterThan(CHOSEN / 2);
    }

    private static SipRequest numbered(long number) {
        var text = Samples.OPTIONS.bytes().toString().replace("\r\n", "\n");
        return Samples.request(text.replace("986759", Long.toString(number)));
    }

    private static int place(long sender) {
        int hash = Long.hashCode(sender);
        return (hash ^ hash >>> 16) & BUCKETS - 1;
    }
}
