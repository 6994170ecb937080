package org.strowger.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.routing.Questions.question;
import static org.strowger.server.routing.Questions.sipUri;
import static org.strowger.server.routing.Questions.uri;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision;
import org.strowger.sip.proxy.Target;
import org.strowger.sip.testing.Rfc;

class RouterTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Domains DOMAINS =
            host -> host.equals("example.com") ? Optional.of("example.com") : Optional.empty();
    private static final String STRANGER = "203.0.113.1";

    private final LocationService location = LocationService.inMemory();

    private Router router(Rule... rules) {
        return new Router(
                List.of(rules),
                DOMAINS,
                location,
                aor -> aor.userName().equals("alice"),
                new BindingTargets((_, _, _) -> Optional.empty()),
                gruus);
    }

    private final Gruus gruus = new Gruus("secret", new Random(5627));

    private static Rule always(Action action) {
        return new Rule(Condition.ALWAYS, action);
    }

    private static Rule forUser(String user, Action action) {
        return new Rule(new Condition(Set.of(), List.of(new Glob(user)), List.of(), List.of()), action);
    }

    private static Action refuse(int code) {
        return new Action.Refuse(Status.of(code));
    }

    private static Outcome route(Router router, String uri) {
        return router.route(question("INVITE", uri, STRANGER), NOON);
    }

    private static Decision.Reject rejection(Outcome outcome) {
        assertThat(outcome.relays()).isFalse();
        return (Decision.Reject) outcome.decision();
    }

    private static int status(Outcome outcome) {
        return rejection(outcome).status().code();
    }

    private static List<Target> targets(Outcome outcome) {
        return ((Decision.Forward) outcome.decision()).targets();
    }

    private void register(String contact, int qThousandths, int minutes) {
        var origin = new Origin(
                new CallId(Slice.of(contact)), 1, List.of(), new Source("UDP", "192.0.2.1", 5060), Slice.EMPTY);
        var binding = new Binding(uri(contact), qThousandths, NOON.plus(Duration.ofMinutes(minutes)), origin);
        location.update(
                AddressOfRecord.of("alice", "example.com"), NOON, live -> new Change<>(live.with(binding), minutes));
    }

    @Test
    void followsTheFirstRuleThatHolds() {
        var router = router(forUser("0*", refuse(488)), forUser("01*", refuse(606)), always(refuse(603)));

        assertThat(status(route(router, "sip:0123@example.com"))).isEqualTo(488);
        assertThat(status(route(router, "sip:123@example.com"))).isEqualTo(603);
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, sip:%30123@PBX.Example.com, 192.0.2.7, true",
        "INVITE, tel:0123, 192.0.2.7, false",
        "OPTIONS, sip:0123@pbx.example.com, 192.0.2.7, false",
        "INVITE, sip:0123@example.com, 192.0.2.7, false",
        "INVITE, sip:0123@pbx.example.com, 203.0.113.1, false",
        "INVITE, sip:pbx.example.com, 192.0.2.7, false",
    })
    void looksAtMethodUserHostAndSource(String method, String uri, String source, boolean holds) {
        var when = new Condition(
                Set.of(Method.INVITE),
                List.of(new Glob("0*")),
                List.of(new Glob("pbx.*")),
                List.of(AddressRange.parse("192.0.2.0/24")));
        var router = router(new Rule(when, refuse(488)), always(refuse(603)));

        assertThat(status(router.route(question(method, uri, source), NOON))).isEqualTo(holds ? 488 : 603);
    }

    @Test
    void takesANumberForTheUserOfATelUri() {
        assertThat(status(route(router(forUser("+49*", refuse(488)), always(refuse(603))), "tel:+4930123")))
                .isEqualTo(488);
    }

    @Test
    void forwardsToTheGatewayWhoeverWasCalled() {
        var outcome = route(
                router(always(new Action.ForwardTo(sipUri("sip:gw.example:5070")))), "sip:0123@elsewhere.example");

        assertThat(outcome.relays()).isTrue();
        assertThat(targets(outcome)).singleElement().satisfies(target -> {
            assertThat(target.uri()).hasToString("sip:0123@gw.example:5070");
            assertThat(target.route()).isEmpty();
        });
    }

    @Test
    @Rfc("3261 §16.6.6-1: a proxy to visit is a loose router")
    @Rfc("3261 §16.6.6-2: it is pushed into Route")
    void routesByAGatewayThatIsALooseRouter() {
        var outcome = route(
                router(always(new Action.ForwardTo(sipUri("sip:gw.example:5070;lr")))), "sip:0123@elsewhere.example");

        assertThat(outcome.relays()).isTrue();
        assertThat(targets(outcome)).singleElement().satisfies(target -> {
            assertThat(target.uri()).hasToString("sip:0123@elsewhere.example");
            assertThat(target.route()).hasToString("[<sip:gw.example:5070;lr>]");
        });
    }

    @Test
    @Rfc("3261 §16.5-2: a domain that is not ours is its own target")
    void forwardsToTheRequestUriWhereARuleSaysSo() {
        var outcome = route(router(always(new Action.ForwardToRequestUri())), "sip:bob@elsewhere.example;x=y");

        assertThat(outcome.relays()).isTrue();
        assertThat(targets(outcome))
                .singleElement()
                .satisfies(target -> assertThat(target.uri()).hasToString("sip:bob@elsewhere.example;x=y"));
    }

    @Test
    void refusesWithTheStatusOfTheRule() {
        var barred = Status.of(403).withReason("Premium numbers are barred");

        assertThat(rejection(route(router(always(new Action.Refuse(barred))), "sip:900@example.com"))
                        .status())
                .isEqualTo(barred);
    }

    @Test
    @Rfc("3261 §21.3.3: a Contact says where else to try")
    void redirectsToWhoeverWasCalledThere() {
        var redirect =
                rejection(route(router(always(new Action.Redirect(sipUri("sip:new.example")))), "sip:bob@example.com"));

        assertThat(redirect.status().code()).isEqualTo(302);
        assertThat(redirect.headers()).singleElement().satisfies(line -> {
            assertThat(line.name()).hasToString("Contact");
            assertThat(line.value()).hasToString("<sip:bob@new.example>");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@example.com", "sip:%61lice@EXAMPLE.COM;x=y", "sips:alice@example.com"})
    @Rfc("3261 §16.5-3: the Request-URI is canonicalized for the location service")
    void forwardsToTheBindingsThatLive(String uri) {
        register("sip:desk@192.0.2.1", 1000, 60);
        register("sip:mobile@192.0.2.2", 500, 60);
        register("sip:gone@192.0.2.3", 1000, -1);

        var outcome = route(router(Rule.TO_BINDINGS), uri);

        assertThat(outcome.relays()).isFalse();
        assertThat(targets(outcome))
                .extracting(target -> target.uri() + " " + target.priority())
                .containsExactlyInAnyOrder("sip:desk@192.0.2.1 1000", "sip:mobile@192.0.2.2 500");
    }

    @Test
    @Rfc("5393 §3: registrations that name each other cost no more than each of them once")
    void looksUpContactsThatAreOursHereAndEachOnce() {
        register("sip:alice@example.com;x=1", 1000, 10);
        register("sip:alice@example.com;x=2", 1000, 10);
        register("sip:alice@192.0.2.9:5062", 1000, 10);

        assertThat(targets(route(router(Rule.TO_BINDINGS), "sip:alice@example.com")))
                .extracting(target -> target.uri().text().toString())
                .containsExactly("sip:alice@192.0.2.9:5062");
    }

    @Test
    @Rfc("3261 §16.5-11: a resource here that does not exist is a 404")
    @Rfc("3261 §16.5-12: where no target is left it is a 480")
    void tellsWhoIsAwayFromWhoIsUnknown() {
        assertThat(status(route(router(Rule.TO_BINDINGS), "sip:alice@example.com")))
                .isEqualTo(480);
        assertThat(status(route(router(Rule.TO_BINDINGS), "sip:bob@example.com")))
                .isEqualTo(404);
    }

    @Test
    void passesByTheBindingsWhereTheDomainIsNotOurs() {
        var router = router(Rule.TO_BINDINGS, always(refuse(603)));

        assertThat(status(route(router, "sip:alice@elsewhere.example"))).isEqualTo(603);
    }

    @Test
    void relaysNowhereWithoutARule() {
        var router = router(forUser("0*", refuse(488)));

        assertThat(rejection(route(router, "sip:alice@elsewhere.example")).status())
                .isEqualTo(Status.of(403).withReason("Relaying Denied"));
        assertThat(status(route(router, "sip:alice@example.com"))).isEqualTo(404);
    }
}
