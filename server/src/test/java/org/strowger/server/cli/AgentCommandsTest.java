package org.strowger.server.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.UserSource;
import org.strowger.server.exchange.Exchange;
import org.strowger.server.users.Secret;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.Tap;

/** The commands that are a phone for a while, with a real server between them. */
class AgentCommandsTest {
    private static final long BOUND = 30;
    private static final String HERE = "udp://127.0.0.1:0";
    private static final String ALICE = "sip:alice@example.test";
    private static final String BOB = "sip:bob@example.test";

    private Exchange exchange;
    private String proxy;

    @BeforeEach
    void openTheOffice() throws IOException {
        var standard = Configuration.defaults();
        exchange = Exchange.start(
                new Configuration(
                        List.of("example.test"),
                        List.of(Listen.parse(HERE)),
                        new UserSource.Listed(
                                Map.of("alice", new Secret.Password("wonder"), "bob", new Secret.Password("builder"))),
                        standard.authentication(),
                        new Configuration.Registrations(
                                Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofHours(2), 20),
                        new Configuration.Storage(Optional.empty(), false),
                        standard.routes(),
                        standard.tuning()),
                Tap.NONE,
                ProxyObserver.NONE);
        proxy = "sip:127.0.0.1:"
                + exchange.listeningPoints().getFirst().address().getPort();
    }

    @AfterEach
    void closeTheOffice() {
        exchange.close();
    }

    private Run call(String... more) {
        return Run.of(
                with(more, "call", BOB, "--aor", ALICE, "--password", "wonder", "--proxy", proxy, "--listen", HERE));
    }

    private Run.Running answer(String... more) throws Exception {
        var running = Run.begin(
                "registered",
                with(
                        more,
                        "answer",
                        "--aor",
                        BOB,
                        "--password",
                        "builder",
                        "--proxy",
                        proxy,
                        "--listen",
                        HERE,
                        "--calls",
                        "1"));
        running.line().get(BOUND, SECONDS);
        return running;
    }

    private Run register(String... more) {
        return Run.of(with(more, "register", BOB, "--password", "builder", "--proxy", proxy, "--listen", HERE));
    }

    private static String[] with(String[] more, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void callAndAnswerTalkThroughTheServer() throws Exception {
        var bob = answer("--after", "50ms");

        var alice = call("--for", "300ms");

        assertThat(alice.status()).as(alice.toString()).isZero();
        assertThat(alice.lines())
                .contains(
                        "calling " + BOB + " as " + ALICE,
                        "ringing: 180 Ringing",
                        "answered: PCMU/8000",
                        "ended: hung up");
        assertThat(alice.lines().getLast()).matches("RTP: sent [1-9].*, received [1-9].*, lost 0, jitter .* ms");
        var theirs = bob.ended().get(BOUND, SECONDS);
        assertThat(theirs.status()).as(theirs.toString()).isZero();
        assertThat(theirs.lines())
                .contains("call 1 from " + ALICE, "call 1 answered: PCMU/8000")
                .anyMatch(line -> line.startsWith("call 1 ended: the other side hung up; RTP: sent "));
        assertThat(exchange.bindings()).isZero();
    }

    @Test
    void aCallThatIsRefusedSaysWhy() throws Exception {
        answer("--reject", "603");

        var alice = call();

        assertThat(alice.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(alice.err()).isEqualToIgnoringNewLines("the call was not answered: refused: 603 Decline");
    }

    @Test
    void aCallThatNobodyAnswersIsGivenUp() throws Exception {
        var bob = answer("--after", "1h");

        var alice = call("--ring-at-most", "300ms");

        assertThat(alice.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(alice.lines()).contains("nobody answers: giving up", "ended: cancelled");
        assertThat(bob.ended().get(BOUND, SECONDS).lines()).contains("call 1 ended: the caller gave up");
    }

    @Test
    void theAnswererHangsUpAfterAWhile() throws Exception {
        var bob = answer("--after", "0ms", "--for", "200ms");

        var alice = call();

        assertThat(alice.status()).isZero();
        assertThat(alice.lines()).contains("ended: the other side hung up");
        assertThat(bob.ended().get(BOUND, SECONDS).status()).isZero();
    }

    @Test
    void aCallToNobodyFails() {
        var alice = call();

        assertThat(alice.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(alice.err()).contains("refused: 4");
    }

    @Test
    void registersListsAndRemoves() {
        var once = register("--once", "--contact", "sip:bob@192.0.2.7:5062", "--expires", "600");
        var listed = register("--list");
        var removed = register("--remove");
        var empty = register("--list");

        assertThat(once.status()).as(once.toString()).isZero();
        assertThat(once.lines())
                .containsExactly("registered " + BOB + " for 600 s", "sip:bob@192.0.2.7:5062 expires=600");
        assertThat(listed.lines()).singleElement().asString().matches("sip:bob@192.0.2.7:5062 expires=\\d+");
        assertThat(removed.status()).isZero();
        assertThat(removed.out()).isEmpty();
        assertThat(empty.out()).isEmpty();
        assertThat(empty.status()).isZero();
    }

    @Test
    void asksForLongerWhenTheServerWantsThat() {
        var once = register("--once", "--contact", "sip:bob@192.0.2.7", "--expires", "10");

        assertThat(once.lines()).contains("registered " + BOB + " for 60 s");
    }

    @Test
    void aWrongPasswordIsRefused() {
        var refused = Run.of("register", BOB, "--password", "guess", "--proxy", proxy, "--listen", HERE);

        assertThat(refused.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(refused.err()).startsWith(BOB + ": 401 Unauthorized");
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void pingPrintsTheAnswer() {
        var answered = Run.of("ping", proxy, "--listen", HERE);

        assertThat(answered.status()).as(answered.toString()).isZero();
        assertThat(answered.lines().getFirst()).isEqualTo("SIP/2.0 200 OK");
        assertThat(answered.lines().get(1)).matches("Round trip: \\d+\\.\\d ms");
    }

    @Test
    void pingGivesUp() throws IOException {
        try (var silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var target = "sip:127.0.0.1:" + silent.getLocalPort();

            var asked = Run.of("ping", target, "--listen", HERE, "--timeout", "200ms");

            assertThat(asked.status()).isEqualTo(ExitStatus.FAILED);
            assertThat(asked.err()).isEqualToIgnoringNewLines("no answer from " + target + " within 200 ms");
        }
    }

    @Test
    void pingSaysWhoRefusedIt() {
        exchange.close();
        var refusing = proxy + ";transport=tcp";

        var asked = Run.of("ping", refusing, "--listen", "tcp://127.0.0.1:0");

        assertThat(asked.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(asked.err()).startsWith("no answer from " + refusing + ": ");
    }

    @Test
    void aSignalHangsUpAndTakesTheRegistrationBack() throws Exception {
        var process = answering();
        try (var lines = process.inputReader()) {
            awaitLine(lines, "registered " + BOB);
            var alice = Run.begin(
                    "answered",
                    "call",
                    BOB,
                    "--aor",
                    ALICE,
                    "--password",
                    "wonder",
                    "--proxy",
                    proxy,
                    "--listen",
                    HERE);
            alice.line().get(BOUND, SECONDS);

            process.destroy();

            assertThat(alice.ended().get(BOUND, SECONDS).lines()).contains("ended: the other side hung up");
            assertThat(process.onExit().get(BOUND, SECONDS).exitValue()).isEqualTo(ExitStatus.DONE);
            assertThat(exchange.bindings()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A process that answers at once, as Bob. */
    private Process answering() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of("answer", "--aor", BOB, "--password", "builder", "--after", "0ms"));
        command.addAll(List.of("--proxy", proxy, "--listen", HERE));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void awaitLine(BufferedReader lines, String beginning) throws IOException {
        var line = lines.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line that begins with " + beginning).isNotNull();
    }
}
