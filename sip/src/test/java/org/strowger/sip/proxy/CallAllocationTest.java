package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.cost.Budget;
import org.strowger.sip.testing.cost.Crossing;
import org.strowger.sip.testing.cost.Meter;

/** What a call costs in bytes that crosses the proxy: allocated on its way, and kept until it is over. */
class CallAllocationTest {
    private static final int WARM_UP = 1000;
    private static final int MEASURED = 2000;
    private static final int KEPT = 4000;
    /** Other threads of this process take memory now and then, but not each time. */
    private static final int ROUNDS = 3;
    /** Longer than the last transaction of a call lives. */
    private static final Duration THE_END = Duration.ofSeconds(40);

    private final Crossing crossing = new Crossing();
    private int calls;

    @Test
    void crossesWithThirteenMessages() {
        crossing.call(1);

        assertThat(crossing.sent()).isEqualTo(7);
        crossing.pass(THE_END);
        assertThat(crossing.sent()).isZero();
        assertThat(crossing.isQuiet()).isTrue();
    }

    @Test
    void allocatesLittleForACall() {
        measured(WARM_UP, crossing::call);

        Budget.CALL.covers(measured(MEASURED, crossing::call));
    }

    @Test
    void allocatesLittleForAnInvite() {
        rung(WARM_UP);

        var each = rung(MEASURED);

        Budget.INVITE_THROUGH_PROXY.covers(each.invite());
        Budget.RINGING_THROUGH_PROXY.covers(each.ringing());
        Budget.INVITE_AGAIN.covers(each.inviteAgain());
    }

    @Test
    void allocatesLittleForAnAnswerThatComesAgain() {
        crossing.call(0);
        crossing.sent();

        Budget.OK_AGAIN.covers(Meter.each(crossing::responseAgain));

        assertThat(crossing.sent()).isZero();
    }

    @Test
    void keepsLittleWhileACallRings() {
        measured(WARM_UP, crossing::call);

        assertThatItKeeps(Budget.KEPT_WHILE_RINGING, Duration.ofMinutes(10), number -> {
            crossing.invite(number);
            crossing.ring(number);
        });
    }

    @Test
    void keepsLittleOfAnAnsweredCallForHalfAMinute() {
        measured(WARM_UP, crossing::call);

        assertThatItKeeps(Budget.KEPT_WHEN_ANSWERED, THE_END, number -> {
            crossing.invite(number);
            crossing.ring(number);
            crossing.answer(number);
            crossing.acknowledge(number);
        });
    }

    @Test
    void keepsLittleOfACallThatIsOverForHalfAMinute() {
        measured(WARM_UP, crossing::call);

        assertThatItKeeps(Budget.KEPT_OF_A_CALL, THE_END, crossing::call);
    }

    /** What each call keeps, and that it is given back when that time has passed. */
    private void assertThatItKeeps(Budget budget, Duration end, IntConsumer call) {
        long kept = Long.MAX_VALUE;
        long left = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(crossing.isQuiet()).isTrue();
            long before = Meter.heap();
            for (int made = 0; made < KEPT; made++) {
                call.accept(++calls);
            }
            kept = Math.min(kept, (Meter.heap() - before) / KEPT);
            crossing.pass(end);
            left = Math.min(left, (Meter.heap() - before) / KEPT);
        }
        assertThat(crossing.isQuiet()).isTrue();
        budget.covers(kept);
        Budget.KEPT_AT_THE_END.covers(left);
    }

    private long measured(int count, IntConsumer call) {
        crossing.meter().reset();
        for (int made = 0; made < count; made++) {
            call.accept(++calls);
        }
        crossing.pass(THE_END);
        assertThat(crossing.isQuiet()).isTrue();
        return crossing.meter().allocated() / count;
    }

    private record Each(long invite, long ringing, long inviteAgain) {}

    /** Calls that come, ring, come again, and are answered and hung up. */
    private Each rung(int count) {
        long invite = 0;
        long ringing = 0;
        long again = 0;
        for (int call = 0; call < count; call++) {
            int number = ++calls;
            invite += allocated(() -> crossing.invite(number));
            ringing += allocated(() -> crossing.ring(number));
            again += allocated(() -> crossing.inviteAgain(number));
            crossing.answer(number);
            crossing.acknowledge(number);
            crossing.hangUp(number);
        }
        crossing.pass(THE_END);
        return new Each(invite / count, ringing / count, again / count);
    }

    private long allocated(Runnable message) {
        crossing.meter().reset();
        message.run();
        return crossing.meter().allocated();
    }
}
