package org.strowger.sip.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

class DnsResolverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final FakeLoop loop = new FakeLoop();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    @Test
    void answersLiteralsAndLocalhostAtOnceThoughTheNameServerIsDead() throws Exception {
        var resolver = asking(silent());

        assertThat(now(resolver, "sip:a@192.0.2.1:5070")).containsExactly(udp("192.0.2.1", 5070));
        assertThat(now(resolver, "sip:[2001:db8::1];transport=tcp"))
                .containsExactly(new NextHop.Address(
                        Protocol.TCP, new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5060)));
        assertThat(now(resolver, "sip:a@localhost")).containsExactly(udp("127.0.0.1", 5060), udp("::1", 5060));
        assertThat(now(resolver, "sip:a@example.com;maddr=192.0.2.9")).containsExactly(udp("192.0.2.9", 5060));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tel:+4930123456", "sips:a@192.0.2.1", "http://192.0.2.1/", "sip:a@192.0.2.1;transport=sctp"})
    void findsNoHopAtOnceForWhatItCannotReach(String uri) throws Exception {
        assertThat(now(asking(silent()), uri)).isEmpty();
    }

    @Test
    void asksForBothFamiliesAndThenKnows() throws Exception {
        var server = answering("pbx.example. A 192.0.2.1", "pbx.example. A 192.0.2.2", "pbx.example. AAAA ::1");
        var resolver = asking(server);

        assertThat(later(resolver, "sip:1@pbx.example:5080"))
                .containsExactlyInAnyOrder(udp("192.0.2.1", 5080), udp("192.0.2.2", 5080), udp("::1", 5080));
        assertThat(now(resolver, "sip:2@PBX.example:5070")).hasSize(3);
        assertThat(server.questions()).containsExactlyInAnyOrder("pbx.example. A", "pbx.example. AAAA");
    }

    @Test
    void followsAliases() throws Exception {
        var server = answering("sip.example. CNAME pbx.example.", "pbx.example. A 192.0.2.1");
        var resolver = asking(server);

        assertThat(later(resolver, "sip:sip.example")).containsExactly(udp("192.0.2.1", 5060));
        assertThat(now(resolver, "sip:sip.example")).containsExactly(udp("192.0.2.1", 5060));
    }

    @Test
    void remembersThatANameDoesNotExist() throws Exception {
        var server = answering();
        var resolver = asking(server);

        assertThat(later(resolver, "sip:nobody.example")).isEmpty();
        int asked = server.questions().size();
        assertThat(now(resolver, "sip:nobody.example")).isEmpty();
        assertThat(server.questions()).hasSize(asked);
    }

    @Test
    void asksOnceForAllWhoWaitForTheSameName() throws Exception {
        var server = silent("pbx.example. A 192.0.2.1");
        var resolver = asking(server);

        var first = ask(resolver, "sip:1@pbx.example");
        var second = ask(resolver, "sip:2@pbx.example");
        server.answer();

        assertThat(first.get(5, TimeUnit.SECONDS)).containsExactly(udp("192.0.2.1", 5060));
        assertThat(second.get(5, TimeUnit.SECONDS)).containsExactly(udp("192.0.2.1", 5060));
        assertThat(server.questions()).doesNotHaveDuplicates();
    }

    @Test
    void givesUpWhenNobodyAnswers() throws Exception {
        var resolver = asking(silent());

        var answer = ask(resolver, "sip:pbx.example");
        loop.advance(PATIENCE.minusMillis(1));
        assertThat(answer).isNotDone();
        loop.advance(Duration.ofMillis(1));

        assertThat(answer).isCompletedWithValue(List.of());
    }

    @Test
    void delaysNobodyWhoseNameIsKnownWhileTheNameServerIsDead() throws Exception {
        var hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.9 gateway.example gw\n");
        var resolver = asking(silent(), hosts);

        var dead = ask(resolver, "sip:pbx.example");

        assertThat(later(resolver, "sip:gateway.example")).containsExactly(udp("127.0.0.9", 5060));
        assertThat(later(resolver, "sip:gw:5070")).containsExactly(udp("127.0.0.9", 5070));
        assertThat(dead).isNotDone();
    }

    @Test
    void findsNothingForANameThatCannotBeAsked() throws Exception {
        assertThat(now(asking(silent()), "sip:" + "a".repeat(64) + ".example")).isEmpty();
    }

    private NameServer silent(String... zone) throws IOException {
        var server = NameServer.silent(zone);
        open.add(server);
        return server;
    }

    private NameServer answering(String... zone) throws IOException {
        var server = NameServer.answering(zone);
        open.add(server);
        return server;
    }

    private DnsResolver asking(NameServer server) {
        return asking(server, folder.resolve("none"));
    }

    private DnsResolver asking(NameServer server, Path hosts) {
        var settings = DnsSettings.SYSTEM
                .withServers(List.of(server.address()))
                .withHosts(hosts)
                .withPatience(PATIENCE);
        return new DnsResolver(EnumSet.of(Protocol.UDP, Protocol.TCP)::contains, settings);
    }

    private CompletableFuture<List<NextHop>> ask(DnsResolver resolver, String uri) throws MalformedMessageException {
        var answer = new CompletableFuture<List<NextHop>>();
        var parsed = Uri.parse(uri);
        loop.shard().execute(() -> resolver.resolve(loop.shard(), parsed, answer::complete));
        return answer;
    }

    private List<NextHop> now(DnsResolver resolver, String uri) throws MalformedMessageException {
        awaitNobodyInside();
        var answer = ask(resolver, uri);
        assertThat(answer).as("answered at once: %s", uri).isDone();
        return answer.join();
    }

    /** Until then an event would be left to the thread that brought the last answer. */
    private void awaitNobodyInside() {
        var me = Thread.currentThread();
        Thread ranOn;
        do {
            var ran = new CompletableFuture<Thread>();
            loop.shard().execute(() -> ran.complete(Thread.currentThread()));
            ranOn = ran.join();
        } while (ranOn != me);
    }

    private List<NextHop> later(DnsResolver resolver, String uri)
            throws MalformedMessageException, ExecutionException, InterruptedException, TimeoutException {
        return ask(resolver, uri).get(5, TimeUnit.SECONDS);
    }

    private static NextHop udp(String address, int port) {
        return new NextHop.Address(Protocol.UDP, new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }
}
