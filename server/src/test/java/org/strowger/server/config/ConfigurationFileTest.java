package org.strowger.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.server.routing.Action;
import org.strowger.server.routing.AddressRange;
import org.strowger.server.routing.Condition;
import org.strowger.server.routing.Glob;
import org.strowger.server.routing.Rule;
import org.strowger.server.users.Secret;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.loop.Coalescing;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.SessionTimers;
import org.strowger.sip.proxy.identity.TrustDomain.Told;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Advertised;
import org.strowger.sip.transport.Listen;

class ConfigurationFileTest {
    @TempDir
    private static Path folder;

    @Test
    void readsTwoUsersOfADomain() throws Exception {
        var read = parse("""
            domains: [Example.test]
            listen: [udp://127.0.0.1:5060, tcp://127.0.0.1:5060]
            users:
              alice: {password: wonder}
              bob: {password: builder}
            """);

        assertThat(read.domains()).containsExactly("example.test");
        assertThat(read.listen())
                .containsExactly(Listen.parse("udp://127.0.0.1:5060"), Listen.parse("tcp://127.0.0.1:5060"));
        assertThat(read.users())
                .isEqualTo(new UserSource.Listed(
                        Map.of("alice", new Secret.Password("wonder"), "bob", new Secret.Password("builder"))));
        assertThat(read.authentication().required()).isTrue();
        assertThat(read.routes()).containsExactly(Rule.TO_BINDINGS);
        assertThat(read.storage().keepsBindings()).isTrue();
    }

    @Test
    void readsASwitchInFrontOfOneGateway() throws Exception {
        var read = parse("""
            listen: [udp://127.0.0.1:5060]
            authentication: off                      # anyone may register and call
            routes:
              - forward: sip:127.0.0.1:5070
            """);

        assertThat(read.authentication().required()).isFalse();
        assertThat(read.routes()).hasSize(1);
        assertThat(read.routes().getFirst().when()).isEqualTo(Condition.ALWAYS);
        assertThat(read.routes().getFirst().action())
                .isInstanceOfSatisfying(
                        Action.ForwardTo.class,
                        forward -> assertThat(forward.gateway().text()).hasToString("sip:127.0.0.1:5070"));
    }

    @Test
    void readsRoutesInTheirOrder() throws Exception {
        Files.writeString(folder.resolve("users.csv"), "alice,wonder\n");
        var read = parse("""
            data: ./data
            users: users.csv
            routes:
              - when: {method: [INVITE, MESSAGE], user: "0*"}
                forward: sip:gateway.example.test:5070
              - when: {user: "900*"}
                reject: 403 Premium numbers are barred
              - when: {domain: "*.Partner.test", source: [192.0.2.0/24]}
                forward: request-uri
              - registered: true
            """);

        assertThat(read.users()).isEqualTo(new UserSource.FromFile(folder.resolve("users.csv")));
        assertThat(read.storage().directory()).contains(folder.resolve("./data"));
        assertThat(read.routes()).hasSize(4);
        assertThat(read.routes().get(0).when())
                .isEqualTo(new Condition(
                        Set.of(Method.INVITE, Method.MESSAGE), List.of(new Glob("0*")), List.of(), List.of()));
        assertThat(read.routes().get(1).action())
                .isEqualTo(new Action.Refuse(new Status(403, "Premium numbers are barred")));
        assertThat(read.routes().get(2))
                .isEqualTo(new Rule(
                        new Condition(
                                Set.of(),
                                List.of(),
                                List.of(new Glob("*.partner.test")),
                                List.of(AddressRange.parse("192.0.2.0/24"))),
                        new Action.ForwardToRequestUri()));
        assertThat(read.routes().get(3)).isEqualTo(Rule.TO_BINDINGS);
    }

    @Test
    void readsWhoIsTold() throws Exception {
        assertThat(parse("identity: everybody\n").authentication().told()).isEqualTo(Told.EVERYBODY);
        assertThat(parse("trusted: 10.0.0.0/8\n").authentication().told()).isEqualTo(Told.TRUSTED);
    }

    @Test
    void readsHowToAuthenticateAndWhatToTune() throws Exception {
        var read = parse("""
            listen:
              - {on: "udp://0.0.0.0:5060", advertise: "sip.example.test:5060"}
            authentication: {realm: example.test, algorithms: [SHA-256], nonce-lifetime: 90s}
            trusted: 10.0.0.0/8
            registrations: {default: 10m, shortest: 30, longest: 1h, contacts: 5}
            timers: {t1: 250ms, c: 200s}
            connections: {most: 50, most-per-source: 5, idle: 2m}
            loops: 2
            coalescing: {above: 500, pause: 250us}
            dns: {servers: [192.0.2.53, "[::1]:5353"], timeout: 5s, cache: 100, questions: 20}
            bindings: memory
            """);

        assertThat(read.listen())
                .containsExactly(
                        Listen.parse("udp://0.0.0.0:5060").advertisedAs(Advertised.parse("sip.example.test:5060")));
        assertThat(read.authentication().realm()).contains("example.test");
        assertThat(read.authentication().algorithms()).containsExactly(Algorithm.SHA_256);
        assertThat(read.authentication().nonceLifetime()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read.authentication().trusted()).containsExactly(AddressRange.parse("10.0.0.0/8"));
        assertThat(read.registrations())
                .isEqualTo(new Configuration.Registrations(
                        Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofHours(1), 5));
        assertThat(read.tuning())
                .isEqualTo(new Configuration.Tuning(
                        Duration.ofMillis(250),
                        Duration.ofSeconds(200),
                        2,
                        new Coalescing(500, Duration.ofNanos(250_000)),
                        50,
                        5,
                        Duration.ofMinutes(2),
                        someDns(),
                        Optional.empty(),
                        false));
        assertThat(read.storage().keepsBindings()).isFalse();
    }

    private static DnsSettings someDns() {
        return DnsSettings.SYSTEM
                .withServers(List.of(DnsSettings.server("192.0.2.53"), DnsSettings.server("[::1]:5353")))
                .withPatience(Duration.ofSeconds(5))
                .withCacheEntries(100)
                .withQuestions(20);
    }

    @Test
    @Rfc("4028 §8.1: a minimum is never lower than 90 seconds")
    void saysWhatSessionTimersMayBe() throws Exception {
        assertThat(parse("loops: 1\n").tuning().sessionTimers()).isEmpty();
        assertThat(parse("session-timers: {shortest: 2m, longest: 30m}\n")
                        .tuning()
                        .sessionTimers())
                .contains(new SessionTimers(Duration.ofMinutes(2), Duration.ofMinutes(30)));
        assertThat(parse("session-timers: {longest: 30m}\n").tuning().sessionTimers())
                .contains(new SessionTimers(Duration.ofSeconds(90), Duration.ofMinutes(30)));
        assertThat(problemsOf("session-timers: {shortest: 89s}\n")).contains("expected a duration from 90s to 86400s");
        assertThat(problemsOf("session-timers: {shortest: 2h}\n"))
                .contains("expected shortest <= longest, found 7200s and 3600s");
    }

    @Test
    void saysWhatBecomesOfRedirects() throws Exception {
        assertThat(parse("loops: 1\n").tuning().followsRedirects()).isFalse();
        assertThat(parse("redirects: pass\n").tuning().followsRedirects()).isFalse();
        assertThat(parse("redirects: follow\n").tuning().followsRedirects()).isTrue();
        assertThat(problemsOf("redirects: on\n")).contains("expected pass or follow, found \"on\"");
    }

    @Test
    void saysWhenMessagesGather() throws Exception {
        assertThat(coalescing("loops: 1\n")).isEqualTo(new Coalescing(2000, Duration.ofNanos(500_000)));
        assertThat(coalescing("coalescing: on\n")).isEqualTo(Coalescing.USUAL);
        assertThat(coalescing("coalescing: {above: 0}\n")).isEqualTo(new Coalescing(0, Duration.ofNanos(500_000)));
        assertThat(coalescing("coalescing: {above: 1000000, pause: 10ms}\n"))
                .isEqualTo(new Coalescing(1_000_000, Duration.ofMillis(10)));
        for (var off : List.of("off", "{pause: 0}", "{pause: 0us}")) {
            assertThat(coalescing("coalescing: " + off + "\n")).isEqualTo(Coalescing.OFF);
        }
    }

    @Test
    void saysWhereAndWhyMessagesCannotGatherSo() {
        assertThat(problemsOf("coalescing: {above: 1000001, pause: 10001us}\n"))
                .containsSubsequence(
                        "strowger.yaml:1:21: expected a whole number from 0 to 1000000, found \"1000001\"",
                        "strowger.yaml:1:37: expected a duration from 0s to 10ms such as 500us, found \"10001us\"");
        assertThat(problemsOf("coalescing: {pause: 0.5ms}\n")).contains("such as 500us, found \"0.5ms\"");
        assertThat(problemsOf("coalescing: {pauses: 1ms}\n"))
                .contains("unknown key \"pauses\"; did you mean \"pause\"?");
        assertThat(problemsOf("coalescing: 500us\n"))
                .startsWith("strowger.yaml:1:13: expected on, off or a section with the keys above, pause, found"
                        + " \"500us\"");
        assertThat(problemsOf("coalescing: [off]\n"))
                .contains("expected on, off or a section with the keys above, pause, found a list");
    }

    @Test
    void showsDurationsThatWouldDo() {
        assertThat(problemsOf("timers: {t1: soon}\n"))
                .contains("expected a duration from 10ms to 10s such as 500ms, found \"soon\"");
        assertThat(problemsOf("session-timers: {longest: soon}\n"))
                .contains("expected a duration from 90s to 86400s such as 10m or 1h, found \"soon\"");
    }

    private static Coalescing coalescing(String text) throws ConfigurationException {
        return parse(text).tuning().coalescing();
    }

    @Test
    void saysWhatANameServerIs() {
        assertThat(problemsOf("dns: {servers: [ns.example.test]}\n"))
                .contains("expected the address of a name server such as 192.0.2.53 or [2001:db8::53]:53, found"
                        + " \"ns.example.test\"");
    }

    @Test
    void namesTheKeyThatWasMeantWithFileLineColumnAndTheLineItself() {
        assertThat(problemsOf("domains: [example.test]\nuser:\n  alice: {password: wonder}\n"))
                .startsWith("strowger.yaml:2:1: unknown key \"user\"; did you mean \"users\"?\n    user:\n    ^");
    }

    @Test
    void listsTheKeysWhereNoneIsNear() {
        assertThat(problemsOf("colour: blue\n"))
                .contains("unknown key \"colour\"; expected one of authentication, bindings");
    }

    @Test
    void tellsAllMistakesOfAFileInTheirOrder() {
        var problems = problemsOf("""
            listen: [udp://127.0.0.1:99999]
            routes:
              - when: {methods: INVITE}
                reject: 200 OK
            loops: many
            """);

        assertThat(problems)
                .containsSubsequence(
                        "strowger.yaml:1:10:",
                        "strowger.yaml:3:12: unknown key \"methods\"; did you mean \"method\"?",
                        "strowger.yaml:4:13: expected a status from 400 to 699",
                        "strowger.yaml:5:8: expected a whole number from 1 to 64, found \"many\"");
    }

    @Test
    void saysThatARouteIsNeverReached() {
        assertThat(problemsOf("routes:\n  - registered: true\n  - reject: 403 No\n"))
                .contains("strowger.yaml:3:5: this route is never reached");
    }

    @Test
    void wantsExactlyOneActionPerRoute() {
        assertThat(problemsOf("routes:\n  - when: {user: a}\n"))
                .contains("expected exactly one of forward, redirect, registered, reject in a route, found none");
        assertThat(problemsOf("routes:\n  - {registered: true, reject: 403 No}\n"))
                .contains("registered and reject");
    }

    @Test
    void neverShowsAPassword() {
        var problems =
                problemsOf("users:\n  alice: {password: wonder, pasword: wonder}\n  bob: {password: [wonder]}\n");

        assertThat(problemsOf("users:\n  alice: wonder\n"))
                .contains("found a value that is not shown")
                .doesNotContain("wonder");
        assertThat(problems).contains("did you mean \"password\"?").doesNotContain("wonder");
    }

    @Test
    void tellsWhereTheFileIsNoYaml() {
        assertThat(problemsOf("domains: [example.test\nlisten: x\n"))
                .startsWith("strowger.yaml:2:")
                .contains("not YAML");
    }

    @Test
    void refusesKeysThatStandTwiceAndAnEmptyFile() {
        assertThat(problemsOf("loops: 1\nloops: 2\n"))
                .contains("strowger.yaml:2:1: the key \"loops\" stands here twice");
        assertThat(problemsOf("# nothing\n")).contains("found an empty file");
    }

    @Test
    void limitsHaveTheirEdges() throws Exception {
        assertThat(parse("loops: 64\n").tuning().loops()).isEqualTo(64);
        assertThat(problemsOf("loops: 65\n")).contains("from 1 to 64");
        assertThat(parse("timers: {c: 180001ms}\n").tuning().timerC()).isEqualTo(Duration.ofMillis(180_001));
        assertThat(problemsOf("timers: {c: 180s}\n")).contains("expected a duration from 180001ms");
        assertThat(problemsOf("registrations: {default: 29s}\n")).contains("expected shortest <= default <= longest");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        var refused = catchThrowableOfType(
                ConfigurationException.class, () -> ConfigurationFile.read(Path.of("/nonexistent/strowger.yaml")));

        assertThat(refused).hasMessage("/nonexistent/strowger.yaml: no such file");
    }

    @Test
    void refusesFilesAndDirectoriesThatAreNone() throws Exception {
        Files.writeString(folder.resolve("plain"), "");

        assertThat(problemsOf("users: nowhere.csv\n"))
                .startsWith("strowger.yaml:1:8: no such file: " + folder.resolve("nowhere.csv"));
        assertThat(problemsOf("users: .\n")).contains("expected a file, found a directory");
        assertThat(problemsOf("data: plain\n"))
                .startsWith("strowger.yaml:1:7: expected a directory, found a file: " + folder.resolve("plain"));
    }

    @Test
    void nestingHasItsLimit() throws Exception {
        var refusal = "expected at most 50 levels of nesting";

        assertThat(problemsOf("domains: " + "[".repeat(49) + "]".repeat(49))).doesNotContain(refusal);
        assertThat(problemsOf("domains: " + "[".repeat(50) + "]".repeat(50)))
                .startsWith("strowger.yaml:1:59: " + refusal);
        assertThat(problemsOf("[".repeat(200_000))).contains(refusal);
        assertThat(problemsOf("- ".repeat(100_000) + "a")).contains(refusal);
    }

    @Test
    void listensNowhereTwice() throws Exception {
        assertThat(problemsOf("listen: [udp://127.0.0.1:5060, tcp://127.0.0.1:5060, udp://127.0.0.1:5060]\n"))
                .contains("strowger.yaml:1:54: this place to listen stands here twice");
        assertThat(parse("listen: [udp://127.0.0.1:0, udp://127.0.0.1:0]\n").listen())
                .hasSize(2);
    }

    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationFile.parse("strowger.yaml", text, folder);
    }

    private static String problemsOf(String text) {
        return String.valueOf(catchThrowableOfType(ConfigurationException.class, () -> parse(text))
                .getMessage());
    }
}
