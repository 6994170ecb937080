package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;

/** Callees who change the Via values of others. */
class RewrittenViaTest {
    private static final String VIA = "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKalice1;rport";
    private static final String EDGE = "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKedge;rport";

    private final Office office = new Office();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0/UDP 192.0.2.61:5060;branch=z9hG4bKalice1;rport=5060;received=192.0.2.61",
                "SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKalice1;rport=5060;received=192.0.2.61",
                "SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKalice1;maddr=192.0.2.61;received=192.0.2.50",
                "SIP/2.0/UDP 192.0.2.50:9;branch=z9hG4bKalice1"
            })
    @Rfc("3261 §16.7.9-4: the response goes where the request came from")
    @Rfc("3261 §8.2.6.2: and has the Via values of the request")
    void doNotDivertTheResponse(String rewritten) {
        office.alice("INVITE", "sip:b@example.com", VIA);
        var before = Wire.values(office.bob.request(), HeaderName.VIA).getLast();
        answersWith(180, List.of(ours(), rewritten));
        answersWith(200, List.of(ours(), rewritten));

        assertThat(office.alice.codes()).containsExactly(100, 180, 200);
        assertThat(Wire.values(office.alice.responses().getLast(), HeaderName.VIA))
                .containsExactly(before);
        assertThat(office.carol.responses()).isEmpty();

        // the context has come to its end; the callee repeats its answer, for the ACK has not come
        answersWith(200, List.of(ours(), rewritten));
        assertThat(office.alice.codes()).containsExactly(100, 180, 200, 200);
        assertThat(Wire.values(office.alice.responses().getLast(), HeaderName.VIA))
                .containsExactly(before);
        assertThat(office.carol.responses()).isEmpty();
    }

    @Test
    @Rfc("3261 §8.2.6.2: all of them, in their order")
    void doNotDivertItFurtherOn() {
        var far = "Via: SIP/2.0/TCP 198.51.100.7:5060;branch=z9hG4bKfar";
        office.alice("INVITE", "sip:b@example.com", EDGE, far);
        var sent = Wire.values(office.bob.request(), HeaderName.VIA);
        answersWith(486, List.of(sent.getFirst(), sent.get(1), "SIP/2.0/UDP 203.0.113.66;branch=z9hG4bKfar"));

        assertThat(Wire.values(office.alice.responses().getLast(), HeaderName.VIA))
                .isEqualTo(sent.subList(1, 3));
    }

    @Test
    void mayCutTheLinesInAnotherWay() {
        office.alice("INVITE", "sip:b@example.com", EDGE, "Via: SIP/2.0/TCP 198.51.100.7:5060;branch=z9hG4bKfar");
        var sent = Wire.values(office.bob.request(), HeaderName.VIA);
        answersWith(486, List.of(String.join(", ", sent)));

        assertThat(office.alice.codes()).containsExactly(100, 486);
        assertThat(Wire.values(office.alice.responses().getLast(), HeaderName.VIA))
                .isEqualTo(sent.subList(1, 3));
    }

    @Test
    @Rfc("3261 §16.7.3-1: a response with our Via alone is not forwarded, and the branch goes on")
    void doNotEndTheBranchWithAResponseThatIsForNobody() {
        office.alice("INVITE", "sip:b@example.com");
        answersWith(486, List.of(ours()));
        answersWith(200, List.of(ours()));
        assertThat(office.alice.codes()).containsExactly(100);
        assertThat(office.bob.methods()).as("no ACK for it").containsOnly("INVITE");

        office.answersInvite(office.bob, 180);
        office.answersInvite(office.bob, 200);
        assertThat(office.alice.codes()).containsExactly(100, 180, 200);

        office.pass(Duration.ofMinutes(2));
        assertThat(office.isQuiet()).isTrue();
    }

    @Test
    @Rfc("3261 §16.7.3-1: where nothing else comes, nobody answered")
    void endInA408WhereSuchAResponseIsAllThatComes() {
        office.alice("INVITE", "sip:b@example.com");
        answersWith(486, List.of(ours()));
        office.pass(Duration.ofSeconds(40));

        assertThat(office.alice.codes()).startsWith(100, 408).doesNotContain(486);
    }

    private String ours() {
        return Wire.values(office.bob.request(), HeaderName.VIA).getFirst();
    }

    private void answersWith(int code, List<String> vias) {
        office.bob.send(
                answer(code).edit().vias(vias.stream().map(Slice::of).toList()).write());
        office.pass();
    }

    private SipResponse answer(int code) {
        return office.bob
                .requests()
                .getFirst()
                .respond(Status.of(code))
                .toTag(new Tag(Slice.of("tag-of-bob")))
                .write();
    }
}
