package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.Rfc;

/** Targets that are found while others are tried already. */
class LateTargetsTest {
    private static final Target DESK = target("desk", 1000);
    private static final Target HOME = target("home", 1000);
    private static final Target MOBILE = target("mobile", 500);
    private static final Target ATTIC = target("attic", 200);

    private final Office office = new Office();

    private static Target target(String user, int priority) {
        return Target.of(Wire.uri("sip:" + user + "@192.0.2.60")).withPriority(priority);
    }

    /** The desk rings. */
    private static Fork ringing() {
        return Fork.invite().targetedSoFar(DESK).resolved(0, Wire.hop(1)).receives(0, 180);
    }

    @Test
    @Rfc("3261 §16.5-8: the source is watched while the request is under way")
    @Rfc("3261 §16.5-9: what is new is tried beside those that ring")
    void areTriedBesideThoseThatRing() {
        var fork = ringing();

        assertThat(fork.finds(DESK, HOME).asked()).containsExactly("resolve 1");
        assertThat(fork.resolved(1, Wire.hop(2)).asked()).containsExactly("forward 1 2");
        assertThat(fork.receives(1, 200).asked()).containsExactly("pass 200", "cancel 0");
    }

    @Test
    @Rfc("3261 §16.5-10: none twice")
    void areTriedOnce() {
        var fork = ringing().finds(HOME, HOME);

        assertThat(fork.asked()).containsExactly("resolve 1");
        assertThat(fork.finds(HOME, DESK).asked()).isEmpty();
        assertThat(fork.resolved(1, Wire.hop(2)).receives(1, 486).finds(HOME).asked())
                .as("nor after it failed")
                .isEmpty();
    }

    @Test
    @Rfc("3261 §16.5-10: a URI that is present is not added again")
    void areNotWhatRegistersAnewFromElsewhere() {
        var elsewhere = new Target(DESK.uri(), List.of(), Optional.of(Wire.hop(9)), DESK.priority());
        var fork = ringing();

        assertThat(fork.finds(elsewhere).asked()).isEmpty();
        assertThat(fork.receives(0, 486).asked())
                .as("who has refused is not asked again")
                .containsExactly("best 486");
    }

    @Test
    void waitUntilTheirPriorityIsDue() {
        var fork = Fork.invite().targetedSoFar(DESK, ATTIC).resolved(0, Wire.hop(1));

        assertThat(fork.finds(MOBILE, target("cellar", 200)).asked()).isEmpty();
        assertThat(fork.receives(0, 486).asked()).containsExactly("resolve 1");
        assertThat(fork.context().branches().getLast().target()).isEqualTo(MOBILE);
        assertThat(fork.resolved(1, Wire.hop(2)).receives(1, 486).asked())
                .as("attic and cellar together")
                .containsExactly("resolve 2", "resolve 3");
    }

    @Test
    void areTriedAtOnceWhereTheirPriorityIsPast() {
        var fork = Fork.invite()
                .targetedSoFar(DESK, ATTIC)
                .resolved(0, Wire.hop(1))
                .receives(0, 486)
                .resolved(1, Wire.hop(2));

        assertThat(fork.finds(MOBILE).asked()).containsExactly("resolve 2");
    }

    @Test
    @Rfc("3261 §16.7.5-3: no new branches after a 6xx")
    void areTooLateAfterA6xx() {
        var fork = Fork.invite()
                .targetedSoFar(DESK, HOME)
                .resolved(0, Wire.hop(1))
                .resolved(1, Wire.hop(2))
                .receives(1, 180)
                .receives(0, 603);

        assertThat(fork.finds(MOBILE, target("hall", 1000)).asked()).isEmpty();
    }

    @Test
    void areTooLateAfterA2xxAndAfterACancel() {
        var answered = Fork.invite()
                .targetedSoFar(DESK, HOME)
                .resolved(0, Wire.hop(1))
                .resolved(1, Wire.hop(2))
                .receives(0, 200);
        assertThat(answered.finds(MOBILE, target("hall", 1000)).asked()).isEmpty();

        assertThat(ringing().isCancelled().finds(HOME).asked()).isEmpty();
    }

    @Test
    void areTooLateWhenAllHaveFailed() {
        var fork = ringing().receives(0, 486);

        assertThat(fork.asked()).containsExactly("best 486");
        assertThat(fork.finds(HOME).asked()).isEmpty();
    }

    @Test
    void areNotForWhomNobodyWaitsOrWhoHasOthersOnly() {
        assertThat(Fork.invite().finds(HOME).asked()).as("not decided yet").isEmpty();
        assertThat(Fork.invite()
                        .targeted(DESK)
                        .resolved(0, Wire.hop(1))
                        .finds(HOME)
                        .asked())
                .as("all were named")
                .isEmpty();
        assertThat(Fork.invite().targetedSoFar().asked()).containsExactly("answer 480");
    }

    @Test
    @Rfc("5393 §5.3.3-5: late branches have their share of what came, too")
    void getSharesOfWhatWasKeptBack() {
        var fork = ringing();
        assertThat(fork.shares()).containsExactly(48);

        for (int late = 0; late < 20; late++) {
            fork.finds(target("late" + late, 1000));
        }

        assertThat(fork.shares()).containsExactly(48, 3, 3, 2, 1, 1, 1, 1);
        assertThat(fork.shares().stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
    }

    @Test
    @Rfc("5393 §5.3.3-5: where all of it is in use, a late target waits")
    @Rfc("5393 §5.3.3.1-1: and has what the others leave")
    void waitWhereThereIsNoBreadthForThem() {
        var fork = Fork.ofBreadth(1).targetedSoFar(DESK).resolved(0, Wire.hop(1));

        assertThat(fork.finds(HOME).asked()).isEmpty();
        assertThat(fork.receives(0, 486).asked()).containsExactly("resolve 1");
        assertThat(fork.shares()).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    @Rfc("3261 §16.5-9: on the wire")
    void areRungByTheCore(String method) {
        growing(Wire.uri("sip:bob@192.0.2.60"));
        office.alice(method, "sip:b@example.com");

        office.core.found((_, uri) -> {
            assertThat(uri).hasToString("sip:b@example.com");
            return List.of(Target.of(Wire.uri("sip:bob@192.0.2.60")), Target.of(Wire.uri("sip:carol@192.0.2.61")));
        });
        office.pass();
        office.answers(office.carol, 200);

        assertThat(office.alice.codes()).contains(200);
        assertThat(office.bob.methods()).contains(method);
        assertThat(office.carol.request().requestUri()).hasToString("sip:carol@192.0.2.61");
    }

    @Test
    void areOfferedToRequestsInTheOrderInWhichTheyCame() {
        growing(Wire.uri("sip:bob@192.0.2.60"));
        var came = IntStream.range(0, 40).mapToObj(call -> "call-" + call).toList();
        came.forEach(callId -> office.alice("INVITE", "sip:b@example.com", "Call-ID: " + callId));

        var asked = new ArrayList<String>();
        office.core.found((request, _) -> {
            asked.add(request.callId().toString());
            return List.of();
        });

        assertThat(asked).containsExactlyInAnyOrderElementsOf(came);
        for (int index = 0; index < office.loop.shards().size(); index++) {
            var shard = office.loop.shards().at(index);
            assertThat(asked.stream().filter(callId -> isIn(shard, callId)))
                    .as("of one shard")
                    .hasSizeGreaterThan(2)
                    .containsExactlyElementsOf(
                            came.stream().filter(callId -> isIn(shard, callId)).toList());
        }
    }

    private boolean isIn(Shard shard, String callId) {
        var shards = office.loop.shards();
        return shards.of(Slice.of(callId).hash(shards.seed())) == shard;
    }

    @Test
    void areNotAskedAboutRequestsThatHaveARoute() {
        growing(Wire.uri("sip:bob@192.0.2.60"));
        office.alice("INVITE", "sip:b@example.com", "Route: <sip:192.0.2.60;lr>");

        office.core.found((_, _) -> {
            throw new AssertionError("asked");
        });
        office.pass();

        assertThat(office.bob.methods()).containsExactly("INVITE");
    }

    @Test
    @Rfc("5630 §5.3: a SIPS request is led to SIPS targets, late ones as well")
    void areNotLedDown() {
        growing(Wire.uri("sips:bob@192.0.2.60"));
        office.alice("INVITE", "sips:b@example.com");
        office.core.found((_, _) -> List.of(Target.of(Wire.uri("sip:carol@192.0.2.61"))));
        office.pass();

        assertThat(office.carol.requests()).isEmpty();
    }

    @Test
    void leaveNothingBehind() {
        growing(Wire.uri("sip:bob@192.0.2.60"));
        office.alice("INVITE", "sip:b@example.com");
        office.answers(office.bob, 180);
        office.core.found((_, _) -> List.of(Target.of(Wire.uri("sip:carol@192.0.2.61"))));
        office.pass();
        office.answers(office.carol, 180);

        var invite = office.bob.requests().getFirst();
        office.answers(office.bob, 200);
        office.answersInvite(office.carol, 487);

        assertThat(office.carol.methods()).containsExactly("INVITE", "CANCEL", "ACK");
        assertThat(office.carol.requests().getFirst().headers().value(HeaderName.CALL_ID))
                .isEqualTo(invite.headers().value(HeaderName.CALL_ID));
        assertThat(invite.method()).isEqualTo(Method.INVITE);
        office.pass(Duration.ofMinutes(5));
        assertThat(office.isQuiet()).isTrue();
    }

    private void growing(Uri first) {
        office.rules.decide(_ -> new Decision.Forward(List.of(Target.of(first)), List.of(), Manner.GROWING));
    }
}
