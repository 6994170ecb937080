package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

class HopRequestsTest {
    private static final SipRequest INVITE = Samples.request("""
        INVITE sip:bob@biloxi.com SIP/2.0
        Via: SIP/2.0/UDP proxy.atlanta.com:5060;branch=z9hG4bKkjshdyff;rport
        Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKbelow
        Route: <sip:p1.biloxi.com;lr>, <sip:p2.biloxi.com;lr>
        Route: <sip:p3.biloxi.com;lr>
        Require: 100rel
        Proxy-Require: foo
        Max-Forwards: 12
        To: Bob <sip:bob@biloxi.com>
        From: Alice <sip:alice@atlanta.com>;tag=88sja8x
        Call-ID: 987asjd97y7atg
        CSeq: 986759 INVITE
        Content-Type: text/plain
        Content-Length: 5

        hello\
        """);

    private final SipRequest ack = HopRequests.ack(INVITE, response(INVITE, 486));

    @Test
    @Rfc("3261 §17.1.1.3-2: Call-ID, From and Request-URI are those of the INVITE")
    void acknowledgesTheSameRequest() {
        assertThat(ack.method()).isEqualTo(Method.ACK);
        assertThat(ack.requestUri().text()).isEqualTo(INVITE.requestUri().text());
        assertThat(ack.callId()).isEqualTo(INVITE.callId());
        assertThat(ack.headers().value(HeaderName.FROM))
                .isEqualTo(INVITE.headers().value(HeaderName.FROM));
    }

    @Test
    @Rfc("3261 §17.1.1.3-3: To is that of the response")
    void acknowledgesTheOneWhoAnswered() {
        assertThat(ack.headers().value(HeaderName.TO).orElseThrow())
                .hasToString("Bob <sip:bob@biloxi.com>;tag=99sa0xk");
    }

    @Test
    @Rfc("3261 §17.1.1.3-4: a single Via, the top Via of the INVITE")
    void acknowledgesWithTheTopViaAlone() {
        assertThat(ack.headers().values(HeaderName.VIA))
                .containsExactly(INVITE.topVia().text());
    }

    @Test
    @Rfc("3261 §17.1.1.3-5: the same number in CSeq, and the method ACK")
    void acknowledgesTheSameNumber() {
        assertThat(ack.cseq().number()).isEqualTo(986_759);
        assertThat(ack.cseq().method()).isEqualTo(Method.ACK);
    }

    @Test
    @Rfc("3261 §17.1.1.3-6: the Route header fields of the INVITE")
    void acknowledgesByTheSameRoute() {
        assertThat(ack.headers().values(HeaderName.ROUTE))
                .isEqualTo(INVITE.headers().values(HeaderName.ROUTE));
    }

    @Test
    @Rfc("3261 §17.1.1.3-7: no body")
    void acknowledgesWithoutABody() {
        assertThat(ack.body().isEmpty()).isTrue();
        assertThat(ack.headers().has(HeaderName.CONTENT_TYPE)).isFalse();
    }

    @Test
    @Rfc("3261 §9.1: Request-URI, Call-ID, To, the number of CSeq and From are identical")
    @Rfc("3261 §9.1: a single Via, the top Via of the INVITE; its Route; the method CANCEL in CSeq")
    void cancelsTheSameRequest() {
        var cancel = HopRequests.cancel(INVITE, List.of());

        assertThat(cancel.method()).isEqualTo(Method.CANCEL);
        assertThat(cancel.requestUri().text()).isEqualTo(INVITE.requestUri().text());
        assertThat(cancel.callId()).isEqualTo(INVITE.callId());
        for (var name : List.of(HeaderName.TO, HeaderName.FROM)) {
            assertThat(cancel.headers().value(name)).isEqualTo(INVITE.headers().value(name));
        }
        assertThat(cancel.headers().values(HeaderName.VIA))
                .containsExactly(INVITE.topVia().text());
        assertThat(cancel.headers().values(HeaderName.ROUTE))
                .isEqualTo(INVITE.headers().values(HeaderName.ROUTE));
        assertThat(cancel.cseq().number()).isEqualTo(986_759);
        assertThat(cancel.cseq().method()).isEqualTo(Method.CANCEL);
    }

    @Test
    @Rfc("3261 §9.1: no Require and no Proxy-Require")
    void requiresNothingOfACancel() {
        var cancel = HopRequests.cancel(INVITE, List.of());

        assertThat(cancel.headers().has(HeaderName.REQUIRE)).isFalse();
        assertThat(cancel.headers().has(HeaderName.PROXY_REQUIRE)).isFalse();
        assertThat(cancel.body().isEmpty()).isTrue();
    }

    @Test
    @Rfc("3326 §2: a CANCEL may say why")
    void cancelsWithAReason() {
        var why = Slice.of("SIP;cause=200;text=\"Call completed elsewhere\"");

        var cancel = HopRequests.cancel(INVITE, List.of(new HeaderField(HeaderName.REASON, why, why)));

        assertThat(cancel.headers().value(HeaderName.REASON)).contains(why);
    }
}
