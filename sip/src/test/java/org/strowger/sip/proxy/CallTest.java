package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Calls through the proxy, on a network. */
class CallTest {
    private static final String BOBS_TAG = "To: <sip:bob@example.com>;tag=tag-of-bob";

    private final Office office = new Office();

    @Test
    @Rfc("3261 §16.2-1: an INVITE is answered 100 at once")
    @Rfc("3261 §16.6.10-1: the copy goes out by a client transaction")
    @Rfc("3261 §16.6.8-1: with our Via on top")
    @Rfc("3261 §16.6.8-3: and a branch that begins with the magic cookie")
    @Rfc("3261 §16.6.4-1: and our Record-Route")
    @Rfc("3261 §16.7.9-4: responses go to the server transaction")
    @Rfc("3261 §16.6.4-6: by the Record-Route the requests of the dialog come to us")
    void carriesACallFromInviteToBye() {
        office.alice("INVITE", "sip:b@example.com");
        assertThat(office.alice.codes()).containsExactly(100);
        var invite = office.bob.request();
        assertThat(invite.requestUri().text()).hasToString("sip:bob@192.0.2.60");
        assertThat(invite.maxForwards()).hasValue(69);
        assertThat(invite.topVia().text().toString()).startsWith("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK");
        assertThat(Wire.values(invite, HeaderName.VIA)).hasSize(2);

        office.answers(office.bob, 180);
        ok(invite);
        assertThat(office.alice.codes()).containsExactly(100, 180, 200);
        var ok = office.alice.responses().getLast();
        assertThat(Wire.values(ok, HeaderName.VIA)).hasSize(1);

        office.alice("ACK", "sip:bob@192.0.2.60", BOBS_TAG, routes(ok));
        assertThat(office.bob.request().method().name()).isEqualTo("ACK");
        assertThat(office.bob.request().headers().has(HeaderName.ROUTE)).isFalse();

        office.alice("BYE", "sip:bob@192.0.2.60", BOBS_TAG, routes(ok), "CSeq: 2 BYE");
        office.answers(office.bob, 200);
        assertThat(office.alice.codes()).containsExactly(100, 180, 200, 200);
        assertThat(office.rules.questions).as("asked for the INVITE only").hasSize(1);

        office.pass(Duration.ofMinutes(2));
        assertThat(office.isQuiet()).as(office.network.ladder()).isTrue();
    }

    @Test
    void carriesTheByeOfTheCalled() {
        office.alice("INVITE", "sip:b@example.com");
        var invite = office.bob.request();
        ok(invite);

        office.bob.send(
                Wire.request(
                        "BYE",
                        "sip:alice@192.0.2.50",
                        "Via: SIP/2.0/UDP 192.0.2.60:5060;branch=z9hG4bKbobsbye",
                        "From: <sip:bob@example.com>;tag=tag-of-bob",
                        "To: Alice <sip:alice@example.com>;tag=a1",
                        routes(invite)),
                office.node);
        office.pass();
        office.answers(office.alice, 200);

        assertThat(office.alice.methods()).containsExactly("BYE");
        assertThat(office.bob.codes()).containsExactly(200);
    }

    @Test
    @Rfc("5658 §6.2-1: two Record-Routes where the transport changes, and both go again")
    @Rfc("3261 §16.1-3: between transports the proxy is stateful")
    void joinsTcpAndUdp() {
        office.alice(Protocol.TCP, "INVITE", "sip:b@example.com");
        var invite = office.bob.request();
        assertThat(Wire.values(invite, HeaderName.RECORD_ROUTE))
                .satisfiesExactly(
                        outside -> assertThat(outside).contains("transport=udp;lr"),
                        inside -> assertThat(inside).contains("transport=tcp;lr"));
        ok(invite);

        office.bob.send(
                Wire.request(
                        "BYE",
                        "sip:alice@192.0.2.50;transport=tcp",
                        "Via: SIP/2.0/UDP 192.0.2.60:5060;branch=z9hG4bKbobsbye",
                        "From: <sip:bob@example.com>;tag=tag-of-bob",
                        "To: Alice <sip:alice@example.com>;tag=a1",
                        routes(invite)),
                office.node);
        office.pass();

        assertThat(office.alice.methods()).containsExactly("BYE");
        assertThat(office.alice.request().headers().has(HeaderName.ROUTE)).isFalse();
        assertThat(office.network.passed("proxy", "alice")).last().asString().startsWith("BYE");
    }

    @Test
    void asksRoutingAboutADialogThatItDoesNotKnow() {
        office.alice("BYE", "sip:mallory@192.0.2.60", BOBS_TAG, "Route: <sip:0123456789abcdef@192.0.2.1:5060;lr>");

        assertThat(office.alice.codes()).containsExactly(403);
        assertThat(office.rules.questions).singleElement().satisfies(question -> {
            assertThat(question.inDialog()).isTrue();
            assertThat(question.routed()).isFalse();
        });
        assertThat(office.bob.requests()).isEmpty();
    }

    @Test
    void asksOnlyForAdmissionWhereARouteSettlesTheWay() {
        office.rules.to(Target.of(Wire.uri("sip:ignored@192.0.2.62")));

        office.alice("INVITE", "sip:b@example.com", "Route: <sip:192.0.2.1;lr>, <sip:192.0.2.61;lr>");

        assertThat(office.rules.questions)
                .singleElement()
                .satisfies(question -> assertThat(question.routed()).isTrue());
        assertThat(office.carol.request().requestUri().text()).hasToString("sip:b@example.com");
        assertThat(office.dave.requests()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.11-2: what is forwarded statelessly is validated")
    @Rfc("3261 §16.11-3: and goes through preprocessing and target determination")
    void dropsAnAckOfNoDialogAndNeverAnswersIt() {
        office.alice("ACK", "sip:bob@192.0.2.60", BOBS_TAG);
        office.alice("ACK", "sip:bob@192.0.2.60", BOBS_TAG, "Max-Forwards: 0", "Call-ID: 2");
        office.alice("ACK", "sip:bob@192.0.2.60", BOBS_TAG, "Route: <sip:x", "Call-ID: 3");

        assertThat(office.alice.responses()).isEmpty();
        assertThat(office.bob.requests()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.11-4: what is forwarded statelessly goes to one target")
    @Rfc("3261 §16.11-7: an ACK without Route and a CANCEL go where the INVITE would go first")
    void forwardsTheAckThatRoutingAdmitsToOneTarget() {
        office.alice("ACK", "sip:bc@example.com", BOBS_TAG);

        assertThat(office.bob.methods()).containsExactly("ACK");
        assertThat(office.carol.requests()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.11-1: without a provisional response of our own")
    @Rfc("3261 §16.11-5: the choice depends on the message alone")
    @Rfc("3261 §16.11-6: a retransmitted request goes to the same destination")
    @Rfc("3261 §16.11-8: by the steps of §16.6")
    @Rfc("3261 §16.11-9: with the same branch")
    @Rfc("3261 §16.11-10: made of what does not change")
    @Rfc("3261 §16.11-11: a hash of the branch that it came with")
    @Rfc("3261 §16.11-12: and all other transformations the same")
    @Rfc("3261 §16.11-13: Route among them")
    @Rfc("3261 §16.11-14: since nothing else goes into them")
    void forwardsAnAckThatComesTwiceTwiceInTheSameWay() {
        office.alice("INVITE", "sip:b@example.com");
        ok(office.bob.request());
        var ack = office.alice(
                "ACK",
                "sip:bob@192.0.2.60",
                BOBS_TAG,
                routes(office.alice.responses().getLast()));

        office.sends(ack, Protocol.UDP);

        assertThat(office.bob.methods()).containsExactly("INVITE", "ACK", "ACK");
        assertThat(office.bob.requests().get(2).bytes())
                .isEqualTo(office.bob.requests().get(1).bytes());
        assertThat(office.alice.codes()).containsExactly(100, 200);
    }

    @Test
    void withholdsCredentialsOfItsOwnRealmInsideADialog() {
        office.alice("INVITE", "sip:b@example.com");
        var invite = office.bob.request();
        ok(invite);

        office.alice("BYE", "sip:bob@192.0.2.60", BOBS_TAG, routes(invite), "Proxy-Authorization: Digest a=b");

        assertThat(office.bob.request().method().name()).isEqualTo("BYE");
        assertThat(office.bob.request().headers().has(HeaderName.PROXY_AUTHORIZATION))
                .isFalse();
    }

    @Test
    @Rfc("3261 §16.5-11: what does not exist is 404")
    @Rfc("3261 §16.1-1: a response of our own is that of a user agent server, with a To tag")
    void answersWhatRoutingRefuses() {
        office.alice("INVITE", "sip:xx@example.com");
        assertThat(office.alice.codes()).contains(404);
        assertThat(office.alice.responses().getLast().toTag()).isPresent();

        office.rules.reject(407);
        office.alice("INVITE", "sip:b@example.com", "Call-ID: 2");
        assertThat(office.alice.responses().getLast().status().code()).isEqualTo(407);
        assertThat(office.alice.codes()).doesNotContain(100);
    }

    @Test
    @Rfc("3261 §16.5-4: an ambiguous Request-URI is 485, if routing says so")
    @Rfc("3261 §16.5-5: with the alternatives in Contact")
    @Rfc("3261 §16.3.6-1: credentials are inspected before anything is forwarded: by routing, which answers")
    void answersWithTheFieldsThatRoutingGives() {
        var line = new Decision.Reject.Line(HeaderName.CONTACT, Slice.of("<sip:bob.smith@example.com>"));
        office.rules.decide(_ -> new Decision.Reject(Status.of(485), List.of(line)));

        office.alice("INVITE", "sip:bob@example.com");

        assertThat(office.alice.codes()).containsExactly(485);
        assertThat(Wire.values(office.alice.responses().getLast(), HeaderName.CONTACT))
                .containsExactly("<sip:bob.smith@example.com>");
    }

    @Test
    void says100WhileRoutingThinks() {
        office.rules.holdAnswers();

        office.alice("INVITE", "sip:b@example.com");
        assertThat(office.alice.codes()).containsExactly(100);

        office.rules.answer();
        office.pass();
        assertThat(office.bob.methods()).containsExactly("INVITE");
        assertThat(office.alice.codes()).containsExactly(100);
    }

    @Test
    void forgetsARequestThatRoutingFailedAt() {
        office.rules.decide(_ -> {
            throw new IllegalStateException("a fault of ours");
        });

        office.alice("MESSAGE", "sip:b@example.com");
        office.pass(Duration.ofMinutes(1));

        assertThat(office.alice.codes()).containsExactly(500);
        assertThat(office.isQuiet()).isTrue();
    }

    @Test
    void forwardsNothingThatRoutingDecidedTooLate() {
        office.rules.holdAnswers();
        office.alice("MESSAGE", "sip:b@example.com");
        office.pass(Duration.ofMinutes(1));

        office.rules.answer();
        office.pass();

        assertThat(office.bob.requests()).isEmpty();
        assertThat(office.isQuiet()).isTrue();
    }

    @Test
    @Rfc("3261 §16.2-2: no 100 to other requests")
    void says100ToNothingButInvite() {
        office.alice("MESSAGE", "sip:b@example.com");
        assertThat(office.alice.codes()).isEmpty();
        assertThat(office.bob.request().headers().has(HeaderName.RECORD_ROUTE)).isFalse();

        office.answers(office.bob, 200);
        assertThat(office.alice.codes()).containsExactly(200);
    }

    @Test
    @Rfc("4320 §4.2-1: nobody answers an OPTIONS: no 408 goes upstream")
    @Rfc("4320 §4.2-2: and nothing else that comes late")
    void keepsSilentAboutASilentTarget() {
        office.alice("OPTIONS", "sip:b@example.com");

        office.pass(Duration.ofSeconds(40));
        office.answers(office.bob, 200);

        assertThat(office.alice.codes()).allMatch(code -> code == 100);
        office.pass(Duration.ofMinutes(2));
        assertThat(office.isQuiet()).as(office.network.ladder()).isTrue();
    }

    @Test
    @Rfc("3261 §16.7.6-3: nobody answers an INVITE: 408")
    void says408WhenNobodyAnswersAnInvite() {
        office.alice("INVITE", "sip:b@example.com");

        office.pass(Duration.ofSeconds(33));

        assertThat(office.alice.codes()).startsWith(100, 408);
    }

    @Test
    @Rfc("3261 §16.3.1-2: a Route that cannot be read is answered 400")
    @Rfc("3261 §16.3.1-1: the request is handled with a server transaction")
    void answers400ToARouteThatItCannotRead() {
        office.alice("INVITE", "sip:b@example.com", "Route: <sip:x");

        assertThat(office.alice.codes()).containsExactly(400);
    }

    @Test
    @Rfc("3261 §16.9-1: what cannot be sent is as if a 503 came, so 500 goes upstream")
    void says500WhenNoNextHopCanBeReached() {
        office.rules.to(Target.of(Wire.uri("sip:bob@192.0.2.99;transport=tcp")));

        office.alice("INVITE", "sip:b@example.com");
        office.pass(Duration.ofSeconds(4));

        assertThat(office.alice.codes()).startsWith(100, 500);
        assertThat(office.alice.responses().getLast().status().reason()).isEqualTo("Next Hop Unreachable");
    }

    @Test
    void says500ForATargetThatHasNoNextHop() {
        office.rules.to(Target.of(Wire.uri("tel:+4930123456")));

        office.alice("MESSAGE", "sip:b@example.com");

        assertThat(office.alice.codes()).containsExactly(500);
    }

    @Test
    void staysOffThePathWhereItIsToldTo() {
        var quiet = new Office(ProxySettings.DEFAULT.withRecordRoute(false));

        quiet.alice("INVITE", "sip:b@example.com");

        assertThat(quiet.bob.request().headers().has(HeaderName.RECORD_ROUTE)).isFalse();
    }

    @Test
    @Rfc("3261 §16.11-16: nor by the sent-by of its Via alone")
    @Rfc("3261 §16.11-20: it is silently discarded")
    @Rfc("6026 §8.2-1: a response that matches no client transaction is not forwarded")
    void forwardsNoResponseThatItDidNotAskFor() {
        office.bob.node().send(Wire.response(200).bytes(), office.node.address());
        office.pass();

        assertThat(office.alice.responses()).isEmpty();
    }

    @Test
    void tellsPeopleWhatItDid() {
        office.alice("INVITE", "sip:bc@example.com");
        office.answers(office.bob, 486);
        office.answers(office.carol, 480);

        assertThat(office.log.lines)
                .containsExactly(
                        "INVITE to sip:bob@192.0.2.60", "INVITE to sip:carol@192.0.2.61", "INVITE best of 2: 486");
    }

    /** Bob answers 200, as a user agent does: with the Record-Route of the INVITE and a Contact. */
    private void ok(SipRequest invite) {
        office.bob.send(invite.respond(Status.OK)
                .toTag(new Tag(Slice.of("tag-of-bob")))
                .copy(HeaderName.RECORD_ROUTE)
                .header(HeaderName.CONTACT, "<sip:bob@192.0.2.60>")
                .write());
        office.pass();
    }

    /** The route set that a Record-Route makes; the same way round for whoever received the INVITE, and here it has one value mostly. */
    private static String routes(SipMessage message) {
        return "Route: " + String.join(", ", Wire.values(message, HeaderName.RECORD_ROUTE));
    }
}
