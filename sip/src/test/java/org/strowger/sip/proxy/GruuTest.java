package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;

/** Requests of a dialog that go to a GRUU of a domain of ours: Bob's, who called himself so. */
class GruuTest {
    private static final String GRUU = "sip:bob@example.com;gr=urn:x:y";

    private final Office office = new Office();

    /** The Record-Route of a call from Alice to Bob. */
    private String called() {
        office.alice("INVITE", "sip:b@example.com", "Contact: <sip:alice@192.0.2.50>");
        office.answers(office.bob, 200);
        return Wire.values(office.bob.request(), HeaderName.RECORD_ROUTE).getFirst();
    }

    private void within(String method, String... routes) {
        office.alice(
                method,
                GRUU,
                "To: <sip:bob@example.com>;tag=tag-of-bob",
                "Contact: <sip:alice@192.0.2.50>",
                "Route: " + String.join(", ", routes),
                "CSeq: 2 " + method);
    }

    private static Decision to(String uri, List<Slice> path) {
        return new Decision.Forward(List.of(new Target(Wire.uri(uri), path, Optional.empty(), 1000)), List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "ACK", "INFO"})
    @Rfc("5627 §6.1: mid-dialog requests targeted to a GRUU go to its contacts")
    @Rfc("5627 §6.1-9: and nothing else is done with them")
    void areDereferenced(String method) {
        office.rules.dereference(to("sip:bob@192.0.2.60", List.of()));
        var route = called();

        within(method, route);

        assertThat(office.bob.methods()).containsExactly("INVITE", method);
        assertThat(office.bob.request().requestUri()).hasToString("sip:bob@192.0.2.60");
        assertThat(office.rules.questions).hasSize(1);
    }

    @Test
    @Rfc("3327 §5.4: by the stored Path, where no Route remains")
    void goByTheStoredPath() {
        office.rules.dereference(to("sip:bob@10.0.0.7", List.of(Slice.of("<sip:192.0.2.60;lr>"))));
        var route = called();

        within("BYE", route);

        assertThat(Wire.values(office.bob.request(), HeaderName.ROUTE)).containsExactly("<sip:192.0.2.60;lr>");
    }

    @Test
    @Rfc("5627 §6.1-7: where a Route remains, the Path is discarded")
    void goByTheRouteThatRemains() {
        office.rules.dereference(to("sip:bob@10.0.0.7", List.of(Slice.of("<sip:192.0.2.61;lr>"))));
        var route = called();

        within("BYE", route, "<sip:192.0.2.60;lr>");

        assertThat(office.bob.methods()).containsExactly("INVITE", "BYE");
        assertThat(office.bob.request().requestUri()).hasToString("sip:bob@10.0.0.7");
        assertThat(Wire.values(office.bob.request(), HeaderName.ROUTE)).containsExactly("<sip:192.0.2.60;lr>");
        assertThat(office.carol.requests()).isEmpty();
    }

    @Test
    @Rfc("5627 §5.3-2: 480 where the phone is not registered any more")
    void areAnsweredWhereTheyLeadNowhere() {
        office.rules.dereference(Decision.Reject.with(Status.of(480)));
        var route = called();

        within("BYE", route);
        within("ACK", route);

        assertThat(office.alice.codes()).endsWith(480);
        assertThat(office.bob.methods()).containsExactly("INVITE");
    }
}
