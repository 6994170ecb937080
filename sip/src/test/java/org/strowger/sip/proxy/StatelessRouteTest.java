package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Via;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** What Routing wants forwarded without state (RFC 3261 §16.11): to Bob, though Carol is as good. */
class StatelessRouteTest {
    private static final String VIA = "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKfront";

    private final Office office = new Office();

    @BeforeEach
    void forwardWithoutState() {
        var targets = List.of(Target.of(Wire.uri("sip:bob@192.0.2.60")), Target.of(Wire.uri("sip:carol@192.0.2.61")));
        office.rules.decide(_ -> new Decision.Forward(targets, List.of(), Manner.STATELESS));
    }

    @Test
    @Rfc("3261 §16.11-1: a stateless proxy sends no 100")
    @Rfc("3261 §16.11-4: one target only")
    void keepsNothing() {
        office.alice("INVITE", "sip:b@example.com", VIA);

        assertThat(office.bob.methods()).containsExactly("INVITE");
        assertThat(office.carol.requests()).isEmpty();
        assertThat(office.alice.responses()).isEmpty();
        assertThat(office.isQuiet()).isTrue();
    }

    @Test
    @Rfc("3261 §16.11-6: what comes again goes the same way")
    @Rfc("3261 §16.11-9: with the same branch")
    @Rfc("3261 §16.11-10: made of what does not change")
    @Rfc("3261 §16.11-12: and all else the same")
    void forwardsAgainWhatComesAgain() {
        var invite = office.alice("INVITE", "sip:b@example.com", VIA);
        office.sends(invite, Protocol.UDP);

        assertThat(office.bob.requests()).hasSize(2);
        assertThat(office.bob.requests().getFirst().bytes())
                .isEqualTo(office.bob.requests().getLast().bytes());
    }

    @Test
    @Rfc("3261 §16.11-15: CANCEL is nothing special")
    @Rfc("3261 §16.11-17: responses go where the next Via says, all of them, without our own")
    @Rfc("3261 §16.11: CANCEL and the ACK for a failure have the branch of their INVITE")
    void bringsResponsesBackAndCancelAndAckForth() {
        office.alice("INVITE", "sip:b@example.com", VIA);
        office.answersInvite(office.bob, 180);
        office.alice("CANCEL", "sip:b@example.com", VIA, "CSeq: 1 CANCEL");
        office.answers(office.bob, 200);
        office.answersInvite(office.bob, 487);
        office.alice("ACK", "sip:b@example.com", VIA, "To: <sip:bob@example.com>;tag=tag-of-bob");

        assertThat(office.alice.codes()).containsExactly(180, 200, 487);
        assertThat(office.bob.methods()).containsExactly("INVITE", "CANCEL", "ACK");
        assertThat(office.bob.requests().stream()
                        .map(StatelessRouteTest::branch)
                        .distinct())
                .hasSize(1);
        assertThat(office.isQuiet()).isTrue();
    }

    @Test
    @Rfc("3261 §18.2.2: by the connection the request came by, where the port is known (RFC 3581)")
    void bringsAResponseBackByTheConnection() {
        office.alice(
                Protocol.TCP,
                "INVITE",
                "sip:b@example.com",
                "Via: SIP/2.0/TCP alice.invalid:5060;branch=z9hG4bKtcp;rport");
        office.answers(office.bob, 486);

        assertThat(office.alice.codes()).containsExactly(486);
    }

    @Test
    @Rfc("3261 §16.11-18: the body stays as it is")
    @Rfc("3261 §16.11-19: and all other fields")
    void changesNothingElseOfAResponse() {
        office.alice("INVITE", "sip:b@example.com", VIA);
        var ours = office.bob.request().topVia().text();
        var answer = office.answers(office.bob, 486);

        assertThat(office.alice.responses().getFirst().bytes().toString())
                .isEqualTo(answer.bytes().toString().replace("Via: " + ours + "\r\n", ""));
    }

    @Test
    @Rfc("3261 §16.11-16: the sent-by of the topmost Via must be ours")
    @Rfc("3261 §16.11-20: a response with another is dropped")
    void dropsAResponseThatIsForSomebodyElse() {
        office.alice("INVITE", "sip:b@example.com", VIA);
        var mine = office.bob.request().topVia().text().toString();
        office.bob.send(office.bob
                .request()
                .respond(Status.of(486))
                .toTag(new Tag(Slice.of("bob")))
                .write()
                .edit()
                .vias(List.of(
                        Slice.of(mine.replace("192.0.2.1:", "192.0.2.99:")),
                        office.bob.request().headers().values(HeaderName.VIA).getLast()))
                .write());
        office.pass();

        assertThat(office.alice.responses()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.11-17: where the next Via says nothing, a response goes nowhere")
    void dropsAResponseWhoseWayBackNobodyCanRead() throws MalformedMessageException {
        office.alice("INVITE", "sip:b@example.com", VIA);
        var answer = office.bob
                .request()
                .respond(Status.of(486))
                .toTag(new Tag(Slice.of("bob")))
                .write()
                .bytes()
                .toString();
        var spoilt = answer.replace("branch=z9hG4bKfront", "br@ anch=z9hG4bKfront");
        assertThat(spoilt).isNotEqualTo(answer);

        office.bob.send((SipResponse) SipParser.parse(Slice.of(spoilt).toBytes()));
        office.pass();

        assertThat(office.alice.responses()).isEmpty();
    }

    @Test
    void staysOffThePathOfTheDialog() {
        office.alice("INVITE", "sip:b@example.com", VIA);

        assertThat(office.bob.request().headers().has(HeaderName.RECORD_ROUTE)).isFalse();
        assertThat(office.bob.request().maxForwards()).hasValue(69);
        assertThat(office.bob.request().headers().values(HeaderName.MAX_BREADTH))
                .hasSize(1);
    }

    @Test
    void says480WhereThereIsNobody() {
        office.rules.decide(_ -> new Decision.Forward(List.of(), List.of(), Manner.STATELESS));
        office.alice("INVITE", "sip:b@example.com", VIA);
        office.pass(Duration.ofMinutes(1));

        assertThat(office.alice.codes()).containsExactly(480);
        assertThat(office.isQuiet()).isTrue();
    }

    @Test
    void findsTheWayBackByTheVia() throws MalformedMessageException {
        assertThat(back("UDP 192.0.2.50:5070;branch=z9hG4bK1")).isEqualTo("UDP 192.0.2.50:5070");
        assertThat(back("UDP alice.example:5070;received=192.0.2.51;rport=40000"))
                .isEqualTo("UDP 192.0.2.51:40000");
        assertThat(back("TCP alice.example;received=192.0.2.51")).isEqualTo("TCP 192.0.2.51:5060");
        assertThat(back("UDP 192.0.2.50:5070;maddr=192.0.2.77;rport=1")).isEqualTo("UDP 192.0.2.77:5070");
        assertThat(back("UDP [2001:db8::1]:5070")).isEqualTo("UDP 2001:db8:0:0:0:0:0:1:5070");
        assertThat(back("UDP alice.example")).isEqualTo("none");
        assertThat(back("UDP 192.0.2.50;maddr=224.0.1.75")).isEqualTo("none");
        assertThat(back("SMOKE 192.0.2.50")).isEqualTo("none");
    }

    private static String back(String via) throws MalformedMessageException {
        Optional<NextHop> hop = ReturnPath.of(Via.parse(Slice.of("SIP/2.0/" + via)));
        return hop.map(found -> found.protocol() + " "
                        + found.remote().getAddress().getHostAddress() + ":"
                        + found.remote().getPort())
                .orElse("none");
    }

    private static Slice branch(SipRequest request) {
        return request.topVia().branch().orElseThrow().value();
    }
}
