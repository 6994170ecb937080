package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;
import org.strowger.sip.resolver.Choice;
import org.strowger.sip.resolver.FakeDns;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** Calls to a name that several servers stand for: gw.example is one, two and three (Bob, Carol, Dave), in this order. */
class FailoverTest {
    private static final Duration TIMER_B = Duration.ofSeconds(32);

    private final Names names = new Names();
    private final Office office = new Office(ProxySettings.DEFAULT, names);
    private final FakeDns dns = new FakeDns(office.loop)
            .knows(
                    "gw.example. NAPTR 10 10 s SIP+D2U \"\" _sip._udp.gw.example.",
                    "_sip._udp.gw.example. SRV 1 0 5060 one.gw.example.",
                    "_sip._udp.gw.example. SRV 2 0 5060 two.gw.example.",
                    "_sip._udp.gw.example. SRV 3 0 5060 three.gw.example.",
                    "one.gw.example. A 192.0.2.60",
                    "two.gw.example. A 192.0.2.61",
                    "three.gw.example. A 192.0.2.62");

    FailoverTest() {
        names.are(dns.resolver(office.node::supports));
        office.rules.to(Target.of(Wire.uri("sip:+4930@gw.example")));
    }

    @Test
    @Rfc("3263 §4.2-2: the next is tried where one fails, and the next, and so on")
    @Rfc("3263 §4.3-1: each time by another branch")
    @Rfc("3261 §21.5.4: a 503 is tried elsewhere")
    void reachesTheThirdServerWhenOneIsDeadAndTheNextSays503() {
        calls("call-1");
        office.pass(TIMER_B);
        unavailable(office.carol, 60);
        office.answers(office.dave, 200);

        assertThat(office.alice.codes()).containsExactly(100, 200);
        assertThat(branches(office.bob, office.carol, office.dave)).doesNotHaveDuplicates();
        assertThat(callIds(office.dave)).containsOnly("call-1");
        office.pass(Duration.ofSeconds(70));
        assertThat(office.isQuiet()).isTrue();
    }

    @Test
    @Rfc("3261 §21.5.4: no other requests go to that server for the duration of Retry-After")
    void harmsNoOtherCallToTheSameName() {
        calls("call-1");
        calls("call-2");
        office.pass(TIMER_B);
        unavailable(office.carol, 60);
        office.answers(office.dave, 200);
        office.carol.requests().clear();

        calls("call-3");

        assertThat(callIds(office.dave)).as("at once, past those that failed").contains("call-3");
        assertThat(office.carol.requests()).isEmpty();
        office.dave.answer(200);
        office.pass();
        assertThat(office.alice.codes())
                .filteredOn(code -> code >= 200)
                .hasSizeGreaterThanOrEqualTo(2)
                .containsOnly(200);
    }

    @Test
    void comesBackToAServerWhoseTimeIsOver() {
        calls("call-1");
        unavailable(office.bob, 60);
        office.answers(office.carol, 200);
        calls("call-2");
        assertThat(callIds(office.bob)).doesNotContain("call-2");

        office.pass(Duration.ofSeconds(60));
        calls("call-3");

        assertThat(callIds(office.bob)).contains("call-3");
    }

    @Test
    void triesAServerThatAskedForPeaceWhereThereIsNoOther() {
        office.rules.to(Target.of(Wire.uri("sip:+4930@one.gw.example:5060")));
        calls("call-1");
        unavailable(office.bob, 600);
        assertThat(office.alice.codes()).endsWith(500);

        calls("call-2");

        assertThat(callIds(office.bob)).contains("call-2");
    }

    @Test
    @Rfc("3261 §21.5.4: a 503 without Retry-After is as a 500")
    void holdsNothingAgainstAServerThatDoesNotSayForHowLong() {
        calls("call-1");
        office.answers(office.bob, 503);
        office.answers(office.carol, 200);

        calls("call-2");

        assertThat(callIds(office.bob)).contains("call-2");
    }

    @Test
    @Rfc("3263 §4-2: the ACK for a failure goes where the INVITE went")
    @Rfc("3263 §4-3: and so does the CANCEL")
    @Rfc("3263 §4.4-1: and what is repeated")
    void staysWithTheServerThatWasReached() {
        calls("call-1");
        office.answers(office.bob, 503);
        assertThat(office.bob.methods()).containsExactly("INVITE", "ACK");
        office.pass(Duration.ofMillis(500));
        office.answers(office.carol, 180);
        calls("call-1");

        office.sends(cancel("call-1"), Protocol.UDP);
        office.answersInvite(office.carol, 487);

        assertThat(office.carol.methods()).containsExactly("INVITE", "INVITE", "CANCEL", "ACK");
        assertThat(office.bob.methods()).containsExactly("INVITE", "ACK");
        assertThat(office.dave.methods()).isEmpty();
    }

    @Test
    @Rfc("3263 §4-1: once per transaction, however often it is repeated")
    void asksOnceForOneTransaction() {
        calls("call-1");
        office.pass(Duration.ofSeconds(4));
        int asked = dns.questions().size();
        dns.forgets();

        office.pass(TIMER_B);

        assertThat(office.bob.requests()).hasSizeGreaterThan(3);
        assertThat(office.carol.requests()).isNotEmpty();
        assertThat(dns.questions()).hasSize(asked);
    }

    @Test
    @Rfc("3261 §16.6.7: a server that was silent leaves nothing in the response context where there is a next")
    @Rfc("3261 §16.7.6-9: the only response was a 503, so a 500 is made of it")
    void saysWhatTheLastServerSaidWhenThoseBeforeItWereSilent() {
        dns.knows(
                "_sip._udp.last.example. SRV 1 0 5060 one.gw.example.",
                "_sip._udp.last.example. SRV 2 0 5060 two.gw.example.");
        office.rules.to(Target.of(Wire.uri("sip:+4930@last.example")));
        calls("call-1");
        office.pass(TIMER_B);

        office.sends(cancel("call-1"), Protocol.UDP);
        office.answersInvite(office.carol, 503);

        assertThat(office.carol.methods()).containsExactly("INVITE", "ACK");
        assertThat(office.alice.responses().getLast().cseq().method()).isEqualTo(Method.INVITE);
        assertThat(office.alice.codes()).endsWith(500);
    }

    @Test
    @Rfc("3263 §4.2-2: where a connection is refused as well")
    void goesOnWhereNothingCanBeSent() {
        dns.knows(
                "_sip._tcp.tcp.example. SRV 1 0 5099 one.gw.example.",
                "_sip._udp.tcp.example. SRV 9 0 5060 one.gw.example.",
                "_sip._tcp.tcp.example. SRV 2 0 5060 two.gw.example.");
        office.rules.to(Target.of(Wire.uri("sip:+4930@tcp.example;transport=tcp")));

        calls("call-1");
        office.pass(Duration.ofSeconds(4));

        assertThat(office.bob.requests()).isEmpty();
        assertThat(callIds(office.carol)).containsOnly("call-1");
    }

    @Test
    @Rfc("3263 §4.4-1: without state as well all that belongs to a transaction goes to one server")
    @Rfc("3263 §4.4-2: because the order is the same every time")
    void choosesTheSameServerEveryTimeWithoutState() {
        dns.knows(
                "_sip._udp.even.example. 1 SRV 1 10 5060 one.gw.example.",
                "_sip._udp.even.example. 1 SRV 1 10 5060 two.gw.example.",
                "_sip._udp.even.example. 1 SRV 1 10 5060 three.gw.example.");
        var target = Target.of(Wire.uri("sip:+4930@even.example"));
        office.rules.decide(_ -> new Decision.Forward(List.of(target), List.of(), Manner.STATELESS));

        for (int call = 0; call < 12; call++) {
            calls("call-" + call);
            office.pass(Duration.ofSeconds(2));
            calls("call-" + call);
            office.sends(cancel("call-" + call), Protocol.UDP);
            office.pass(Duration.ofMillis(60));
        }

        for (var server : List.of(office.bob, office.carol, office.dave)) {
            assertThat(server.requests()).as("they share the calls").isNotEmpty();
            for (var callId : Set.copyOf(callIds(server))) {
                assertThat(callIds(server))
                        .filteredOn(callId::equals)
                        .as(callId)
                        .hasSize(3);
            }
        }
    }

    @Test
    void makesNobodyWaitForNameServersWhoNeedsNone() {
        dns.dies();
        calls("call-1");
        office.rules.to(Target.of(Wire.uri("sip:bob@192.0.2.60")));
        for (int call = 0; call < 20; call++) {
            calls("other-" + call);
        }

        assertThat(Set.copyOf(callIds(office.bob))).hasSize(20);
        assertThat(dns.questions()).containsExactly("gw.example. NAPTR");
        office.pass(Duration.ofSeconds(3));
        assertThat(office.alice.responses().getLast().status().code()).isEqualTo(500);
        assertThat(office.alice.responses().getLast().callId()).hasToString("call-1");
    }

    /** Alice calls, and the call arrives wherever it goes at once. */
    private void calls(String callId) {
        office.sends(invite(callId), Protocol.UDP);
        office.pass(Duration.ofMillis(60));
    }

    private static SipRequest invite(String callId) {
        return Wire.request(
                "INVITE",
                "sip:gw@example.com",
                "Call-ID: " + callId,
                "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bK" + callId);
    }

    private static SipRequest cancel(String callId) {
        return Wire.request(
                "CANCEL",
                "sip:gw@example.com",
                "Call-ID: " + callId,
                "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bK" + callId);
    }

    private void unavailable(Peer server, int seconds) {
        server.send(server.request()
                .respond(Status.of(503))
                .toTag(new Tag(Slice.of("busy")))
                .header(HeaderName.RETRY_AFTER, Integer.toString(seconds))
                .write());
        office.pass();
    }

    private static List<String> callIds(Peer server) {
        return server.requests().stream()
                .map(request -> request.callId().toString())
                .toList();
    }

    private static List<String> branches(Peer... servers) {
        return Arrays.stream(servers)
                .map(server -> server.requests()
                        .getFirst()
                        .topVia()
                        .branch()
                        .orElseThrow()
                        .toString())
                .toList();
    }

    /** Made before the network is there. */
    private static final class Names implements Resolver {
        private Resolver known = (_, _, answer) -> answer.accept(List.of());

        void are(Resolver resolver) {
            known = resolver;
        }

        @Override
        public void resolve(Shard shard, Uri uri, Consumer<List<NextHop>> answer) {
            known.resolve(shard, uri, answer);
        }

        @Override
        public void resolve(Shard shard, Uri uri, Choice choice, Consumer<List<NextHop>> answer) {
            known.resolve(shard, uri, choice, answer);
        }

        @Override
        public void putOff(Shard shard, NextHop hop, Duration howLong) {
            known.putOff(shard, hop, howLong);
        }
    }
}
