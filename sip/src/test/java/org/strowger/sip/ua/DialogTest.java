package org.strowger.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;

/** What two agents remember of each other, and what requests they make of it. */
class DialogTest {
    private static final String INVITE = """
        INVITE sip:bob@biloxi.example SIP/2.0
        Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>
        From: "Alice" <sip:alice@atlanta.example>;tag=a1
        To: Bob <sip:bob@biloxi.example>
        Call-ID: c1
        CSeq: 7 INVITE
        Contact: <sip:alice@192.0.2.1:5062;transport=tcp>
        """;

    private static SipResponse answer(String recordRoutes) {
        return Town.request(INVITE)
                .respond(Status.OK)
                .toTag(Town.FIRST)
                .header(HeaderName.RECORD_ROUTE, recordRoutes)
                .header(HeaderName.CONTACT, "<sip:bob@192.0.2.2>;q=1")
                .write();
    }

    private static Dialog atCallers(String recordRoutes) throws MalformedMessageException {
        return Dialog.ofCaller(Town.request(INVITE), answer(recordRoutes));
    }

    private static Dialog atCallees() throws MalformedMessageException {
        return Dialog.ofCallee(Town.request(INVITE), Town.FIRST);
    }

    private static SipRequest written(Dialog dialog, Method method) {
        return dialog.request(method).edit().original();
    }

    private static String header(SipRequest request, HeaderName name) {
        return request.headers().value(name).orElseThrow().toString();
    }

    @Test
    @Rfc("3261 §12.1.2: route set of the caller in reverse order, remote target from Contact")
    @Rfc("3261 §12.2.1.1: Request-URI, From, To, Call-ID, Route of a request within a dialog")
    void atTheCallersTheRouteSetIsReversed() throws MalformedMessageException {
        var bye = written(atCallers("<sip:p2.example;lr>, <sip:p1.example;lr>").counted(), Method.BYE);

        assertThat(bye.requestUri()).hasToString("sip:bob@192.0.2.2");
        assertThat(bye.headers().values(HeaderName.ROUTE))
                .map(Slice::toString)
                .containsExactly("<sip:p1.example;lr>", "<sip:p2.example;lr>");
        assertThat(header(bye, HeaderName.FROM)).isEqualTo("\"Alice\" <sip:alice@atlanta.example>;tag=a1");
        assertThat(header(bye, HeaderName.TO)).isEqualTo("Bob <sip:bob@biloxi.example>;tag=first");
        assertThat(bye.callId()).hasToString("c1");
    }

    @Test
    @Rfc("3261 §12.1.1: route set of the callee in order, local tag from To of the response")
    void atTheCalleesTheRouteSetIsInOrder() throws MalformedMessageException {
        var bye = written(atCallees().counted(), Method.BYE);

        assertThat(bye.requestUri()).hasToString("sip:alice@192.0.2.1:5062;transport=tcp");
        assertThat(bye.headers().values(HeaderName.ROUTE))
                .map(Slice::toString)
                .containsExactly("<sip:p2.example;lr>", "<sip:p1.example;lr>");
        assertThat(header(bye, HeaderName.FROM)).isEqualTo("Bob <sip:bob@biloxi.example>;tag=first");
        assertThat(header(bye, HeaderName.TO)).isEqualTo("\"Alice\" <sip:alice@atlanta.example>;tag=a1");
    }

    @Test
    @Rfc("3261 §12.2.1.1: CSeq strictly increases by one; the ACK has the number of the INVITE")
    void countsItsRequests() throws MalformedMessageException {
        var dialog = atCallers("<sip:p1.example;lr>");

        assertThat(written(dialog.counted(), Method.BYE).cseq()).hasToString("8 BYE");
        assertThat(written(dialog.counted().counted(), Method.BYE).cseq()).hasToString("9 BYE");
        assertThat(dialog.request(Method.ACK, 7).edit().original().cseq()).hasToString("7 ACK");
        assertThat(written(atCallees().counted(), Method.BYE).cseq()).hasToString("1 BYE");
    }

    @Test
    @Rfc("3261 §12.2.1.1: a first route without lr goes into the Request-URI, the remote target to the end of Route")
    void routesStrictlyWhereTheFirstProxyWantsThat() throws MalformedMessageException {
        var dialog = atCallers("<sip:p2.example;lr>, <sip:p1.example>");
        var bye = written(dialog, Method.BYE);

        assertThat(bye.requestUri()).hasToString("sip:p1.example");
        assertThat(bye.headers().values(HeaderName.ROUTE))
                .map(Slice::toString)
                .containsExactly("<sip:p2.example;lr>", "<sip:bob@192.0.2.2>");
        assertThat(dialog.destination()).hasToString("sip:p1.example");
    }

    @Test
    @Rfc("3261 §12.2.1.1: an empty route set leaves the remote target alone")
    void goesStraightWithoutRoutes() throws MalformedMessageException {
        var request = Town.request(INVITE.replaceAll("Record-Route.*\n", ""));
        var dialog = Dialog.ofCallee(request, Town.FIRST);

        assertThat(dialog.destination()).hasToString("sip:alice@192.0.2.1:5062;transport=tcp");
        assertThat(written(dialog, Method.BYE).headers().has(HeaderName.ROUTE)).isFalse();
    }

    @Test
    @Rfc("3261 §12.2.2: a lower CSeq than the last is out of order, a much higher one is not")
    void knowsWhatComesTooLate() throws MalformedMessageException {
        var dialog = atCallees();

        assertThat(dialog.isOutOfOrder(numbered(6))).isTrue();
        assertThat(dialog.isOutOfOrder(numbered(8))).isFalse();
        assertThat(dialog.isOutOfOrder(numbered(4000))).isFalse();
        assertThat(dialog.received(numbered(4000)).isOutOfOrder(numbered(3999))).isTrue();
        assertThat(atCallers("<sip:p1.example;lr>").isOutOfOrder(numbered(1)))
                .as("nothing came before")
                .isFalse();
    }

    @Test
    @Rfc("3261 §12.2.2: a target refresh request replaces the remote target, and not the route set")
    void followsTheOtherSide() throws MalformedMessageException {
        var dialog = atCallees()
                .refreshed(Town.request(
                        INVITE.replace("192.0.2.1:5062", "192.0.2.77").replace("p2.example", "p3.example")));

        assertThat(dialog.remoteTarget()).hasToString("sip:alice@192.0.2.77;transport=tcp");
        assertThat(dialog.routeSet()).first().hasToString("<sip:p2.example;lr>");
    }

    @Test
    @Rfc("3261 §12.1.1: a dialog needs a Contact")
    void needsAContact() {
        var request = Town.request(INVITE.replaceAll("Contact.*\n", ""));

        assertThatThrownBy(() -> Dialog.ofCallee(request, Town.FIRST))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("Contact");
    }

    @Test
    @Rfc("3261 §12.1.1: no From tag is a tag of null")
    void isAlsoWithAgentsOfRfc2543() throws MalformedMessageException {
        var dialog = Dialog.ofCallee(Town.request(INVITE.replace(";tag=a1", "")), Town.FIRST);

        assertThat(dialog.id().remote()).isEqualTo(DialogId.NO_TAG);
        assertThat(header(written(dialog, Method.BYE), HeaderName.TO)).doesNotContain("tag");
    }

    private static SipRequest numbered(long number) {
        return Town.request(INVITE.replace("CSeq: 7", "CSeq: " + number));
    }
}
