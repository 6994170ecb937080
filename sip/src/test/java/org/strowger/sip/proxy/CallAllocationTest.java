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

        Budget.KEPT_WHILE_RINGING.covers(kept(number -> {
            crossing.invite(number);
            crossing.ring(number);
        }));
        assertThatAllIsGivenBack(Duration.ofMinutes(10));
    }

    @Test
    void keepsLittleOfAnAnsweredCallForHalfAMinute() {
        measured(WARM_UP, crossing::call);

        Budget.KEPT_WHEN_ANSWERED.covers(kept(number -> {
            crossing.invite(number);
            crossing.ring(number);
            crossing.answer(number);
            crossing.acknowledge(number);
        }));
        assertThatAllIsGivenBack(THE_END);
    }

    @Test
    void keepsLittleOfACallThatIsOverForHalfAMinute() {
        measured(WARM_UP, crossing::call);

        Budget.KEPT_OF_A_CALL.covers(kept(crossing::call));
        assertThatAllIsGivenBack(THE_END);
    }

    private long before;

    private long kept(IntConsumer call) {
        assertThat(crossing.isQuiet()).isTrue();
        before = Meter.heap();
        for (int kept = 0; kept < KEPT; kept++) {
            call.accept(++calls);
        }
        return (Meter.heap() - before) / KEPT;
    }

    private void assertThatAllIsGivenBack(Duration after) {
        crossing.pass(after);
        assertThat(crossing.isQuiet()).isTrue();
        Budget.KEPT_AT_THE_END.covers((Meter.heap() - before) / KEPT);
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
