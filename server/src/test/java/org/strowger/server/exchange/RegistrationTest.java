package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Registrations with the running server, over sockets: by UDP and by TCP. */
@Timeout(60)
class RegistrationTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.0.1:0, tcp://127.0.0.1:0]
        data: ./data
        users:
          alice: {password: wonder}
          bob: {password: builder}
        """;

    private static final String FROM_FILE = """
        domains: [example.test]
        listen: [udp://127.0.0.1:0, tcp://127.0.0.1:0]
        data: ./data
        users: users.csv
        """;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final int MOST_TRIES = 200;

    @TempDir
    private Path folder;

    private RunningServer server() {
        return RunningServer.of(CONFIGURATION, folder);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @Rfc("3261 §10.3-9: the registrar authenticates the user agent")
    @Rfc("3261 §10.3-28: the 200 enumerates the bindings")
    @Rfc("3261 §10.3-29: each with its expires")
    void asksForProofThenTellsTheBindings(Protocol protocol) {
        try (var server = server();
                var alice = Subscriber.of(server, protocol, "alice", "wonder")) {
            var challenge = alice.registerOnce("Contact: <" + alice.contact() + ">");
            assertThat(challenge.status()).isEqualTo(401);
            assertThat(challenge.values("WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .contains("realm=\"example.test\"", "algorithm=MD5", "qop=\"auth\"");
            assertThat(server.exchange().bindings()).isZero();

            var answer = alice.register("Contact: <" + alice.contact() + ">");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.values("Contact")).containsExactly("<" + alice.contact() + ">;expires=3600");
            assertThat(server.exchange().bindings()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @Rfc("8760 §2.3-2: the most preferred algorithm stands on top")
    void takesTheStrongestProofWhereSeveralAreOffered(Protocol protocol) {
        var configuration = CONFIGURATION + "authentication: {algorithms: [SHA-256, MD5]}\n";
        try (var server = RunningServer.of(configuration, folder);
                var alice = Subscriber.of(server, protocol, "alice", "wonder")) {
            assertThat(alice.registerOnce().values("WWW-Authenticate"))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("algorithm=SHA-256"),
                            second -> assertThat(second).contains("algorithm=MD5"));

            assertThat(alice.register().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @Rfc("3261 §10.3-24: a binding that exists is updated")
    void refreshesABinding(Protocol protocol) {
        try (var server = server();
                var alice = Subscriber.of(server, protocol, "alice", "wonder")) {
            alice.register("Contact: <" + alice.contact() + ">", "Expires: 600");

            assertThat(alice.register("Contact: <" + alice.contact() + ">;expires=7200")
                            .values("Contact"))
                    .containsExactly("<" + alice.contact() + ">;expires=7200");
            assertThat(server.exchange().bindings()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @Rfc("3261 §10.3-15: * with an expiration other than zero is a 400")
    @Rfc("3261 §10.3-17: * and Expires 0 remove the bindings")
    void removesAllBindings(Protocol protocol) {
        try (var server = server();
                var alice = Subscriber.of(server, protocol, "alice", "wonder")) {
            alice.register("Contact: <" + alice.contact() + ">, <sip:alice@192.0.2.7>");
            assertThat(alice.bindings()).hasSize(2);

            assertThat(alice.register("Contact: *", "Expires: 60").status()).isEqualTo(400);
            assertThat(alice.bindings()).hasSize(2);

            var answer = alice.register("Contact: *", "Expires: 0");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.values("Contact")).isEmpty();
            assertThat(alice.bindings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @Rfc("3261 §10.3-22: a 423 says how long is long enough")
    void refusesTooBriefAnInterval(Protocol protocol) {
        var configuration = CONFIGURATION + "registrations: {shortest: 10m}\n";
        try (var server = RunningServer.of(configuration, folder);
                var alice = Subscriber.of(server, protocol, "alice", "wonder")) {
            var answer = alice.register("Contact: <" + alice.contact() + ">", "Expires: 599");

            assertThat(answer.status()).isEqualTo(423);
            assertThat(answer.values("Min-Expires")).containsExactly("600");
            assertThat(server.exchange().bindings()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void bindsNobodyWithAWrongPassword(Protocol protocol) {
        try (var server = server();
                var impostor = Subscriber.of(server, protocol, "alice", "wander")) {
            assertThat(impostor.register("Contact: <" + impostor.contact() + ">")
                            .status())
                    .isIn(401, 403);
            assertThat(server.exchange().bindings()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @Rfc("3261 §10.3-11: who may not change the bindings of another gets 403")
    void bindsNobodyInTheNameOfAnother(Protocol protocol) {
        try (var server = server();
                var bob = Subscriber.of(server, protocol, "bob", "builder")) {
            var answer = bob.registerFor("sip:alice@example.test", "Contact: <" + bob.contact() + ">");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(server.exchange().bindings()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void keepsBindingsOverARestart(Protocol protocol) {
        try (var phone = Telephone.answering()) {
            try (var server = server();
                    var bob = Subscriber.of(server, protocol, "bob", "builder")) {
                bob.register("Contact: <" + phone.uri("bob") + ">;q=0.7", "Expires: 3000");
            }

            try (var server = server();
                    var bob = Subscriber.of(server, protocol, "bob", "builder")) {
                assertThat(bob.bindings())
                        .singleElement()
                        .asString()
                        .matches("<" + phone.uri("bob") + ">;expires=(3000|29[0-9][0-9]);q=0.700");
                GoodCall.succeeds(server, protocol, phone, bob.aor());
            }
        }
    }

    @Test
    void takesUpChangesOfTheUserFile() throws IOException {
        var users = folder.resolve("users.csv");
        Files.writeString(users, "alice,wonder\nbob,builder\n");
        try (var server = RunningServer.of(FROM_FILE, folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder")) {
            assertThat(alice.register().status()).isEqualTo(200);
            assertThat(statusOf(server, "carol", "c4")).isEqualTo(401);

            Files.writeString(users, "alice,wonder\ncarol,c4\n");

            waitUntil(server, "carol", "c4", 200);
            assertThat(statusOf(server, "bob", "builder")).isEqualTo(401);
            assertThat(alice.register().status()).isEqualTo(200);
        }
    }

    private static int statusOf(RunningServer server, String user, String password) {
        try (var subscriber = Subscriber.of(server, Protocol.UDP, user, password)) {
            return subscriber.register().status();
        }
    }

    /** The file is looked at once a second. */
    private static void waitUntil(RunningServer server, String user, String password, int status) {
        try (var nothing = Line.to(server, Protocol.UDP)) {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                if (statusOf(server, user, password) == status) {
                    return;
                }
                assertThat(nothing.ear().within(BETWEEN_TRIES)).isEmpty();
            }
        }
        throw new AssertionError(user + " is still not answered " + status);
    }
}
