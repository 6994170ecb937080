package org.strowger.sip.testing.cost;

/**
 * The bytes that a step may allocate, or that a call may keep: about a tenth above what is measured, to be lowered with every
 * improvement and raised only knowingly.
 *
 * <p>Measured where the JIT compiler removes no allocation (C1 alone, as the build runs its tests), so the figures stand still; a server
 * that is warm allocates less.
 */
public enum Budget {
    /** An INVITE of some 700 bytes, read with all checks at the door; without the array that holds it. */
    PARSED_INVITE(625),
    /** The same INVITE read, marked, given a Via and a Record-Route, and written. */
    FORWARDED_INVITE(2_700),
    /** A 200 with a session description read, its topmost Via taken out, and written. */
    FORWARDED_OK(1_960),
    /** INVITE in, 100 and INVITE out, with the copy out of the receive buffer, as all that follow. */
    INVITE_THROUGH_PROXY(10_400),
    /** 180 in and out. */
    RINGING_THROUGH_PROXY(3_050),
    /** An INVITE that comes again while the call rings: the 180 goes out again. */
    INVITE_AGAIN(2_050),
    /** A 200 to BYE that comes again: dropped. */
    OK_AGAIN(1_290),
    /** INVITE, 100, 180, 200, ACK, BYE, 200 and the end of all timers. */
    CALL(34_300),
    /** A REGISTER without credentials that brings the same contact again, and its 200. */
    REGISTRATION_REFRESHED(7_100),
    /** Kept of a call that rings: an INVITE server and client transaction, the messages and the response context. */
    KEPT_WHILE_RINGING(4_700),
    /** Kept of a call that was answered, acknowledged and not hung up, until its transactions end after 32 s. */
    KEPT_WHEN_ANSWERED(70),
    /** The same of a call that was hung up as well, with the 200 to its BYE; without rows and slots, which are there already and are some 150 bytes. */
    KEPT_OF_A_CALL(410),
    /** Kept of a binding, with its address-of-record and its place in the table, until it expires. */
    KEPT_OF_A_BINDING(300),
    /** Kept when all transactions have ended: nothing, but the slack of tables. */
    KEPT_AT_THE_END(200);

    private final long most;

    Budget(long most) {
        this.most = most;
    }

    /**
     * Says what was measured, for the report of the test.
     *
     * @throws AssertionError if it is more than the budget
     */
    public void covers(long bytes) {
        System.out.printf("%s: %d bytes of at most %d%n", this, bytes, most);
        if (bytes > most) {
            throw new AssertionError("%s: %d bytes, at most %d".formatted(this, bytes, most));
        }
    }
}
