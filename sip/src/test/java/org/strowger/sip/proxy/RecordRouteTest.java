package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SentBy;

class RecordRouteTest {
    private static final SentBy UDP = new SentBy(Protocol.UDP, "192.0.2.1", 5060);
    private static final SentBy TCP = new SentBy(Protocol.TCP, "192.0.2.1", 5060);
    private static final SentBy IPV6 = new SentBy(Protocol.UDP, "[2001:db8::1]", 5060);
    private static final SentBy TLS = new SentBy(Protocol.TLS, "192.0.2.1", 5061);
    private static final SentBy WSS = new SentBy(Protocol.WSS, "192.0.2.1", 443);

    @Test
    @Rfc("3261 §16.6.4-3: a SIP or SIPS URI")
    @Rfc("3261 §16.6.4-4: with the lr parameter")
    @Rfc("3261 §16.6.4-5: without a transport parameter")
    @Rfc("3261 §16.6.4-6: that leads to this element")
    void isOneUriWhereBothSidesReachUsTheSameWay() {
        assertThat(values(UDP, UDP)).containsExactly("<sip:mark@192.0.2.1:5060;lr>");
    }

    @Test
    void saysTcpWhereTheNextElementCameByTcp() {
        assertThat(values(TCP, TCP)).containsExactly("<sip:mark@192.0.2.1:5060;transport=tcp;lr>");
    }

    @Test
    @Rfc("5658 §6.2-1: where the transport changes, two values, each with its transport")
    @Rfc("3608 §6.2-2: the receiving interface and the sending one")
    void isTwoUrisWhereTheTransportChanges() {
        assertThat(values(UDP, TCP))
                .containsExactly(
                        "<sip:mark@192.0.2.1:5060;transport=tcp;lr>", "<sip:mark@192.0.2.1:5060;transport=udp;lr>");
    }

    @Test
    @Rfc("3261 §16.7.8-3: each side has a URI of its own from the beginning, by the same rules, and nothing is"
            + " rewritten")
    @Rfc("3261 §16.7.8-4: with a transport that this side speaks")
    void givesTheUpstreamSideTheTransportThatItSpeaks() {
        assertThat(values(TCP, UDP).getLast()).isEqualTo("<sip:mark@192.0.2.1:5060;transport=tcp;lr>");
    }

    @Test
    @Rfc("5658 §5: where the address changes, two values, the outgoing side on top")
    @Rfc("5658 §6.2-5: also where it is the address family")
    void isTwoUrisWhereTheAddressChanges() {
        assertThat(values(UDP, IPV6))
                .containsExactly("<sip:mark@[2001:db8::1]:5060;lr>", "<sip:mark@192.0.2.1:5060;lr>");
    }

    @Test
    @Rfc("3261 §16.6.4-7: a SIPS URI where the Request-URI or the topmost Route is one")
    void isSecureForASecureResource() {
        assertThat(Wire.texts(RecordRoute.values(TLS, TLS, true, Slice.of("mark"))))
                .containsExactly("<sips:mark@192.0.2.1:5061;lr>");
    }

    @Test
    @Rfc("3261 §16.6.4-9: not a SIPS URI where the Request-URI is none, though the request came by TLS")
    @Rfc("3261 §16.7.8-2: nor on the side that speaks TLS alone")
    @Rfc("5630 §3.1.3: a SIP URI even if it uses TLS")
    @Rfc("5658 §6.2-2: but one that leads to TLS; by the parameter, see decision 0041")
    void isNoSipsUriWhereNobodyAskedForOne() {
        assertThat(values(TLS, TLS)).containsExactly("<sip:mark@192.0.2.1:5061;transport=tls;lr>");
        assertThat(values(WSS, WSS)).containsExactly("<sip:mark@192.0.2.1:443;transport=ws;lr>");
        assertThat(values(TLS, UDP))
                .containsExactly(
                        "<sip:mark@192.0.2.1:5060;transport=udp;lr>", "<sip:mark@192.0.2.1:5061;transport=tls;lr>");
        assertThat(values(WSS, TLS))
                .containsExactly(
                        "<sip:mark@192.0.2.1:5061;transport=tls;lr>", "<sip:mark@192.0.2.1:443;transport=ws;lr>");
    }

    @Test
    @Rfc("5922 §7.5-3: a name of the certificate, where it is advertised")
    void namesWhatIsAdvertised() {
        assertThat(values(UDP, new SentBy(Protocol.TLS, "sip.example.com", 5061))
                        .getFirst())
                .isEqualTo("<sip:mark@sip.example.com:5061;transport=tls;lr>");
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE,     true", "SUBSCRIBE, true", "REFER,   true", "NOTIFY,  true", "UPDATE,  true",
        "FROBNICATE, true", "BYE,       false", "ACK,    false", "MESSAGE, false", "OPTIONS, false"
    })
    @Rfc("3261 §16.6.4-2: also inside a dialog")
    @Rfc("3261 §16.6.4-11: and for every method it does not understand")
    void isDueWhereADialogMayBegin(String method, boolean due) {
        assertThat(RecordRoute.isDue(ProxySettings.DEFAULT, Method.of(Slice.of(method)), false, false))
                .isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({"false, false, false", "true, true, false", "false, true, true", "true, false, true"})
    @Rfc("3261 §16.6.4-8: where security begins here, Record-Route is inserted in any case")
    @Rfc("3261 §16.6.4-9: where it ends here, too")
    void isDueWhereSecurityChangesThoughItIsSwitchedOff(boolean fromSecure, boolean secure, boolean due) {
        var off = ProxySettings.DEFAULT.withRecordRoute(false);

        assertThat(RecordRoute.isDue(off, Method.INVITE, fromSecure, secure)).isEqualTo(due);
    }

    private static List<String> values(SentBy from, SentBy to) {
        return Wire.texts(RecordRoute.values(from, to, false, Slice.of("mark")));
    }
}
