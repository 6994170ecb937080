package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

/** What an agent answers to requests of somebody it does not know. */
class StrangerTest {
    private static final String HEAD = """
        %1$s sip:bob@192.0.2.2 SIP/2.0
        From: <sip:stranger@example.com>;tag=s1
        To: <sip:bob@example.com>
        Call-ID: call-1
        CSeq: 1 %1$s
        Contact: <sip:stranger@192.0.2.9>
        """;

    private final Town town = new Town();
    private final List<IncomingCall> calls = new ArrayList<>();

    @BeforeEach
    void bobIsThere() {
        town.bob(calls::add);
    }

    private SipResponse asks(String method, String more) {
        return town.asks(HEAD.formatted(method) + more, "bob");
    }

    private void sends(String method, String more) {
        town.sends(HEAD.formatted(method) + more, "bob");
    }

    private static List<String> values(SipResponse response, HeaderName name) {
        return response.headers().values(name).stream().map(Slice::toString).toList();
    }

    @Test
    @Rfc("3261 §11.2: OPTIONS is answered as an INVITE would be, with Allow, Accept, Accept-Encoding,"
            + " Accept-Language, Supported")
    void isToldWhatTheAgentCan() {
        var response = asks("OPTIONS", "");

        assertThat(response.status().code()).isEqualTo(200);
        assertThat(values(response, HeaderName.ALLOW)).containsExactly("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS");
        assertThat(values(response, HeaderName.ACCEPT)).containsExactly("application/sdp");
        assertThat(response.headers().has(HeaderName.ACCEPT_ENCODING)).isTrue();
        assertThat(response.headers().has(HeaderName.ACCEPT_LANGUAGE)).isTrue();
        assertThat(response.headers().has(HeaderName.SUPPORTED)).isTrue();
        assertThat(values(response, HeaderName.SERVER)).containsExactly("Strowger");
        assertThat(response.toTag()).isPresent();
    }

    @Test
    @Rfc("3261 §8.2.1: a method that is not supported is answered 405 with Allow")
    void isRefusedOtherMethods() {
        var response = asks("SUBSCRIBE", "");

        assertThat(response.status().code()).isEqualTo(405);
        assertThat(values(response, HeaderName.ALLOW)).contains("INVITE");
    }

    @Test
    @Rfc("3261 §8.2.2.3: an extension that is not understood is answered 420 with Unsupported")
    void isRefusedExtensions() {
        var response = asks("INVITE", "Require: 100rel, timer\n");

        assertThat(response.status().code()).isEqualTo(420);
        assertThat(values(response, HeaderName.UNSUPPORTED)).containsExactly("100rel", "timer");
        assertThat(calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain       |                         | 415",
                "application/sdp  | Content-Encoding: gzip  | 415",
                "application/sdp  |                         | 400",
            })
    @Rfc("3261 §8.2.3: a body that is not understood is answered 415 with what is")
    void isRefusedOtherBodies(String type, String more, int code) {
        var line = more == null ? "" : more + "\n";
        var response = asks("INVITE", "Content-Type: " + type + "\n" + line + "\nhello");

        assertThat(response.status().code()).isEqualTo(code);
        boolean named =
                response.headers().has(HeaderName.ACCEPT) || response.headers().has(HeaderName.ACCEPT_ENCODING);
        assertThat(named).isEqualTo(code == 415);
        assertThat(calls).isEmpty();
    }

    @Test
    @Rfc("3261 §20.11: a body whose handling is optional may be ignored")
    void mayBringMoreThanIsUnderstood() {
        sends("INVITE", "Content-Type: text/plain\nContent-Disposition: session; handling=optional\n\nhello");

        assertThat(calls).hasSize(1);
    }

    @Test
    @Rfc("3261 §13.3.1.3: an offer with nothing in common is answered 488 with a Warning")
    void isToldThatNothingIsInCommon() {
        var response = asks(
                "INVITE",
                "Content-Type: application/sdp\n\n"
                        + Town.SDP.replace("AVP 0", "AVP 9").replace("\r", ""));

        assertThat(response.status().code()).isEqualTo(488);
        assertThat(values(response, HeaderName.WARNING))
                .singleElement()
                .asString()
                .startsWith("305 ");
        assertThat(calls).isEmpty();
    }

    @Test
    @Rfc("3261 §8.2.2.1: a scheme of the Request-URI that is not understood is answered 416")
    void isRefusedOtherSchemes() {
        var response =
                town.asks(HEAD.formatted("INVITE").replaceFirst("sip:bob@192.0.2.2", "tel:+1-201-555-0123"), "bob");

        assertThat(response.status().code()).isEqualTo(416);
    }

    @Test
    @Rfc("3261 §8.2.2.2: the same request by another way is answered 482")
    void isToldOfMergedRequests() {
        sends("INVITE", "");
        var response = asks("INVITE", "Subject: by another way\n");

        assertThat(response.status().code()).isEqualTo(482);
        assertThat(calls).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"BYE, ''", "BYE, unknown", "INVITE, unknown", "OPTIONS, unknown"})
    @Rfc("3261 §15.1.2: a BYE that matches no dialog is answered 481")
    @Rfc("3261 §12.2.2: a To tag of no dialog is answered 481")
    void isToldThatThereIsNoDialog(String method, String tag) {
        var to = tag.isEmpty() ? "" : ";tag=" + tag;
        var response =
                town.asks(HEAD.formatted(method).replace("<sip:bob@example.com>", "<sip:bob@example.com>" + to), "bob");

        assertThat(response.status().code()).isEqualTo(481);
        assertThat(calls).isEmpty();
    }

    @Test
    @Rfc("3261 §9.2: a CANCEL that matches nothing is answered 481")
    void isToldThatThereIsNothingToCancel() {
        assertThat(asks("CANCEL", "").status().code()).isEqualTo(481);
    }

    @Test
    @Rfc("3261 §12.1.1: an INVITE without Contact is malformed")
    void mustSayWhereRequestsGo() {
        var response = town.asks(HEAD.formatted("INVITE").replaceAll("Contact.*\n", ""), "bob");

        assertThat(response.status().code()).isEqualTo(400);
        assertThat(calls).isEmpty();
    }

    @Test
    @Rfc("3261 §13.3.1: an INVITE with Expires is answered 487 when it expires")
    void waitsOnlyAsLongAsItSaid() {
        sends("INVITE", "Expires: 5\n");
        town.pass(Duration.ofSeconds(6));

        assertThat(town.stranger.responses().stream()
                        .anyMatch(response -> response.status().code() == 487))
                .isTrue();
        assertThat(calls.getFirst().session().ended())
                .isCompletedWithValue(new SessionEnd.Cancelled(SessionEnd.Party.THEM));
    }

    @Test
    @Rfc("3261 §12.1.1: a response that makes a dialog copies Record-Route and has a Contact")
    void isShownTheRoute() {
        sends("INVITE", "Record-Route: <sip:p2.example;lr>\nRecord-Route: <sip:p1.example;lr>\n");
        calls.getFirst().ring();
        town.pass();

        var ringing = town.stranger.responses().getLast();
        assertThat(ringing.status().code()).isEqualTo(180);
        assertThat(values(ringing, HeaderName.RECORD_ROUTE))
                .containsExactly("<sip:p2.example;lr>", "<sip:p1.example;lr>");
        assertThat(values(ringing, HeaderName.CONTACT)).containsExactly("<sip:bob@192.0.2.2:5060>");
    }
}
