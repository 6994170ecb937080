package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Phones that call themselves by the GRUU that they were given, with the running server, over sockets. */
@Timeout(60)
class GruuTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.11.5:0, tcp://127.0.11.5:0]
        bindings: memory
        users:
          alice: {password: wonder}
          bob: {password: builder}
        """;

    private static final String INSTANCE = ";+sip.instance=\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\"";

    @TempDir
    private Path folder;

    /** The GRUU of that kind that a registration brings. */
    private static String gruu(Subscriber phone, String kind) {
        var contact = phone.register("Supported: gruu", "Contact: <" + phone.contact() + ">" + INSTANCE)
                .values("Contact")
                .getFirst();
        var matcher = Pattern.compile(kind + "=\"([^\"]+)\"").matcher(contact);
        assertThat(matcher.find()).as(contact).isTrue();
        return matcher.group(1);
    }

    private static byte[] answer(SipRequest request, int code, String contact) {
        return request.respond(Status.of(code))
                .toTag(new Tag(Slice.of("bob")))
                .copy(HeaderName.RECORD_ROUTE)
                .header(HeaderName.CONTACT, "<" + contact + ">")
                .write()
                .bytes()
                .toBytes();
    }

    private static void answerNext(Subscriber phone, int code, String contact) {
        Thread.startVirtualThread(
                () -> phone.line().send(answer(phone.line().ear().next().request(), code, contact)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pub-gruu", "temp-gruu"})
    @Rfc("5627 §6.1: requests outside and inside of a dialog find the instance")
    void areFoundInsideAndOutsideOfDialogs(String kind) {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            var gruu = gruu(bob, kind);

            answerNext(bob, 200, gruu);
            var answered = alice.ask("INVITE", gruu, "Contact: <" + alice.contact() + ">");
            assertThat(answered.status()).isEqualTo(200);

            alice.acknowledge(answered, gruu);
            assertThat(bob.line().ear().next().startLine()).isEqualTo("ACK " + bob.contact() + " SIP/2.0");
            answerNext(bob, 200, gruu);
            assertThat(alice.askWithin(answered, "BYE", gruu).status()).isEqualTo(200);
        }
    }

    @Test
    @Rfc("3261 §11.2: the answer to OPTIONS names what is supported")
    void areSaidToBeSupported() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder")) {
            assertThat(alice.ask("OPTIONS", "sip:example.test").values("Supported"))
                    .containsExactly("path, outbound, gruu");
        }
    }

    @Test
    @Rfc("5627 §6.2-2: 403 for who calls himself by the GRUU of another user")
    void areNobodyElses() {
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            var gruu = gruu(bob, "pub-gruu");

            assertThat(alice.ask("MESSAGE", bob.aor(), "Contact: <" + gruu + ">")
                            .startLine())
                    .isEqualTo("SIP/2.0 403 Contact Is Another User's");
            assertThat(bob.ask("MESSAGE", bob.aor().replace("bob", "nobody"), "Contact: <" + gruu + ">")
                            .status())
                    .isEqualTo(404);
        }
    }
}
