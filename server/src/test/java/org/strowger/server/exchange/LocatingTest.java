package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.resolver.NameServer;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** The whole server on sockets, and name servers on sockets beside it. */
@Timeout(60)
class LocatingTest {
    private static final String CALLER = "From: <sip:caller@example.net>;tag=caller";

    @TempDir
    private Path folder;

    private final Telephone good = Telephone.answering();
    private final Ear deadHears = new Ear();
    private final Ear busyHears = new Ear();
    private final DatagramSocket dead = server((message, _) -> deadHears.hear(message));
    private final DatagramSocket busy = server(this::refuse);

    @AfterEach
    void hangUp() {
        good.close();
        dead.close();
        busy.close();
    }

    @Test
    @Rfc("3263 §4.2-2: three servers: one dead, one that says 503, one good")
    @Rfc("3263 §4.3-1: each is asked by a transaction of its own")
    void reachesTheGoodOneOfThreeServersAndHarmsNoParallelCall() throws IOException {
        try (var names = NameServer.answering(
                        "_sip._udp.gw.example. SRV 1 0 %d dead.gw.example.".formatted(dead.getLocalPort()),
                        "_sip._udp.gw.example. SRV 2 0 %d busy.gw.example.".formatted(busy.getLocalPort()),
                        "_sip._udp.gw.example. SRV 3 0 5060 good.gw.example.",
                        "dead.gw.example. A " + dead.getLocalAddress().getHostAddress(),
                        "busy.gw.example. A " + busy.getLocalAddress().getHostAddress(),
                        "good.gw.example. A " + good.host());
                var server = serving(names, "timers: {t1: 20ms}", "routes: [{forward: sip:gw.example}]");
                var one = Line.to(server, Protocol.UDP);
                var two = Line.to(server, Protocol.UDP)) {
            one.send(invite(one, "sip:1@example.test", "one"));
            two.send(invite(two, "sip:2@example.test", "two"));

            assertThat(one.ear().nextFinal().status()).isEqualTo(200);
            assertThat(two.ear().nextFinal().status()).isEqualTo(200);
            assertThat(deadHears.next().request().topVia().branch())
                    .isNotEqualTo(busyHears.next().request().topVia().branch());

            try (var three = Line.to(server, Protocol.UDP)) {
                forget();
                assertThat(three.ask(invite(three, "sip:3@example.test", "three"))
                                .status())
                        .isEqualTo(200);
                assertThat(busyHears.already())
                        .as("until its Retry-After is over")
                        .isEmpty();
            }
        }
    }

    @Test
    void delaysNobodyElseWhileNameServersAreSilent() throws IOException {
        try (var names = NameServer.silent();
                var server = serving(
                        names,
                        "domains: [example.test]\nusers: {bob: {password: builder}}",
                        "dns: {servers: [\"127.0.0.1:%d\"], timeout: 3s}"
                                .formatted(names.address().getPort()),
                        "routes: [{when: {domain: \"*.example\"}, forward: request-uri}, {registered: true}]");
                var waiting = Line.to(server, Protocol.UDP)) {
            for (int call = 0; call < 50; call++) {
                waiting.send(invite(waiting, "sip:x@black" + call + ".hole.example", "waits" + call));
                assertThat(waiting.ear().next().status()).isEqualTo(100);
            }

            GoodCall.register(server, good, "sip:bob@example.test");
            for (int call = 0; call < 10; call++) {
                GoodCall.succeeds(server, Protocol.UDP, good, "sip:bob@example.test");
            }

            assertThat(waiting.ear().already())
                    .as("the first of them still waits")
                    .isEmpty();
            assertThat(waiting.ear().nextFinal().status()).isEqualTo(500);
        }
    }

    private RunningServer serving(NameServer names, String... lines) {
        var yaml =
                "listen: udp://127.0.0.1:0\nauthentication: off\nbindings: memory\n" + String.join("\n", lines) + "\n";
        var asking =
                "dns: {servers: [\"127.0.0.1:%d\"]}\n".formatted(names.address().getPort());
        return RunningServer.of(yaml.contains("dns:") ? yaml : yaml + asking, folder);
    }

    private static byte[] invite(Line line, String callee, String callId) {
        return TextRequest.of("INVITE", callee, line, callId, 1)
                .with(CALLER, "To: <" + callee + ">", "Contact: <sip:caller@" + line.host() + ">")
                .bytes();
    }

    private void forget() {
        while (busyHears.already().isPresent()) {
            // what came before
        }
    }

    private void refuse(Heard message, Loopback.Way back) {
        busyHears.hear(message);
        var request = message.request();
        if (request.method().equals(Method.INVITE)) {
            back.send(request.respond(Status.of(503))
                    .toTag(new Tag(Slice.of("busy")))
                    .header(HeaderName.RETRY_AFTER, "60")
                    .write()
                    .bytes()
                    .toBytes());
        }
    }

    private static DatagramSocket server(Loopback.Listener listener) {
        return Loopback.onAFreeAddress(address -> Loopback.udp(new InetSocketAddress(address, 0), listener));
    }
}
