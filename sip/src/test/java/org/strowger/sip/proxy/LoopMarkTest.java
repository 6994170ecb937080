package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

class LoopMarkTest {
    private static final LoopMark MARK = new LoopMark(Wire.SECRET, List.of(HeaderName.of("X-Rule")));
    private static final SipRequest INVITE = Wire.request("INVITE", "sip:bob@example.com");

    @Test
    @Rfc("5393 §4.2.2-1: the loop is looked for before forwarding")
    @Rfc("5393 §4.2.2-2: each Via that we put on is inspected for its second part")
    @Rfc("5393 §4.2.2-3: which is compared with that of this request")
    @Rfc("5393 §4.2.1-2: the branch has two parts")
    @Rfc("3261 §16.6.8-2: the branch has two parts")
    void findsARequestThatCameBackAsItWas() {
        assertThat(looped(comingBack("sip:bob@example.com", "192.0.2.1:5060", mark(INVITE))))
                .isTrue();
    }

    @Test
    @Rfc("3261 §16.3: a spiral is no loop")
    void letsASpiralPass() {
        assertThat(looped(comingBack("sip:carol@example.com", "192.0.2.1:5060", mark(INVITE))))
                .isFalse();
    }

    @Test
    void isNotMisledByTheViaOfAnother() {
        assertThat(looped(comingBack("sip:bob@example.com", "192.0.2.7:5060", mark(INVITE))))
                .isFalse();
        assertThat(looped(comingBack("sip:bob@example.com", "192.0.2.1:5060", "")))
                .isFalse();
        assertThat(looped(Wire.request(
                        "INVITE",
                        "sip:bob@example.com",
                        "Via: SIP/2.0/UDP 192.0.2.50;branch=z9hG4bKx",
                        "Via: something else entirely, and long enough to be looked at")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Route: <sip:next;lr>",
                "From: <sip:alice@example.com>;tag=other",
                "To: <sip:bob@example.com>;tag=b1",
                "Call-ID: other",
                "CSeq: 2 INVITE",
                "Proxy-Require: x",
                "Proxy-Authorization: Digest a=b",
                "X-Rule: read by routing"
            })
    @Rfc("5393 §4.2.1-4: the second part varies with all that decides where the request goes")
    @Rfc("5393 §4.2.1-5: so with Request-URI and Route")
    @Rfc("5393 §4.2.4-1: and with what differs between transactions")
    void variesWithWhatRoutingReads(String field) {
        assertThat(mark(Wire.request("INVITE", "sip:bob@example.com", field))).isNotEqualTo(mark(INVITE));
    }

    @Test
    void variesWithTheSource() {
        var flow = Wire.flow(Protocol.UDP, "192.0.2.1", 5060, "192.0.2.99", 5060);

        assertThat(MARK.of(INVITE, flow)).isNotEqualTo(MARK.of(INVITE, Wire.FROM_ALICE));
    }

    @Test
    @Rfc("5393 §4.2.1-6: the method is not part of it")
    @Rfc("3261 §16.6.8-6: the method is not part of it")
    void doesNotVaryWithTheMethodNorWithWhatEveryHopChanges() {
        assertThat(mark(Wire.request("CANCEL", "sip:bob@example.com"))).isEqualTo(mark(INVITE));
        assertThat(mark(Wire.request(
                        "INVITE",
                        "sip:bob@example.com",
                        "Max-Forwards: 3",
                        "Record-Route: <sip:x;lr>",
                        "Via: SIP/2.0/TCP else;branch=z9hG4bKe")))
                .isEqualTo(mark(INVITE));
    }

    @Test
    void staysTheSameForTheSameRequest() {
        assertThat(mark(INVITE)).isEqualTo(".7a8271accbe533e8");
    }

    private static SipRequest comingBack(String uri, String sentBy, String tail) {
        return Wire.request(
                "INVITE",
                uri,
                "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKother",
                "Via: SIP/2.0/UDP " + sentBy + ";branch=z9hG4bKfirst" + tail,
                "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKalice1");
    }

    private static boolean looped(SipRequest request) {
        return LoopMark.hasLooped(request, MARK.of(request, Wire.FROM_ALICE), Wire.OURS);
    }

    private static String mark(SipRequest request) {
        return MARK.of(request, Wire.FROM_ALICE).toString();
    }
}
