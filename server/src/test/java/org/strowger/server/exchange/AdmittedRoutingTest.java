package org.strowger.server.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Domains;
import org.strowger.server.location.Gruus;
import org.strowger.server.location.LocationService;
import org.strowger.server.location.LocationService.Change;
import org.strowger.server.location.Origin;
import org.strowger.server.location.Source;
import org.strowger.server.registrar.Access;
import org.strowger.server.registrar.Authenticators;
import org.strowger.server.registrar.Doorkeeper;
import org.strowger.server.routing.Action;
import org.strowger.server.routing.BindingTargets;
import org.strowger.server.routing.Condition;
import org.strowger.server.routing.Glob;
import org.strowger.server.routing.Router;
import org.strowger.server.routing.Rule;
import org.strowger.server.users.ListedUsers;
import org.strowger.server.users.Secret;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.auth.DigestPolicy;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.Decision;
import org.strowger.sip.proxy.Decision.Forward;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.proxy.Routing.Question;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;

/** Who may go where: strangers to our users, our users and trusted peers wherever a rule says, nobody anywhere else. */
class AdmittedRoutingTest {
    private static final String ALICE = "sip:alice@example.test";
    private static final String STRANGER = "sip:carol@elsewhere.test";
    private static final String SOMEWHERE = "203.0.113.1";
    private static final String TRUSTED_PEER = "192.0.2.7";

    private static final Domains DOMAINS =
            host -> host.equals("example.test") ? Optional.of("example.test") : Optional.empty();

    private final FakeLoop loop = new FakeLoop(1);
    private final LocationService location = LocationService.inMemory();
    private final Access guarded = new Access(
            true,
            ListedUsers.of(Map.of("alice", new Secret.Password("wonder"), "bob", new Secret.Password("builder"))),
            Optional.empty(),
            flow -> flow.remote().getHostString().equals(TRUSTED_PEER));
    private final AdmittedRouting routing = routing(guarded);

    private AdmittedRouting routing(Access access) {
        var authenticators = new Authenticators(
                loop.shards(), DigestPolicy.DEFAULT, new SecretKeySpec(new byte[32], "HmacSHA256"), new Random(3), 64);
        var partners = new Condition(Set.of(), List.of(), List.of(new Glob("*.partner.test")), List.of());
        var rules = List.of(new Rule(partners, new Action.ForwardToRequestUri()), Rule.TO_BINDINGS);
        var bindings = new BindingTargets((_, _, _) -> Optional.empty());
        var router = new Router(rules, DOMAINS, location, _ -> true, bindings, new Gruus("", new Random(1)));
        return new AdmittedRouting(
                new Doorkeeper(access, DOMAINS, authenticators, "example.test"), access, router, DOMAINS, this::now);
    }

    private Instant now() {
        return loop.clock().now();
    }

    private Decision decide(AdmittedRouting asked, Question question) {
        var decisions = new ArrayList<Decision>();
        loop.shard().execute(() -> asked.route(loop.shard(), question, decisions::add));
        assertThat(decisions).hasSize(1);
        return decisions.getFirst();
    }

    private Decision decide(Question question) {
        return decide(routing, question);
    }

    private static Question question(SipRequest request, String source, boolean routed) {
        var routes = routed ? List.of(Slice.of("<sip:next.example;lr>")) : List.<Slice>of();
        return new Question(request, request.requestUri(), new Datagrams(source), false, routes);
    }

    private static Question question(String method, String from, String uri, String source) {
        return question(request(method, from, uri), source, false);
    }

    private static SipRequest request(String method, String from, String uri) {
        var text = """
            %1$s %3$s SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
            From: <%2$s>;tag=1
            To: <%3$s>
            Call-ID: call@192.0.2.1
            CSeq: 1 %1$s
            Content-Length: 0

            """.formatted(method, from, uri);
        try {
            return (SipRequest) SipParser.parse(text.replace("\n", "\r\n").getBytes(UTF_8));
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private SipRequest proven(String user, String password, SipRequest request) {
        var challenge = (Reject) decide(question(request, SOMEWHERE, false));
        var response = request.respond(challenge.status()).toTag(new Tag(Slice.of("t")));
        for (var line : challenge.headers()) {
            response.header(line.name(), line.value());
        }
        var client = new DigestClient(Account.of(user, password), new Random(9));
        client.learn(response.write());
        var edit = request.edit();
        for (var line : client.authorize(request.method(), request.requestUri())) {
            edit.append(line.name(), line.value());
        }
        return edit.write();
    }

    private void registerBob() {
        try {
            var origin = new Origin(
                    new CallId(Slice.of("call")), 1, List.of(), new Source("UDP", "192.0.2.1", 5060), Slice.EMPTY);
            var binding = new Binding(Uri.parse("sip:bob@192.0.2.1"), 1000, now().plus(Duration.ofHours(1)), origin);
            location.update(
                    AddressOfRecord.of("bob", "example.test"), now(), live -> new Change<>(live.with(binding), true));
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static List<String> targets(Decision decision) {
        return ((Forward) decision)
                .targets().stream().map(target -> target.uri().toString()).toList();
    }

    @Test
    @Rfc("3261 §26.3.2.4: what is refused at the door is not kept")
    void keepsNothingOfWhomItDoesNotLetIn() {
        assertThat(decide(question("INVITE", ALICE, "sip:bob@example.test", SOMEWHERE)))
                .isInstanceOfSatisfying(Reject.class, challenge -> {
                    assertThat(challenge.status().code()).isEqualTo(407);
                    assertThat(challenge.kept()).isFalse();
                });
        assertThat(decide(question("INVITE", STRANGER, "sip:dave@sip.partner.test", SOMEWHERE)))
                .isInstanceOfSatisfying(
                        Reject.class, refusal -> assertThat(refusal.kept()).isFalse());
        assertThat(decide(question("INVITE", STRANGER, "sip:bob@example.test", SOMEWHERE)))
                .as("it may be registered when the INVITE comes again")
                .isInstanceOfSatisfying(
                        Reject.class, refusal -> assertThat(refusal.kept()).isTrue());
    }

    private static void assertRelayingDenied(Decision decision) {
        assertThat(((Reject) decision).status()).isEqualTo(Status.of(403).withReason("Relaying Denied"));
    }

    @Test
    void letsStrangersCallOurUsers() {
        registerBob();

        assertThat(targets(decide(question("INVITE", STRANGER, "sip:bob@example.test", SOMEWHERE))))
                .containsExactly("sip:bob@192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:dave@sip.partner.test", "sip:dave@elsewhere.test"})
    void relaysNoStranger(String uri) {
        assertRelayingDenied(decide(question("INVITE", STRANGER, uri, SOMEWHERE)));
    }

    @Test
    @Rfc("3261 §22.3: credentials are for the proxy whose realm they name")
    void relaysOurUsersOnceTheyProvedWhoTheyAre() {
        var invite = request("INVITE", ALICE, "sip:dave@sip.partner.test");
        var challenge = (Reject) decide(question(invite, SOMEWHERE, false));
        assertThat(challenge.status().code()).isEqualTo(407);
        assertThat(challenge.headers())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.name()).isEqualTo(HeaderName.PROXY_AUTHENTICATE));

        var proven = proven("alice", "wonder", invite);
        var decision = decide(question(proven, SOMEWHERE, false));
        assertThat(targets(decision)).containsExactly("sip:dave@sip.partner.test");
        assertThat(((Forward) decision).withhold())
                .isEqualTo(proven.headers().all(HeaderName.PROXY_AUTHORIZATION))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALICE,
                "sips:alice@example.test",
                "sip:alice@EXAMPLE.test.",
                "sip:alice@example.test:5080",
                "sip:alice@example.test;transport=tcp",
                "sip:%61lice@example.test",
                "sip:anonymous@anonymous.invalid",
                "sip:thisis@Anonymous.Invalid"
            })
    @Rfc("3261 §22.3: a proxy that wants to know who calls challenges with 407")
    @Rfc("3323 §4.1.1.3: also who does not want to be known to the callee")
    void asksBeforeItRelays(String from) {
        var challenge = (Reject) decide(question("INVITE", from, "sip:dave@sip.partner.test", SOMEWHERE));

        assertThat(challenge.status().code()).isEqualTo(407);
        assertThat(challenge.headers()).isNotEmpty();
        assertThat(challenge.kept()).isFalse();
    }

    @Test
    @Rfc("3323 §4.1.1.3: a user without a name in From is known by the credentials")
    void relaysOurUsersWithoutTheirName() {
        var proven = proven(
                "alice", "wonder", request("INVITE", "sip:anonymous@anonymous.invalid", "sip:dave@sip.partner.test"));

        var decision = decide(question(proven, SOMEWHERE, false));

        assertThat(targets(decision)).containsExactly("sip:dave@sip.partner.test");
        assertThat(((Forward) decision).withhold()).isNotEmpty();
    }

    @Test
    void relaysOurUsersNowhereWithoutARule() {
        var proven = proven("alice", "wonder", request("INVITE", ALICE, "sip:dave@elsewhere.test"));

        assertRelayingDenied(decide(question(proven, SOMEWHERE, false)));
    }

    @Test
    void asksAgainWhoHasTheWrongPassword() {
        var impostor = proven("alice", "wander", request("INVITE", ALICE, "sip:dave@sip.partner.test"));

        assertThat(((Reject) decide(question(impostor, SOMEWHERE, false)))
                        .status()
                        .code())
                .isEqualTo(407);
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, STRANGER})
    void relaysTrustedPeersUnasked(String from) {
        assertThat(targets(decide(question("INVITE", from, "sip:dave@sip.partner.test", TRUSTED_PEER))))
                .containsExactly("sip:dave@sip.partner.test");
    }

    @Test
    void relaysEverybodyWhereNobodyIsAsked() {
        var open = routing(Access.OPEN);

        assertThat(targets(decide(open, question("INVITE", STRANGER, "sip:dave@sip.partner.test", SOMEWHERE))))
                .containsExactly("sip:dave@sip.partner.test");
    }

    @ParameterizedTest
    @CsvSource({STRANGER + ", 403", ALICE + ", 407"})
    void followsNoRouteOfAStrangerToOtherServers(String from, int code) {
        var routed = question(request("INVITE", from, "sip:bob@example.test"), SOMEWHERE, true);

        assertThat(((Reject) decide(routed)).status().code()).isEqualTo(code);
    }

    @Test
    void followsTheRouteOfUsersAndTrustedPeers() {
        var invite = request("INVITE", ALICE, "sip:dave@sip.partner.test");

        assertThat(targets(decide(question(invite, TRUSTED_PEER, true)))).containsExactly("sip:dave@sip.partner.test");
        assertThat(targets(decide(question(proven("alice", "wonder", invite), SOMEWHERE, true))))
                .containsExactly("sip:dave@sip.partner.test");
    }

    @Test
    @Rfc("3261 §16.3: a Route does not take a request past the rules")
    void followsNoRouteThatTheRulesDoNotName() {
        var invite = request("INVITE", ALICE, "sip:dave@elsewhere.test");

        assertThat(((Reject) decide(question(invite, TRUSTED_PEER, true)))
                        .status()
                        .code())
                .isEqualTo(403);
    }

    @Test
    @Rfc("3261 §16.5: an maddr is the only target, and so a relay")
    void doesNotRelayForStrangersWhereAnMaddrSays() {
        var message = request("MESSAGE", STRANGER, "sip:bob@example.test;maddr=192.0.2.77");

        assertThat(((Reject) decide(question(message, SOMEWHERE, false)))
                        .status()
                        .code())
                .isIn(403, 404, 480);
    }

    @Test
    @Rfc("3261 §22.3: credentials for our realm end here, whoever From names")
    void withholdsOurCredentialsFromWhoeverCallsHimselfAnonymous() {
        var proven = proven("alice", "wonder", request("INVITE", ALICE, "sip:bob@example.test"));
        var credentials = proven.headers().value(HeaderName.PROXY_AUTHORIZATION).orElseThrow();
        var anonymous = request("INVITE", "sip:anonymous@anonymous.invalid", "sip:bob@example.test")
                .edit()
                .append(HeaderName.PROXY_AUTHORIZATION, credentials)
                .write();

        assertThat(routing.withheld(anonymous)).hasSize(1);
    }

    @Test
    @Rfc("3261 §16.3: who names our domain must prove it, whatever the port")
    void asksWhoeverCallsHimselfAliceAtAnotherPort() {
        assertThat(((Reject) decide(
                                question("INVITE", "sip:alice@example.test:5099", "sip:bob@example.test", SOMEWHERE)))
                        .status()
                        .code())
                .isEqualTo(407);
    }

    @Test
    @Rfc("3261 §22.1: servers MUST NOT attempt to challenge an ACK")
    void neitherChallengesNorRelaysAnAckThatProvesNothing() {
        var strangers = decide(question("ACK", STRANGER, "sip:dave@sip.partner.test", SOMEWHERE));
        var unproven = decide(question("ACK", ALICE, "sip:dave@sip.partner.test", SOMEWHERE));

        assertThat(List.of(strangers, unproven))
                .allSatisfy(decision -> assertThat(decision)
                        .isInstanceOfSatisfying(
                                Decision.Reject.class,
                                reject -> assertThat(reject.status().code()).isEqualTo(403)));
    }

    @ParameterizedTest
    @CsvSource({"example.test, true", "EXAMPLE.test, true", "elsewhere.test, false", "192.0.2.100, false"})
    void isResponsibleForTheDomainsThatAreServed(String host, boolean ours) {
        assertThat(routing.isResponsibleFor(host)).isEqualTo(ours);
    }

    @Test
    @Rfc("3261 §22.3: credentials for our realm end here, in a dialog that passes unasked as well")
    void withholdsCredentialsInDialogsThatPassUnasked() {
        var proven = proven("alice", "wonder", request("BYE", ALICE, "sip:bob@example.test"));

        assertThat(routing.withheld(proven))
                .isEqualTo(proven.headers().all(HeaderName.PROXY_AUTHORIZATION))
                .isNotEmpty();
        assertThat(routing.withheld(request("BYE", ALICE, "sip:bob@example.test")))
                .isEmpty();
    }

    /** The way from that address. */
    private record Datagrams(String source) implements Flow {
        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.100"), 5060);
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress(InetAddress.ofLiteral(source), 5060);
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
