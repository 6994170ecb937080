package org.strowger.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.strowger.sip.testing.cost.CallMessages;

/** The INVITE of some 700 bytes that every parser gets: a thousand of them in turn, so that none is known by heart. */
@State(Scope.Thread)
public class Invite {
    private static final int COUNT = 1024;

    private final byte[][] invites = new byte[COUNT][];
    private int next;

    public Invite() {
        for (int number = 0; number < COUNT; number++) {
            invites[number] = CallMessages.invite(number);
        }
    }

    byte[] next() {
        next = next + 1 & COUNT - 1;
        return invites[next];
    }
}
