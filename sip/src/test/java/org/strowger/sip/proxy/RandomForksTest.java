package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.NextHop;

/** Whatever happens to the branches of a fork, in whatever order, what goes upstream keeps the rules. A failure shows its seed. */
class RandomForksTest {
    private static final int FORKS = 1000;
    private static final int MOST_EVENTS = 200;
    private static final int[] CODES = {
        100, 180, 183, 200, 202, 302, 401, 404, 407, 408, 480, 486, 487, 500, 503, 600, 603
    };
    private static final List<SipResponse> RESPONSES =
            Arrays.stream(CODES).mapToObj(Wire::response).toList();

    static IntStream seeds() {
        return IntStream.range(0, FORKS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Rfc("3261 §16.7.5: exactly one final response to another request, one non-2xx or one or more 2xx to an INVITE")
    void keepsTheRules(int seed) {
        new Run(new Random(seed)).toItsEnd();
    }

    /** One fork and what it may not do. */
    private static final class Run {
        private final Random random;
        private final boolean invite;
        private final Fork fork;
        private final Set<Integer> over = new HashSet<>();
        private int answers;
        private boolean succeeded;
        private boolean sealed;

        Run(Random random) {
            this.random = random;
            this.invite = random.nextInt(4) > 0;
            this.fork = invite ? Fork.invite() : Fork.message();
        }

        void toItsEnd() {
            var targets = new ArrayList<Target>();
            for (int number = 0; number <= random.nextInt(6); number++) {
                targets.add(
                        Target.of(Wire.uri("sip:t" + number + "@192.0.2.60")).withPriority(random.nextInt(3)));
            }
            fork.targeted(targets.toArray(Target[]::new));
            check();
            for (int event = 0; event < MOST_EVENTS && !fork.context().isOver(); event++) {
                somethingHappens();
                check();
            }
            finish();
            assertThat(fork.context().isOver()).as("is over").isTrue();
            assertThat(answers).as("final responses upstream").isGreaterThan(invite ? 0 : -1);
        }

        private void somethingHappens() {
            if (invite && random.nextInt(40) == 0) {
                sealed = true;
                fork.isCancelled();
                return;
            }
            int branch = random.nextInt(fork.context().branches().size());
            happensTo(branch, random.nextInt(12));
        }

        private void happensTo(int branch, int what) {
            switch (fork.context().branches().get(branch).stage()) {
                case RESOLVING -> fork.resolved(branch, hops());
                case TRYING, PROCEEDING -> happensToALiveOne(branch, what);
                case OVER -> fork.timerC(branch);
            }
        }

        private void happensToALiveOne(int branch, int what) {
            switch (what) {
                case 0 -> fork.timesOut(branch);
                case 1 -> fork.isUnsent(branch);
                case 2 -> fork.timerC(branch);
                default -> {
                    var response = RESPONSES.get(random.nextInt(RESPONSES.size()));
                    sealed |= response.status().code() >= 600 && invite;
                    fork.receives(branch, response);
                }
            }
        }

        private NextHop[] hops() {
            var hops = new NextHop[random.nextInt(3)];
            for (int at = 0; at < hops.length; at++) {
                hops[at] = Wire.hop(5060 + at);
            }
            return hops;
        }

        /** Every branch that is left fails, again and again if it goes on elsewhere. */
        private void finish() {
            for (int turn = 0; turn < MOST_EVENTS && !fork.context().isOver(); turn++) {
                for (var branch : fork.context().branches()) {
                    if (!branch.isOver()) {
                        happensTo(branch.id(), 0);
                        check();
                    }
                }
            }
        }

        private void check() {
            boolean ended = answers > 0;
            for (var action : fork.actions()) {
                switch (action) {
                    case ContextAction.Pass(var response) -> passed(response, ended);
                    case ContextAction.Conclude(var best) -> concluded(best);
                    case ContextAction.Answer _ -> answers++;
                    case ContextAction.Forward(int branch, var _, var _) -> {
                        assertThat(ended || sealedBefore(fork.actions()))
                                .as("forwards after its end")
                                .isFalse();
                        assertThat(over).doesNotContain(branch);
                    }
                    case ContextAction.Cancel _ ->
                        assertThat(invite).as("cancels an INVITE only").isTrue();
                    case ContextAction.Resolve _, ContextAction.StartTimerC _, ContextAction.StopTimerC _ -> {}
                }
            }
            fork.context().branches().stream().filter(ForkedBranch::isOver).forEach(branch -> over.add(branch.id()));
        }

        private boolean sealedBefore(List<ContextAction> actions) {
            return sealed && actions.stream().noneMatch(action -> action instanceof ContextAction.Pass);
        }

        private void passed(SipResponse response, boolean ended) {
            int code = response.status().code();
            assertThat(code).as("passes 1xx and 2xx only, never 100").isBetween(101, 299);
            assertThat(code < 200 && (ended || !invite))
                    .as("a provisional out of place")
                    .isFalse();
            if (code >= 200) {
                assertThat(answers == 0 || invite).as("a second final response").isTrue();
                assertThat(answers == 0 || succeeded || invite).isTrue();
                answers++;
                succeeded = true;
            }
        }

        private void concluded(BestResponse best) {
            assertThat(answers).as("final responses before the best").isZero();
            assertThat(fork.context().branches()).as("branches when it ends").allMatch(ForkedBranch::isOver);
            answers++;
            if (best instanceof BestResponse.Relay(var response, var _)) {
                assertThat(response.status().code()).isBetween(300, 699).isNotEqualTo(503);
                assertThat(invite || response.status().code() != 408)
                        .as("408 to another request")
                        .isTrue();
            }
        }
    }
}
