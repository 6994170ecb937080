package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.Rfc;

/** What asks for security on every hop gets it or fails. */
class SipsTest {
    private static final String WARNING = "380 proxy \"SIPS Not Allowed\"";
    private static final Target SIP = Target.of(Wire.uri("sip:bob@192.0.2.60"));
    private static final Target SIPS = Target.of(Wire.uri("sips:bob@192.0.2.61"));
    private static final Target TEL = Target.of(Wire.uri("tel:+49301234"));

    private final Office office = new Office();

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "OPTIONS"})
    @Rfc("5630 §5.3-4: 480 where a request for a SIPS URI cannot be passed on as such")
    @Rfc("5630 §5.3-5: with warn-code 380")
    @Rfc("5630 §5.3-1: also on the last hop")
    @Rfc("3261 §16.6.7-5: a SIPS URI is reached by TLS or not at all")
    void isRefusedWithoutTls(String method) {
        office.alice(method, "sips:b@example.com");

        assertThat(office.alice.codes()).containsExactly(480);
        assertThat(Wire.values(office.alice.responses().getLast(), HeaderName.of("Warning")))
                .containsExactly(WARNING);
        assertThat(office.bob.requests()).isEmpty();
        assertThat(office.rules.questions).isEmpty();
    }

    @Test
    void isNotLedDownByAnAckOrACancel() {
        office.alice("ACK", "sips:b@example.com", "To: <sip:bob@example.com>;tag=x");
        office.alice("CANCEL", "sips:b@example.com");

        assertThat(office.bob.requests()).isEmpty();
    }

    @Test
    @Rfc("5630 §5.3-2: only to a SIPS Request-URI")
    @Rfc("5630 §5.3-3: not to a contact that was registered with SIP")
    void goesToSipsTargetsOnly() throws MalformedMessageException {
        assertThat(targets("sips:bob@example.com", SIP, SIPS, TEL).targets()).containsExactly(SIPS);
        assertThat(targets("sips:bob@example.com", SIP, TEL).isEmpty()).isTrue();
        assertThat(targets("sip:bob@example.com", SIP, TEL).targets()).containsExactly(SIP, TEL);
    }

    @Test
    @Rfc("5630 §5.3-7: a request for a SIP URI does not become one for a SIPS URI")
    @Rfc("5630 §5.3-8: the contact keeps all but its scheme")
    @Rfc("5630 §5.3-9: and is reached by TLS")
    @Rfc("5630 §5.3-6: a SIP URI goes by TLS where that is possible")
    void isNotForcedUponWhoCallsASipUri() throws MalformedMessageException {
        var contact = Target.of(Wire.uri("sips:bob@192.0.2.61:5061;transport=tcp;ob"));

        var copy = Outbound.to(contact, prepared("sip:bob@example.com"));

        assertThat(copy.requestUri()).hasToString("sip:bob@192.0.2.61:5061;transport=tcp;ob");
        assertThat(copy.next()).hasToString("sips:bob@192.0.2.61:5061;transport=tcp;ob");
        assertThat(copy.isSecure()).isFalse();
        assertThat(Outbound.to(contact, prepared("sips:bob@example.com")).requestUri())
                .hasToString("sips:bob@192.0.2.61:5061;transport=tcp;ob");
    }

    @Test
    void goesToALooseRouterByASipsUriToo() throws MalformedMessageException {
        var way = new Target(
                Wire.uri("sips:bob@example.com"), List.of(Slice.of("<sip:gw.example.com;lr>")), Optional.empty(), 1000);
        var targets = targets("sips:bob@example.com", way);

        assertThat(targets.targets()).containsExactly(way);
        assertThat(Outbound.to(way, prepared("sips:bob@example.com")).next()).hasToString("sips:gw.example.com;lr");
    }

    @Test
    @Rfc("3261 §16.6.7-5: as if the strict router's URI were a SIPS URI")
    void goesToAStrictRouterByASipsUriToo() throws MalformedMessageException {
        var way = new Target(
                Wire.uri("sips:bob@example.com"), List.of(Slice.of("<sip:old.example.com>")), Optional.empty(), 1000);

        Uri uri = Outbound.to(way, prepared("sips:bob@example.com")).requestUri();

        assertThat(uri).hasToString("sips:old.example.com");
    }

    private static TargetSet targets(String requestUri, Target... found) throws MalformedMessageException {
        return TargetSet.of(prepared(requestUri), new Decision.Forward(List.of(found), List.of()), true);
    }

    private static Prepared prepared(String requestUri) throws MalformedMessageException {
        return Prepared.of(Wire.request("INVITE", requestUri), Wire.FROM_ALICE, Wire.OURS, Wire.MARK);
    }
}
