package org.strowger.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.server.routing.Action;
import org.strowger.sip.proxy.flow.Edge;
import org.strowger.sip.testing.Rfc;

/** What operators say about flows, edges and service routes. */
class EdgeKeysTest {
    @TempDir
    private static Path folder;

    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationFile.parse("strowger.yaml", text, folder);
    }

    private static String problemsOf(String text) {
        return String.valueOf(catchThrowableOfType(ConfigurationException.class, () -> parse(text))
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"true, SUPPORTED", "on, SUPPORTED", "required, REQUIRED", "false, NONE"})
    void sayHowWeStandAtTheEdgeOfADomain(String value, Edge edge) throws ConfigurationException {
        var action = parse("routes:\n  - {forward: sip:home.example.com;lr, edge: " + value + "}\n")
                .routes()
                .getFirst()
                .action();

        assertThat(action).isInstanceOf(Action.ForwardTo.class);
        assertThat(((Action.ForwardTo) action).edge()).isEqualTo(edge);
    }

    @Test
    void standAtTheEdgeForFlowsWhereNothingIsSaid() throws ConfigurationException {
        var action = (Action.ForwardTo) parse("routes: [{forward: sip:home.example.com}]\n")
                .routes()
                .getFirst()
                .action();

        assertThat(action.edge()).isEqualTo(Edge.FLOWS);
    }

    @Test
    void tellWhereAnEdgeMakesNoSense() {
        assertThat(problemsOf("routes:\n  - registered: true\n    edge: true\n"))
                .startsWith("strowger.yaml:3:5: \"edge\" needs the registrar's address beside it");
        assertThat(problemsOf("routes:\n  - {forward: request-uri, edge: true}\n"))
                .startsWith("strowger.yaml:2:28: \"edge\"");
        assertThat(problemsOf("routes:\n  - {forward: sip:home.example.com, edge: maybe}\n"))
                .startsWith("strowger.yaml:2:43: expected true, false or required, found \"maybe\"");
    }

    @Test
    @Rfc("3261 §16.11: stateless forwarding is the choice of a route")
    void sayWhatIsForwardedWithoutState() throws ConfigurationException {
        var action = (Action.ForwardTo) parse("routes: [{forward: sip:core.example.com;lr, stateless: true}]\n")
                .routes()
                .getFirst()
                .action();

        assertThat(action.stateless()).isTrue();
        assertThat(action.edge()).isEqualTo(Edge.NONE);
        assertThat(parse("routes: [{forward: sip:core.example.com;lr, stateless: false}]\n"))
                .isEqualTo(parse("routes: [{forward: sip:core.example.com;lr}]\n"));
    }

    @Test
    void tellWhereStatelessnessMakesNoSense() {
        assertThat(problemsOf("routes:\n  - registered: true\n    stateless: true\n"))
                .startsWith("strowger.yaml:3:5: \"stateless\" needs a next hop beside it and no edge");
        assertThat(problemsOf("routes:\n  - {forward: request-uri, stateless: true}\n"))
                .startsWith("strowger.yaml:2:28: \"stateless\"");
        assertThat(problemsOf("routes:\n  - {forward: sip:home.example.com, edge: true, stateless: true}\n"))
                .startsWith("strowger.yaml:2:49: \"stateless\"");
    }

    @Test
    void sayHowOftenPhonesAreToBeHeard() throws ConfigurationException {
        assertThat(parse("registrations: {flow-timer: 2m}\n").registrations().flowTimer())
                .contains(Duration.ofMinutes(2));
        assertThat(parse("loops: 1\n").registrations().flowTimer()).isEmpty();
        assertThat(problemsOf("registrations: {flow-timer: 100ms}\n"))
                .startsWith("strowger.yaml:1:29: expected a duration from 1s to 3600s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domains: [example.com]\nregistrations: {service-route: sip:Example.com;lr}\n",
                "listen: udp://192.0.2.1:5060\nregistrations: {service-route: \"sip:orig@192.0.2.1;lr\"}\n",
                "listen: {on: udp://0.0.0.0:5060, advertise: sip.example.com}\n"
                        + "registrations: {service-route: sip:sip.example.com;lr}\n",
                "listen: udp://0.0.0.0:5060\nregistrations: {service-route: sip:192.0.2.1;lr}\n",
            })
    @Rfc("3608 §6.3: a service route that leads to us")
    void nameAServiceRoute(String text) throws ConfigurationException {
        assertThat(parse(text).registrations().serviceRoute()).hasSize(1);
    }

    @Test
    @Rfc("3608 §6.3: more than one, the topmost visited first")
    void nameSeveral() throws ConfigurationException {
        var read = parse("""
            domains: [example.com]
            registrations:
              service-route: ["sip:example.com;lr", "sip:as.example.net;lr"]
            """);

        assertThat(read.registrations().serviceRoute().stream().map(Object::toString))
                .containsExactly("sip:example.com;lr", "sip:as.example.net;lr");
    }

    @Test
    @Rfc("3608 §6.3-2: what is no route element is refused")
    @Rfc("3608 §6.3-3: and what has no lr")
    void refuseWhatIsNoServiceRoute() {
        var domain = "domains: [example.com]\nregistrations: {service-route: ";

        assertThat(problemsOf(domain + "sip:example.com}\n"))
                .startsWith("strowger.yaml:2:32: expected a SIP URI with lr such as sip:example.com;lr, found"
                        + " \"sip:example.com\"");
        assertThat(problemsOf(domain + "example.com}\n")).startsWith("strowger.yaml:2:32: expected a SIP URI with lr");
        assertThat(problemsOf(domain + "sip:elsewhere.example;lr}\n"))
                .startsWith("strowger.yaml:2:32: expected a URI that leads to this server first");
    }
}
