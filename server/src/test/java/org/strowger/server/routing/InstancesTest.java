package org.strowger.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.routing.Questions.question;
import static org.strowger.server.routing.Questions.sipUri;
import static org.strowger.server.routing.Questions.uri;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Domains;
import org.strowger.server.location.Gruus;
import org.strowger.server.location.InstanceId;
import org.strowger.server.location.LocationService;
import org.strowger.server.location.LocationService.Change;
import org.strowger.server.location.Origin;
import org.strowger.server.location.Source;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision;
import org.strowger.sip.proxy.Target;
import org.strowger.sip.proxy.flow.Edge;
import org.strowger.sip.testing.Rfc;

/** Requests for users whose phones name themselves, and for one of these phones. */
class InstancesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final AddressOfRecord ALICE = AddressOfRecord.of("alice", "example.com");
    private static final String DESK = ";+sip.instance=\"<urn:x:desk>\"";
    private static final String MOBILE = ";+sip.instance=\"<urn:x:mobile>\"";
    private static final String PUBLIC = "sip:alice@example.com;gr=urn:x:desk";
    private static final Domains DOMAINS =
            host -> host.equals("example.com") ? Optional.of("example.com") : Optional.empty();

    private final LocationService location = LocationService.inMemory();
    private final Gruus gruus = new Gruus("secret", new Random(5627));
    private final Router router = router(Rule.TO_BINDINGS);

    private Router router(Rule... rules) {
        return new Router(
                List.of(rules),
                DOMAINS,
                location,
                ALICE::equals,
                new BindingTargets((_, _, _) -> Optional.empty()),
                gruus);
    }

    private void register(AddressOfRecord aor, String contact, int q, String parameters, String... path) {
        var origin = new Origin(
                new CallId(Slice.of("call")),
                1,
                List.of(path).stream().map(Slice::of).toList(),
                new Source("UDP", "192.0.2.1", 5060),
                Slice.EMPTY);
        var binding = new Binding(uri(contact), q, Slice.of(parameters), NOON.plusSeconds(60), origin).inEpoch(7);
        location.update(aor, NOON, live -> new Change<>(live.with(binding), q));
    }

    private void register(String contact, int q, String parameters) {
        register(ALICE, contact, q, parameters);
    }

    private Decision decide(Router asked, String uri) {
        return asked.route(question("INVITE", uri, "203.0.113.1"), NOON).decision();
    }

    private int status(String uri) {
        return ((Decision.Reject) decide(router, uri)).status().code();
    }

    /** A target with those that are tried after it, each in its turn. */
    private List<String> targets(String uri) {
        return ((Decision.Forward) decide(router, uri))
                .targets().stream()
                        .map(target -> target.uri()
                                + target.otherFlows().stream()
                                        .map(other -> ", else " + other.uri())
                                        .reduce("", String::concat))
                        .toList();
    }

    @Test
    @Rfc("5626 §7-1: of one instance one contact at a time")
    @Rfc("5626 §7-2: the others replace it when it fails")
    void areOneTargetForEachInstance() {
        register("sip:a@192.0.2.1", 1000, DESK + ";reg-id=1");
        register("sip:b@192.0.2.2", 1000, "");
        register("sip:c@192.0.2.3", 1000, DESK + ";reg-id=2");
        register("sip:d@192.0.2.4", 1000, MOBILE);

        assertThat(targets("sip:alice@example.com"))
                .containsExactlyInAnyOrder(
                        "sip:c@192.0.2.3, else sip:a@192.0.2.1", "sip:b@192.0.2.2", "sip:d@192.0.2.4");
    }

    @Test
    @Rfc("5626 §7: a contact is selected normally, by its preference")
    void preferTheFlowThatThePhonePrefers() {
        register("sip:a@192.0.2.1", 900, DESK + ";reg-id=1");
        register("sip:c@192.0.2.3", 300, DESK + ";reg-id=2");

        assertThat(targets("sip:alice@example.com")).containsExactly("sip:a@192.0.2.1, else sip:c@192.0.2.3");
    }

    @Test
    @Rfc("5627 §6.1-3: without flows the most recently refreshed contact is selected")
    @Rfc("5627 §6.1-4: and then the next most recently refreshed")
    void preferTheContactThatWasRefreshedLast() {
        register("sip:a@192.0.2.1", 1000, DESK);
        register("sip:c@192.0.2.3", 1000, DESK);
        assertThat(targets(PUBLIC)).containsExactly("sip:c@192.0.2.3, else sip:a@192.0.2.1");

        register("sip:a@192.0.2.1", 500, DESK);
        assertThat(targets(PUBLIC)).containsExactly("sip:a@192.0.2.1, else sip:c@192.0.2.3");
    }

    @Test
    @Rfc("5627 §6.1: a GRUU leads to the contacts of its instance alone")
    void goToTheInstanceOfAGruu() {
        register("sip:a@192.0.2.1", 1000, DESK);
        register("sip:d@192.0.2.4", 1000, MOBILE);
        var temporary = "sip:" + gruus.temporaryUser(ALICE, InstanceId.of("urn:x:mobile"), 7) + "@example.com;gr";

        assertThat(targets(PUBLIC)).containsExactly("sip:a@192.0.2.1");
        assertThat(targets(temporary)).containsExactly("sip:d@192.0.2.4");
    }

    @Test
    @Rfc("3327 §5.4: by its Path")
    void goByThePathOfTheInstance() {
        register(ALICE, "sip:a@192.0.2.1", 1000, DESK, "<sip:edge.example;lr;ob>");

        assertThat(((Decision.Forward) decide(router, PUBLIC))
                        .targets()
                        .getFirst()
                        .route())
                .hasToString("[<sip:edge.example;lr;ob>]");
    }

    @Test
    @Rfc("5627 §5.3-2: a public GRUU without contacts is 480")
    @Rfc("5627 §5.4-6: and 404 once there is no such user")
    void areUnavailableWhereTheInstanceIsNotRegistered() {
        assertThat(status(PUBLIC)).isEqualTo(480);
        register("sip:d@192.0.2.4", 1000, MOBILE);
        assertThat(status(PUBLIC)).isEqualTo(480);
        assertThat(status("sip:nobody@example.com;gr=urn:x:desk")).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@example.com;gr",
                "sip:tgruu.AAAA@example.com;gr",
                "sip:example.com;gr=urn:x:desk",
            })
    @Rfc("5627 §6.1-1: what has gr and is no valid GRUU is 404")
    void areNotFoundByWhatIsNoGruu(String uri) {
        register("sip:a@192.0.2.1", 1000, DESK);

        assertThat(status(uri)).isEqualTo(404);
    }

    @Test
    @Rfc("5627 §5.3-1: nor by a temporary GRUU that is over")
    void areNotFoundByATemporaryGruuOfAnotherEpoch() {
        register("sip:a@192.0.2.1", 1000, DESK);

        assertThat(status("sip:" + gruus.temporaryUser(ALICE, InstanceId.of("urn:x:desk"), 8) + "@example.com;gr"))
                .isEqualTo(404);
    }

    @Test
    @Rfc("5627 §6.1-8: GRUUs are not forwarded elsewhere")
    @Rfc("5627 §6.1-10: nor redirected")
    void goPastForwardingServices() {
        register("sip:a@192.0.2.1", 1000, DESK);
        var serving = router(
                new Rule(Condition.ALWAYS, new Action.Redirect(sipUri("sip:mailbox@example.com"))),
                new Rule(Condition.ALWAYS, new Action.ForwardTo(sipUri("sip:gateway.example.net"))),
                Rule.TO_BINDINGS);

        assertThat(decide(serving, PUBLIC))
                .isInstanceOfSatisfying(
                        Decision.Forward.class,
                        forward -> assertThat(forward.targets())
                                .extracting(Target::uri)
                                .containsExactly(uri("sip:a@192.0.2.1")));
        assertThat(decide(serving, "sip:alice@example.com")).isInstanceOf(Decision.Reject.class);
    }

    @Test
    @Rfc("5627 §6.1: screening applies to them as to others")
    void areScreenedAsOthersAre() {
        register("sip:a@192.0.2.1", 1000, DESK);
        var screening = router(new Rule(Condition.ALWAYS, new Action.Refuse(Status.of(603))), Rule.TO_BINDINGS);

        assertThat(decide(screening, PUBLIC)).isEqualTo(Decision.Reject.with(Status.of(603)));
    }

    @Test
    void areFollowedFromTheBindingsOfOthers() {
        var bob = AddressOfRecord.of("bob", "example.com");
        register("sip:a@192.0.2.1", 1000, DESK);
        register("sip:d@192.0.2.4", 1000, MOBILE);
        register(bob, PUBLIC, 1000, "");

        assertThat(targets("sip:bob@example.com")).containsExactly("sip:a@192.0.2.1");

        location.update(
                ALICE, NOON, live -> new Change<>(live.without(live.list().getFirst()), 0));
        register("sip:bob@example.com;gr=urn:x:loop", 1000, DESK);
        assertThat(targets("sip:alice@example.com")).containsExactly("sip:d@192.0.2.4");
    }

    @Test
    void areOfOthersWhereTheDomainIsNotOurs() {
        assertThat(router.toInstance(uri("sip:alice@elsewhere.example;gr=urn:x:desk"), NOON))
                .isEmpty();
        assertThat(router.toInstance(uri("sip:alice@example.com"), NOON)).isEmpty();
    }

    @Test
    @Rfc("5626 §7: a single flow that is gone is passed over")
    void knowNoWayToAFlowThatIsGone() {
        register("sip:x@gone.invalid", 1000, DESK + ";reg-id=2");
        register("sip:a@192.0.2.1", 1000, DESK + ";reg-id=1");

        assertThat(targets("sip:alice@example.com")).hasSize(1);
    }

    @Test
    void leadHomeAtTheEdgeOnly() {
        var home = new Action.ForwardTo(sipUri("sip:home.example:5070;lr"), Edge.SUPPORTED);
        var edge = router(
                new Rule(new Condition(Set.of(), List.of(), List.of(new Glob("home.example")), List.of()), home));

        assertThat(edge.leadsHome(Slice.of("<sip:orig@HOME.example:5070;lr>"))).isTrue();
        assertThat(edge.leadsHome(Slice.of("<sip:home.example;lr>"))).isFalse();
        assertThat(edge.leadsHome(Slice.of("<tel:1>"))).isFalse();
        assertThat(edge.leadsHome(Slice.of("<"))).isFalse();
        assertThat(router.leadsHome(Slice.of("<sip:home.example:5070;lr>"))).isFalse();
    }
}
