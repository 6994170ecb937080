package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Phones that register at home through an edge: two servers, over sockets. */
@Timeout(60)
class EdgeTest {
    private static final String HOME = """
        domains: [example.test]
        listen: [udp://127.0.11.1:0, tcp://127.0.11.1:0]
        bindings: memory
        users:
          alice: {password: wonder}
          bob: {password: builder}
        """;

    private static final String EDGE = """
        domains: [edge.test]
        listen: [udp://127.0.11.2:0, tcp://127.0.11.2:0]
        bindings: memory
        routes:
          - when: {domain: example.test}
            forward: sip:127.0.11.1:%d;lr
            edge: true
        """;

    private static final String BOBS_PHONE = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    private static final String SUPPORTED = "Supported: path, outbound";

    @TempDir
    private Path folder;

    private static RunningServer edgeOf(RunningServer home, Path folder) {
        return RunningServer.of(EDGE.formatted(home.address(Protocol.UDP).getPort()), folder);
    }

    /** With a contact where no phone listens: it is reached by its flow or not at all. */
    private static Heard register(Subscriber phone, int regId) {
        return phone.register(
                SUPPORTED,
                "Contact: <sip:bob@127.0.11.9:9>;+sip.instance=\"<urn:uuid:%s>\";reg-id=%d"
                        .formatted(BOBS_PHONE, regId));
    }

    private static byte[] answer(SipRequest request, int code) {
        return request.respond(Status.of(code))
                .toTag(new Tag(Slice.of("bob")))
                .copy(HeaderName.RECORD_ROUTE)
                .header(HeaderName.CONTACT, "<sip:bob@127.0.11.9:9>")
                .write()
                .bytes()
                .toBytes();
    }

    /** Answers the next requests, each with its code, and tells which they were. */
    private static List<String> answering(Subscriber phone, int... codes) {
        var heard = new CopyOnWriteArrayList<String>();
        var _ = Thread.startVirtualThread(() -> {
            for (int code : codes) {
                var request = phone.line().ear().next().request();
                heard.add(request.method().name());
                if (code > 0) {
                    phone.line().send(answer(request, code));
                }
            }
        });
        return heard;
    }

    private static Heard invite(Subscriber caller, String callee) {
        return caller.ask("INVITE", callee, "Contact: <" + caller.contact() + ">");
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"UDP", "TCP"})
    @Rfc("5626 §5.1-1: the edge stands in the Path")
    @Rfc("5626 §6-1: the registrar supports Path")
    @Rfc("5626 §6-11: the phone learns that both work by flows")
    @Rfc("3327 §5.4: the Path becomes the Route")
    @Rfc("5626 §5.3.1: and leads over the flow")
    @Rfc("5627 §6.2-3: the home proxy stays in the dialog")
    void areReachedThroughTheEdge(Protocol protocol) {
        try (var home = RunningServer.of(HOME, folder);
                var edge = edgeOf(home, folder);
                var alice = Subscriber.of(home, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(edge, protocol, "bob", "builder")) {
            var registered = register(bob, 1);
            assertThat(registered.status()).isEqualTo(200);
            assertThat(registered.values("Require")).containsExactly("outbound");
            assertThat(registered.values("Path").getFirst()).contains("@127.0.11.2:", ";lr;ob>");

            var heard = answering(bob, 200, 0, 200);
            var answered = invite(alice, bob.aor());
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.response().headers().values(HeaderName.RECORD_ROUTE))
                    .anyMatch(route -> route.toString().contains("@127.0.11.1:"))
                    .anyMatch(route -> route.toString().contains("@127.0.11.2:"));

            alice.acknowledge(answered, "sip:bob@127.0.11.9:9");
            assertThat(alice.askWithin(answered, "BYE", "sip:bob@127.0.11.9:9").status())
                    .isEqualTo(200);
            assertThat(heard).containsExactly("INVITE", "ACK", "BYE");
        }
    }

    @Test
    @Rfc("5626 §5.3.1-2: 430 where the flow is gone")
    @Rfc("5626 §7-2: then the other flow is tried")
    void areReachedByTheOtherFlowAndNotAtAllOnceBothAreGone() {
        try (var home = RunningServer.of(HOME, folder);
                var edge = edgeOf(home, folder);
                var alice = Subscriber.of(home, Protocol.UDP, "alice", "wonder");
                var first = Subscriber.of(edge, Protocol.TCP, "bob", "builder");
                var second = Subscriber.of(edge, Protocol.TCP, "bob", "builder")) {
            assertThat(register(first, 1).status()).isEqualTo(200);
            assertThat(register(second, 2).status()).isEqualTo(200);
            assertThat(home.exchange().bindings()).isEqualTo(2);

            second.line().hangUp();
            answering(first, 486);
            assertThat(invite(alice, bob(first)).status()).isEqualTo(486);

            first.line().hangUp();
            assertThat(invite(alice, bob(first)).status()).isIn(430, 480);
        }
    }

    private static String bob(Subscriber phone) {
        return phone.aor();
    }

    @Test
    @Rfc("5626 §7-1: flows of one instance are not tried at once")
    @Rfc("5626 §7-3: who has answered is not asked again by another flow")
    void areAskedOnce() {
        try (var home = RunningServer.of(HOME, folder);
                var edge = edgeOf(home, folder);
                var alice = Subscriber.of(home, Protocol.UDP, "alice", "wonder");
                var first = Subscriber.of(edge, Protocol.TCP, "bob", "builder");
                var second = Subscriber.of(edge, Protocol.UDP, "bob", "builder")) {
            register(first, 1);
            register(second, 2);

            answering(second, 486);
            assertThat(invite(alice, bob(first)).status()).isEqualTo(486);
            assertThat(first.line().ear().already()).isEmpty();
        }
    }

    @Test
    @Rfc("5626 §6-5: a registrar behind a first hop that does not support outbound says so")
    void areToldWhereTheEdgeIsNone() {
        try (var home = RunningServer.of(HOME, folder);
                var edge = RunningServer.of(
                        EDGE.formatted(home.address(Protocol.UDP).getPort()).replace("edge: true", "edge: false")
                                + "authentication: off\n",
                        folder);
                var bob = Subscriber.of(edge, Protocol.TCP, "bob", "builder")) {
            assertThat(register(bob, 1).status()).isEqualTo(439);
        }
    }

    @Test
    void arePassedOnlyToTheirHome() {
        try (var home = RunningServer.of(HOME, folder);
                var edge = edgeOf(home, folder);
                var bob = Subscriber.of(edge, Protocol.TCP, "bob", "builder")) {
            assertThat(bob.ask("MESSAGE", "sip:carol@elsewhere.test").status()).isEqualTo(403);
            assertThat(bob.ask("MESSAGE", "sip:carol@elsewhere.test", "Route: <sip:127.0.11.9:9;lr>")
                            .status())
                    .isEqualTo(403);
            assertThat(bob.ask("OPTIONS", "sip:alice@example.test").status()).isEqualTo(480);
            assertThat(bob.ask(
                                    "OPTIONS",
                                    "sip:alice@example.test",
                                    "Route: <sip:127.0.11.2;lr>, <sip:127.0.11.1:%d;lr>"
                                            .formatted(
                                                    home.address(Protocol.UDP).getPort()))
                            .status())
                    .isEqualTo(480);
        }
    }
}
