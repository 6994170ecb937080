package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.OK;
import static org.strowger.sip.message.Messages.request;
import static org.strowger.sip.message.Messages.response;
import static org.strowger.sip.message.Messages.text;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

/** ACK and CANCEL, made of the request that was sent. */
class FollowUpRequestTest {
    private final SipRequest invite = request(INVITE.replaceFirst(
            "\r\n",
            "\r\n"
                    + "Require: 100rel\r\n"
                    + "Proxy-Require: foo\r\n"
                    + "Route: <sip:first;lr>\r\n"
                    + "Proxy-Authorization: Digest x=\"y\"\r\n"));

    private final SipResponse busy = response(OK.replace("200 OK", "486 Busy Here"));

    @Test
    @Rfc("3261 §17.1.1.3-2: Call-ID, From and Request-URI are equal to those of the request")
    @Rfc("3261 §17.1.1.3-3: To is equal to that of the response")
    @Rfc("3261 §17.1.1.3-4: a single Via, equal to the top Via of the request")
    @Rfc("3261 §17.1.1.3-5: the same sequence number, the method being ACK")
    @Rfc("3261 §17.1.1.3-6: the Route header fields of the request")
    @Rfc("3261 §17.1.1.3-7: no body")
    void makesTheAckOfTheInviteAndItsResponse() {
        var ack = invite.failureAck(busy);

        assertThat(ack.bytes()).hasToString("""
            ACK sip:bob@biloxi.example.com SIP/2.0
            Via: SIP/2.0/UDP client.atlanta.example.com:5060;branch=z9hG4bK74bf9;rport
            Route: <sip:first;lr>
            Route: <sip:ss1.atlanta.example.com;lr>, <sip:ss2.biloxi.example.com;lr>
            Max-Forwards: 70
            From: Alice <sip:alice@atlanta.example.com>;tag=9fxced76sl
            To: Bob <sip:bob@biloxi.example.com>;tag=314159
            Call-ID: 3848276298220188511@atlanta.example.com
            CSeq: 1 ACK
            Content-Length: 0

            """.replace("\n", "\r\n"));
        assertThat(ack.method()).isSameAs(Method.ACK);
    }

    @Test
    @Rfc("3261 §9.1: Request-URI, Call-ID, To, the number of CSeq and From are identical, tags included")
    @Rfc("3261 §9.1: a single Via, that of the request")
    @Rfc("3261 §9.1: the Route header fields of the request")
    @Rfc("3261 §9.1: no Require and no Proxy-Require")
    @Rfc("3326 §2: a CANCEL carries the reason")
    void makesTheCancelOfTheRequest() {
        var bye = request(
                INVITE.replaceFirst("\r\n", "\r\nReason: SIP ;cause=200 ;text=\"Call completed elsewhere\"\r\n"));

        var cancel = invite.cancel(bye.headers().all(HeaderName.REASON));

        assertThat(cancel.bytes()).hasToString("""
            CANCEL sip:bob@biloxi.example.com SIP/2.0
            Via: SIP/2.0/UDP client.atlanta.example.com:5060;branch=z9hG4bK74bf9;rport
            Route: <sip:first;lr>
            Route: <sip:ss1.atlanta.example.com;lr>, <sip:ss2.biloxi.example.com;lr>
            Max-Forwards: 70
            From: Alice <sip:alice@atlanta.example.com>;tag=9fxced76sl
            To: Bob <sip:bob@biloxi.example.com>
            Call-ID: 3848276298220188511@atlanta.example.com
            CSeq: 1 CANCEL
            Reason: SIP ;cause=200 ;text="Call completed elsewhere"
            Content-Length: 0

            """.replace("\n", "\r\n"));
        assertThat(cancel.cseq()).isEqualTo(new CSeq(1, Method.CANCEL));
    }

    @Test
    @Rfc("3261 §9.1: the To tag of the request is kept")
    void cancelsWithinADialogToo() {
        var reinvite = request(Messages.inviteWith("To: <sip:bob@b>;tag=314159"));

        assertThat(reinvite.cancel(List.of()).toTag()).hasValue(new Tag(text("314159")));
    }
}
