package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.exchange.Correspondent.endToEnd;
import static org.strowger.server.exchange.Correspondent.routes;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** What is for user agents passes the running server unharmed, over sockets: each field as it stood, each octet of each body. */
@Timeout(60)
class PassingThroughTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.0.1:0]
        bindings: memory
        users:
          bob: {password: builder}
          away: {password: far}
        """;

    private static final String BOB = "sip:bob@example.test";

    private static final String OCTETS = "\u0000\u0001\r\n\r\n\u00ff SIP/2.0 \u0080";

    @TempDir
    private Path folder;

    private RunningServer server;
    private Subscriber owner;
    private Correspondent carol;
    private Correspondent bob;

    @BeforeEach
    void start() {
        server = RunningServer.of(CONFIGURATION, folder);
        owner = Subscriber.of(server, Protocol.UDP, "bob", "builder");
        carol = Correspondent.at(server, "carol");
        bob = Correspondent.at(server, "bob");
        owner.register("Contact: <" + bob.uri() + ">");
    }

    @AfterEach
    void stop() {
        bob.close();
        carol.close();
        owner.close();
        server.close();
    }

    /** Fields as odd as they may be. */
    private static String odd(String method) {
        return """
            f:  "Carol \\"C\\" \u00c3\u00bc" <sip:carol@elsewhere.test>;tag=c;x=1
            t : <sip:bob@example.test>
            i: odd-%s
            CSeq: 1 %s
            x: 50;refresher=uac
            Min-SE: 10
            SUPPORTED: timer,
             100rel
            u: presence, unheard-of
            o: presence;id=7
            Subscription-State: active;expires=1
            r: <sip:dave@elsewhere.test?Replaces=1%%40x>
            RAck: 7 1 INVITE
            Unheard-Of: \t what; is=this , "?"
            SIP-If-Match: a
            c: application/octet-stream
            """.formatted(method, method);
    }

    /** The fields of a request in a dialog with Bob. */
    private static String fields(String callId, int cseq, String method, String toTag) {
        return "From: <sip:carol@elsewhere.test>;tag=c\nTo: <" + BOB + ">" + toTag + "\nCall-ID: " + callId + "\nCSeq: "
                + cseq + " " + method + "\n";
    }

    private static String fromBob(String callId, int cseq, String method) {
        return "From: <" + BOB + ">;tag=bob\nTo: <sip:carol@elsewhere.test>;tag=c\nCall-ID: " + callId + "\nCSeq: "
                + cseq + " " + method + "\n";
    }

    private Heard passes(String text, Correspondent to) {
        var heard = to.hears();
        assertThat(endToEnd(heard.text())).isEqualTo(endToEnd(text));
        return heard;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MESSAGE",
                "INFO",
                "PRACK",
                "UPDATE",
                "REFER",
                "SUBSCRIBE",
                "NOTIFY",
                "PUBLISH",
                "OPTIONS",
                "FROBNICATE"
            })
    @Rfc("3261 §16.6.1: the copy has all fields of the request, those that nobody knows too")
    @Rfc("6665 §4.4.4-3: Allow-Events is inserted by nobody here")
    @Rfc("4028 §8: session timers are left alone where nothing is configured")
    @Rfc("3428 §6: MESSAGE is routed like any request")
    void passes(String method) {
        var request = carol.sends(method, BOB, odd(method), OCTETS);
        var heard = passes(request, bob);
        assertThat(heard.startLine()).isEqualTo(method + " " + bob.uri() + " SIP/2.0");

        var answer = bob.answers(heard, 202, "Warning: 399 x \"\u00e4\"\nAllow-Events: a,b\nX: 1\nX: 2\n", OCTETS);

        var back = carol.hears();
        assertThat(endToEnd(back.text())).isEqualTo(endToEnd(answer));
        assertThat(back.startLine()).isEqualTo("SIP/2.0 202 Accepted");
        assertThat(back.values("Via")).hasSize(1);
    }

    @Test
    @Rfc("3262 §3: a reliable 183 with a session description, and its PRACK")
    @Rfc("3264 §4: the offer in the 200, the answer in the ACK")
    @Rfc("3311 §5: UPDATE before the answer")
    void passesAnOfferlessInviteWithEarlyMediaAndAllThatFollows() {
        var invite = carol.sends(
                "INVITE",
                BOB,
                fields("call", 1, "INVITE", "") + "Contact: <" + carol.uri() + ">\nSupported: 100rel\n",
                "");
        var ringing = passes(invite, bob);
        var early = bob.answers(
                ringing,
                183,
                "Contact: <" + bob.uri() + ">\nRequire: 100rel\nRSeq: 7\nContent-Type: application/sdp\n",
                "v=0\r\no=early\r\n");
        var progress = passes(early, carol);
        assertThat(progress.status()).isEqualTo(183);
        var route = routes(progress, true);
        assertThat(route).isNotEmpty();

        passesInDialog("PRACK", 2, route, "RAck: 7 1 INVITE\nContent-Type: application/sdp\n", "v=0\r\no=answer\r\n");
        passesInDialog("UPDATE", 3, route, "Contact: <" + carol.uri() + ">\nSession-Expires: 91\n", OCTETS);

        var answer = bob.answers(
                ringing, 200, "Contact: <" + bob.uri() + ">\nContent-Type: application/sdp\n", "v=0\r\no=offer\r\n");
        assertThat(passes(answer, carol).status()).isEqualTo(200);
        var ack = carol.sends(
                "ACK",
                bob.uri(),
                route + fields("call", 1, "ACK", ";tag=bob") + "Content-Type: application/sdp\n",
                "v=0\r\no=answer\r\n");
        assertThat(passes(ack, bob).startLine()).isEqualTo("ACK " + bob.uri() + " SIP/2.0");

        passesInDialog("INFO", 4, route, "Info-Package: x\n", OCTETS);
        passesAReferenceAndItsNotification(route, routes(ringing, false));
        passesInDialog("BYE", 6, route, "Reason: SIP;cause=200\n", "");
    }

    private void passesAReferenceAndItsNotification(String route, String back) {
        passesInDialog("REFER", 5, route, "Refer-To: <sip:dave@elsewhere.test>\nContact: <" + carol.uri() + ">\n", "");
        var notify = bob.sends(
                "NOTIFY",
                carol.uri(),
                back + fromBob("call", 1, "NOTIFY") + "Event: refer\nSubscription-State: active;expires=60\nContact: <"
                        + bob.uri() + ">\n",
                "SIP/2.0 100 Trying\r\n");
        var sipfrag = passes(notify, carol);
        carol.answers(sipfrag, 200, "", "");
        assertThat(bob.hears().status()).isEqualTo(200);
    }

    private void passesInDialog(String method, int cseq, String route, String more, String body) {
        var request = carol.sends(method, bob.uri(), route + fields("call", cseq, method, ";tag=bob") + more, body);
        var heard = passes(request, bob);
        assertThat(heard.startLine()).isEqualTo(method + " " + bob.uri() + " SIP/2.0");
        var answer = bob.answers(heard, 200, "X: 1\n", body);
        assertThat(passes(answer, carol).status()).isEqualTo(200);
    }

    @Test
    @Rfc("6665 §4.3-1: we stay on the path of the subscription")
    @Rfc("6665 §4.3-2: and record it in its NOTIFY requests as in its SUBSCRIBE")
    @Rfc("6665 §4.1.4: a SUBSCRIBE may fork, and be notified about from each side")
    @Rfc("6665 §4.1.2.4: a NOTIFY may come before the 200")
    void passesTheNotificationsOfAForkedSubscribe() {
        try (var dave = Correspondent.at(server, "dave")) {
            owner.register("Contact: <" + dave.uri() + ">");
            carol.sends(
                    "SUBSCRIBE",
                    BOB,
                    fields("watch", 1, "SUBSCRIBE", "") + "Contact: <" + carol.uri() + ">\nEvent: presence\n",
                    "");
            var atBob = bob.hears();
            var atDave = dave.hears();
            assertThat(atBob.values("Record-Route")).hasSize(1);

            isNotified(bob, atBob, "tag=bob");
            isNotified(dave, atDave, "tag=dave");
            bob.answers(atBob, 200, "Expires: 60\nContact: <" + bob.uri() + ">\n", "");
            assertThat(carol.hears().status()).isEqualTo(200);
            dave.answers(atDave, 200, "Expires: 60\nContact: <" + dave.uri() + ">\n", "");
            isNotified(dave, atDave, "tag=dave");
            assertThat(carol.hasHeardBeside())
                    .as("one final response, whoever else accepts")
                    .isEmpty();
        }
    }

    private void isNotified(Correspondent notifier, Heard subscribe, String tag) {
        var notify = notifier.sends(
                "NOTIFY",
                carol.uri(),
                routes(subscribe, false) + "From: <" + BOB + ">;" + tag
                        + "\nTo: <sip:carol@elsewhere.test>;tag=c\nCall-ID: watch\nCSeq: 1 NOTIFY\nContact: <"
                        + notifier.uri() + ">\nEvent: presence\nSubscription-State: active;expires=60\n",
                "<presence/>");
        var heard = passes(notify, carol);
        assertThat(heard.values("Record-Route")).hasSize(1);
        carol.answers(heard, 200, "", "");
        assertThat(notifier.hears().status()).isEqualTo(200);
    }

    @Test
    @Rfc("3428 §7: nobody is there: 480, and nothing is kept for later")
    @Rfc("3261 §21.4.18: 480 to who is not registered")
    @Rfc("3261 §16.5-11: 404 to who does not exist")
    void promisesNoDeliveryToWhoIsAway() {
        var away = "sip:away@example.test";
        carol.sends("MESSAGE", away, odd("MESSAGE"), "hello");
        assertThat(carol.hears().status()).isEqualTo(480);

        carol.sends("MESSAGE", "sip:nobody@example.test", odd("MESSAGE"), "hello");
        assertThat(carol.hears().status()).isEqualTo(404);

        try (var traveller = Subscriber.of(server, Protocol.UDP, "away", "far");
                var phone = Telephone.answering()) {
            traveller.register("Contact: <" + phone.uri("away") + ">");
            carol.sends("MESSAGE", away, fields("second", 1, "MESSAGE", ""), "there?");
            assertThat(carol.hears().status()).isEqualTo(200);
            assertThat(phone.ear().next().body()).as("the first is not kept").isEqualTo("there?");
        }
    }

    @Test
    @Rfc("3428 §6: a MESSAGE may fork, like any other than INVITE")
    @Rfc("3428 §6: one 200 goes upstream, whoever else has it")
    @Rfc("3261 §9.1: none but INVITE is cancelled")
    void forksAMessage() {
        try (var dave = Correspondent.at(server, "dave")) {
            owner.register("Contact: <" + dave.uri() + ">");
            carol.sends("MESSAGE", BOB, fields("fork", 1, "MESSAGE", ""), "hello");
            var atBob = bob.hears();
            var atDave = dave.hears();
            assertThat(atDave.body()).isEqualTo("hello");

            dave.answers(atDave, 415, "", "");
            bob.answers(atBob, 200, "", "");

            assertThat(carol.hears().status()).isEqualTo(200);
            assertThat(dave.hasHeardBeside()).isEmpty();
        }
    }

    @Test
    @Rfc("4320 §4.2-1: no 408 to a MESSAGE that nobody answers")
    void saysNothingWhereNobodyAnswersAMessage() {
        try (var quick = RunningServer.of(CONFIGURATION + "timers: {t1: 10ms}\n", folder);
                var absent = Subscriber.of(quick, Protocol.UDP, "bob", "builder");
                var caller = Correspondent.at(quick, "caller")) {
            absent.register("Contact: <" + bob.uri() + ">");
            caller.sends("MESSAGE", BOB, fields("silence", 1, "MESSAGE", ""), "hello");
            assertThat(bob.hears().body()).isEqualTo("hello");

            assertThat(caller.line().ear().within(Duration.ofMillis(1500)).map(Heard::startLine))
                    .as("a 408 would come after 640 ms")
                    .isEmpty();
        }
    }
}
