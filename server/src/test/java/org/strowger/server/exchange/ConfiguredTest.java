package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Configuration files as operators write them, each rule shown by a request over sockets; only addresses are changed for the test. */
@Timeout(60)
class ConfiguredTest {
    private static final String TWO_USERS = """
        domains: [example.test]
        listen: [udp://127.0.0.1:5060, tcp://127.0.0.1:5060]
        users:
          alice: {password: wonder}
          bob: {password: builder}
        """;

    private static final String ONE_GATEWAY = """
        # a switch in front of one gateway, no registrations, nobody challenged
        listen: [udp://127.0.0.1:5060]
        authentication: off                      # anyone may register and call: said loudly at the start
        routes:
          - forward: sip:127.0.0.1:5070
        """;

    private static final String ROUTES = """
        domains: [example.test]
        listen: [udp://127.0.0.1:5060]
        data: ./data
        users: {alice: {password: wonder}, bob: {password: builder}}
        # users may also be a file: users: users.csv (name,password per line), re-read when it changes
        routes:                                  # the first that matches decides
          - when: {method: [INVITE, MESSAGE], user: "0*"}
            forward: sip:gateway.example.test:5070
          - when: {user: "900*"}
            reject: 403 Premium numbers are barred
          - when: {domain: "*.partner.test"}
            forward: request-uri                 # on to where the Request-URI says: relaying for others only where a rule says so
          - registered: true                     # the bindings of the Request-URI
        """;

    @TempDir
    private Path folder;

    private final Telephone phone = Telephone.answering();
    private final Telephone gateway = Telephone.answeringAt(5070);

    @BeforeEach
    void nameTheHosts() throws IOException {
        Files.writeString(
                folder.resolve("hosts"),
                gateway.host() + " gateway.example.test\n" + phone.host() + " sip.partner.test\n");
    }

    @AfterEach
    void hangUp() {
        phone.close();
        gateway.close();
    }

    /** With any free ports, the gateway where it is, and files in the test's own folder. */
    private RunningServer serverOf(String configuration) {
        var here = configuration
                .replace("127.0.0.1:5060", "127.0.0.1:0")
                .replace("127.0.0.1:5070", gateway.host() + ":5070");
        return RunningServer.of(here.contains("data:") ? here : here + "data: ./data\n", folder);
    }

    private RunningServer routes() {
        return serverOf(ROUTES);
    }

    private static Subscriber alice(RunningServer server) {
        return Subscriber.of(server, Protocol.UDP, "alice", "wonder");
    }

    private static byte[] fromAStranger(Line line, String method, String uri) {
        return TextRequest.of(method, uri, line, "stranger-" + line.host(), 1)
                .with(
                        "From: <sip:carol@elsewhere.test>;tag=1",
                        "To: <" + uri + ">",
                        "Contact: <sip:" + line.host() + ">")
                .bytes();
    }

    @Test
    void connectsTwoUsers() {
        try (var server = serverOf(TWO_USERS);
                var alice = Subscriber.of(server, Protocol.TCP, "alice", "wonder");
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            assertThat(bob.register("Contact: <" + phone.uri("bob") + ">").status())
                    .isEqualTo(200);

            var answer = alice.ask("INVITE", bob.aor(), "Contact: <" + alice.contact() + ">");

            assertThat(answer.status()).isEqualTo(200);
            var invite = phone.ear().next();
            assertThat(invite.startLine()).isEqualTo("INVITE " + phone.uri("bob") + " SIP/2.0");
            assertThat(invite.values("From")).containsExactly("<" + alice.aor() + ">;tag=1");
            GoodCall.succeeds(server, Protocol.TCP, phone, bob.aor());
        }
    }

    @Test
    @Rfc("3261 §22.3: credentials for our realm go no further")
    void keepsCredentialsToItself() {
        try (var server = serverOf(TWO_USERS);
                var alice = alice(server);
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            bob.register("Contact: <" + phone.uri("bob") + ">");

            assertThat(alice.ask("MESSAGE", bob.aor()).status()).isEqualTo(200);
            assertThat(phone.ear().next().values("Proxy-Authorization")).isEmpty();
        }
    }

    @Test
    void putsEverythingThroughToTheGateway() {
        try (var server = serverOf(ONE_GATEWAY);
                var line = Line.to(server, Protocol.UDP)) {
            var here = server.address(Protocol.UDP);
            assertThat(line.ask(fromAStranger(line, "OPTIONS", "sip:+4930123@127.0.0.1:" + here.getPort()))
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.ear().next().startLine())
                    .isEqualTo("OPTIONS sip:+4930123@" + gateway.host() + ":5070 SIP/2.0");

            GoodCall.succeeds(server, Protocol.UDP, gateway, "sip:4711@anywhere.test");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    void forwardsNumbersToTheGateway(String method) {
        try (var server = routes();
                var alice = alice(server)) {
            var answer = alice.ask(method, "sip:030123@example.test", "Contact: <" + alice.contact() + ">");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(gateway.ear().next().startLine())
                    .isEqualTo(method + " sip:030123@gateway.example.test:5070 SIP/2.0");
        }
    }

    @Test
    void forwardsOnlyTheMethodsThatTheRuleNames() {
        try (var server = routes();
                var alice = alice(server)) {
            assertThat(alice.ask("OPTIONS", "sip:030123@example.test").status()).isEqualTo(404);
            assertThat(gateway.ear().already()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "OPTIONS"})
    void rejectsWithTheStatusAndReasonOfTheRule(String method) {
        try (var server = routes();
                var alice = alice(server)) {
            assertThat(alice.ask(method, "sip:900123@example.test", "Contact: <" + alice.contact() + ">")
                            .startLine())
                    .isEqualTo("SIP/2.0 403 Premium numbers are barred");
        }
    }

    @Test
    void relaysOurUsersToThePartner() {
        try (var server = routes();
                var alice = alice(server)) {
            assertThat(alice.ask("MESSAGE", "sip:dave@sip.partner.test").status())
                    .isEqualTo(200);
            assertThat(phone.ear().next().startLine()).isEqualTo("MESSAGE sip:dave@sip.partner.test SIP/2.0");
        }
    }

    @Test
    void relaysToNobodyElse() {
        try (var server = routes();
                var alice = alice(server)) {
            assertThat(alice.ask("MESSAGE", "sip:dave@" + phone.host()).startLine())
                    .isEqualTo("SIP/2.0 403 Relaying Denied");
            assertThat(phone.ear().already()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:dave@sip.partner.test", "sip:030123@example.test"})
    void relaysNoStranger(String uri) {
        try (var server = routes();
                var line = Line.to(server, Protocol.UDP)) {
            assertThat(line.ask(fromAStranger(line, "MESSAGE", uri)).startLine())
                    .isEqualTo("SIP/2.0 403 Relaying Denied");
            assertThat(phone.ear().already()).isEmpty();
            assertThat(gateway.ear().already()).isEmpty();
        }
    }

    @Test
    @Rfc("3261 §16.5-11: a user who does not exist is a 404")
    @Rfc("3261 §16.5-12: a user who is not registered now is a 480")
    void findsBindingsLast() {
        try (var server = routes();
                var line = Line.to(server, Protocol.UDP);
                var bob = Subscriber.of(server, Protocol.UDP, "bob", "builder")) {
            assertThat(line.ask(fromAStranger(line, "MESSAGE", "sip:eve@example.test"))
                            .status())
                    .isEqualTo(404);
            assertThat(bob.ask("MESSAGE", "sip:alice@example.test").status()).isEqualTo(480);

            bob.register("Contact: <" + phone.uri("bob") + ">");
            GoodCall.succeeds(server, Protocol.UDP, phone, bob.aor());
        }
    }
}
