package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** What the phones and the gateway of a running server learn of who calls. */
@Timeout(60)
class IdentityTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: [udp://127.0.13.1:0]
        bindings: memory
        users:
          alice: {password: wonder}
          bob: {password: builder}
        trusted: [%1$s]
        identity: %2$s
        routes:
          - when: {user: "0*"}
            forward: sip:%1$s
          - registered: true
        """;

    @TempDir
    private Path folder;

    private static List<String> asserted(Telephone phone) {
        return phone.ear().next().values("P-Asserted-Identity");
    }

    private static void call(Subscriber caller, String callee, String... more) {
        assertThat(caller.ask("INVITE", callee, more).status()).isEqualTo(486);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.test,  <sip:alice@example.test>",
        "sips:alice@EXAMPLE.test, <sips:alice@example.test>",
        "sip:bob@example.test,    <sip:alice@example.test>",
        "tel:+4930123456,         <sip:alice@example.test>"
    })
    @Rfc("3325 §5-1: the identity is that of the password")
    @Rfc("3325 §6-1: P-Preferred-Identity chooses among the user's own and is removed")
    void tellsTheGatewayWhoCalls(String preferred, String told) {
        try (var gateway = Telephone.busy();
                var server = RunningServer.of(CONFIGURATION.formatted(gateway.host(), "trusted"), folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder")) {
            call(alice, "sip:030@example.test", "P-Preferred-Identity: <" + preferred + ">");

            var invite = gateway.ear().next();
            assertThat(invite.values("P-Asserted-Identity")).containsExactly(told);
            assertThat(invite.values("P-Preferred-Identity")).isEmpty();
        }
    }

    @Test
    void tellsAPhoneNothing() {
        try (var gateway = Telephone.busy();
                var phone = Telephone.busy();
                var server = RunningServer.of(CONFIGURATION.formatted(gateway.host(), "trusted"), folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            bob.register("Contact: <" + phone.uri("bob") + ">");

            call(alice, bob.aor(), "P-Asserted-Identity: <sip:boss@example.test>");

            assertThat(asserted(phone)).isEmpty();
        }
    }

    @Test
    void tellsAPhoneWhereEverybodyIsTold() {
        try (var gateway = Telephone.busy();
                var phone = Telephone.busy();
                var server = RunningServer.of(CONFIGURATION.formatted(gateway.host(), "everybody"), folder);
                var alice = Subscriber.of(server, Protocol.UDP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            bob.register("Contact: <" + phone.uri("bob") + ">");

            call(alice, bob.aor());

            assertThat(asserted(phone)).containsExactly("<sip:alice@example.test>");
        }
    }
}
