package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

class TargetSetTest {
    private static final Target DESK = target("sip:bob@192.0.2.60", 500);
    private static final Target MOBILE = target("sip:bob@192.0.2.61", 1000);
    private static final Target HOME = target("sip:bob@192.0.2.62", 500);

    @Test
    @Rfc("3261 §16.5-6: a target URI that is present is not added again, by the equality of URIs")
    @Rfc("3261 §16.5-10: no URI is added more than once")
    void holdsEachUriOnce() {
        var again = target("SIP:bob@192.0.2.60;Unknown=x", 900);

        assertThat(TargetSet.of(List.of(DESK, MOBILE, again, DESK)).targets()).containsExactly(MOBILE, DESK);
        assertThat(TargetSet.of(List.of(DESK)).with(List.of(again, HOME)).targets())
                .containsExactly(DESK, HOME);
    }

    @Test
    @Rfc("3261 §16.6: targets are processed from highest q to lowest, equal ones in parallel")
    void groupsByPriority() {
        assertThat(TargetSet.of(List.of(DESK, MOBILE, HOME)).groups())
                .containsExactly(List.of(MOBILE), List.of(DESK, HOME));
        assertThat(TargetSet.EMPTY.groups()).isEmpty();
    }

    @Test
    @Rfc("3261 §16.5-1: a Request-URI with maddr is the only target")
    void goesWhereMaddrSays() throws MalformedMessageException {
        var targets = decided("sip:bob@example.com;maddr=192.0.2.77", true, DESK, MOBILE);

        assertThat(targets.targets()).containsExactly(Target.of(Wire.uri("sip:bob@example.com;maddr=192.0.2.77")));
    }

    @Test
    @Rfc("3261 §16.5-2: a Request-URI of another domain is the only target")
    @Rfc("3261 §16.5-7: no targets are added to it")
    void leavesTheRequestUriOfAnotherDomain() throws MalformedMessageException {
        var trunk = new Target(
                Wire.uri("sip:other@gateway.example.net"), List.of(Slice.of("<sip:trunk;lr>")), Optional.empty(), 1000);

        var targets = decided("sip:carol@example.net", false, trunk, DESK).targets();

        assertThat(targets).hasSize(1);
        assertThat(targets.getFirst().uri()).hasToString("sip:carol@example.net");
        assertThat(targets.getFirst().route()).isEqualTo(trunk.route());
    }

    @Test
    void obeysAnOperatorWhoSendsAnotherDomainSomewhereElse() throws MalformedMessageException {
        assertThat(decided("sip:carol@example.net", false, DESK, MOBILE).targets())
                .containsExactly(DESK);
    }

    @Test
    @Rfc("3261 §16.6.6-4: where there is a Route, no hop of a target bypasses it")
    @Rfc("3261 §16.6.7-1: a hop of its own is for the target itself, not for a proxy that might be a strict router")
    @Rfc("3261 §16.6.7-2: to go by a hop of its own is not for requests with a Route")
    void followsTheRouteThatRemains() throws MalformedMessageException {
        var request = Wire.request("INVITE", "sip:bob@example.com", "Route: <sip:next.example.net;lr>");
        var prepared = Prepared.of(request, Wire.FROM_ALICE, Wire.OURS, Wire.MARK);

        var registered = new Target(DESK.uri(), List.of(), Optional.of(Wire.hop(5070)), 1000);

        assertThat(TargetSet.of(prepared, new Decision.Forward(List.of(registered), List.of()), true)
                        .targets())
                .containsExactly(Target.of(prepared.requestUri()));
    }

    @Test
    void takesWhatRoutingFoundForADomainOfOurs() throws MalformedMessageException {
        assertThat(decided("sip:bob@example.com", true, DESK, MOBILE).targets()).containsExactly(MOBILE, DESK);
        assertThat(decided("sip:bob@example.com", true).isEmpty()).isTrue();
    }

    private static TargetSet decided(String requestUri, boolean responsible, Target... targets)
            throws MalformedMessageException {
        var prepared = Prepared.of(Wire.request("INVITE", requestUri), Wire.FROM_ALICE, Wire.OURS, Wire.MARK);
        return TargetSet.of(prepared, new Decision.Forward(List.of(targets), List.of()), responsible);
    }

    private static Target target(String uri, int priority) {
        return Target.of(Wire.uri(uri)).withPriority(priority);
    }
}
