package org.strowger.sip.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.message.Via;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

class DestinationTest {
    private static final Set<Protocol> PLAIN = EnumSet.of(Protocol.UDP, Protocol.TCP);
    private static final Set<Protocol> ALL = EnumSet.allOf(Protocol.class);

    @ParameterizedTest
    @CsvSource({
        "sip:a@example.com;transport=tcp,     TCP, example.com, 5060",
        "sip:a@example.com;transport=UDP,     UDP, example.com, 5060",
        "sip:a@example.com:5080,              UDP, example.com, 5080",
        "sip:192.0.2.1,                       UDP, 192.0.2.1,   5060",
        "sip:[2001:db8::1]:5070,              UDP, 2001:db8::1, 5070",
        "sip:a@example.com;maddr=192.0.2.7,   UDP, 192.0.2.7,   5060",
    })
    @Rfc("3263 §4.1-1: the transport of the URI is used")
    @Rfc("3263 §4.1-2: UDP for a sip URI with a numeric host")
    @Rfc("3263 §4.1-3: UDP for a sip URI with a port")
    void followsWhatTheUriSays(String uri, Protocol protocol, String host, int port) throws MalformedMessageException {
        assertThat(Destination.of(Uri.parse(uri), PLAIN::contains)).hasValueSatisfying(found -> {
            assertThat(found.protocol()).isEqualTo(protocol);
            assertThat(found.host()).isEqualTo(host);
            assertThat(found.port()).isEqualTo(port);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sips:a@example.com,                TLS, 5061",
        "sips:a@192.0.2.1:5070,             TLS, 5070",
        "sips:a@example.com;transport=tcp,  TLS, 5061",
        "sips:a@example.com;transport=ws,   WSS, 443",
        "sip:a@example.com;transport=ws,    WS,  80",
    })
    @Rfc("3263 §4.1-2: TCP, that is TLS, for a sips URI with a numeric host")
    @Rfc("3263 §4.1-15: TCP, that is TLS, for a sips URI")
    void takesASecureTransportForASipsUri(String uri, Protocol protocol, int port) throws MalformedMessageException {
        var destination = Destination.of(Uri.parse(uri), ALL::contains);

        assertThat(destination).hasValueSatisfying(found -> {
            assertThat(found.protocol()).isEqualTo(protocol);
            assertThat(found.port()).isEqualTo(port);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sips:a@example.com",
        "sip:a@example.com;transport=tls",
        "sip:a@example.com;transport=sctp",
        "sips:a@example.com;transport=udp",
        "tel:+4930123456",
        "http://example.com/",
    })
    void hasNoWayWhereTheTransportIsMissing(String uri) throws MalformedMessageException {
        assertThat(Destination.of(Uri.parse(uri), PLAIN::contains)).isEmpty();
    }

    @Test
    void goesByTcpWhereUdpIsSwitchedOff() throws MalformedMessageException {
        assertThat(Destination.of(Uri.parse("sip:example.com"), Protocol.TCP::equals))
                .contains(new Destination(
                        Protocol.TCP, "example.com", 5060, Destination.Open.PROTOCOL, false, "example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:a@example.com,                     PROTOCOL,  false",
        "sips:a@example.com,                    PROTOCOL,  true",
        "sip:a@example.com;transport=tcp,       SERVERS,   false",
        "sip:a@example.com:5060,                ADDRESSES, false",
        "sip:a@example.com:5060;transport=tcp,  ADDRESSES, false",
    })
    void leavesOpenWhatTheUriDoesNotSay(String uri, Destination.Open open, boolean secure)
            throws MalformedMessageException {
        assertThat(Destination.of(Uri.parse(uri), ALL::contains)).hasValueSatisfying(found -> {
            assertThat(found.open()).isEqualTo(open);
            assertThat(found.secure()).isEqualTo(secure);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "SIP/2.0/UDP example.com;branch=z9hG4bK1,      UDP, 5060, SERVERS",
        "SIP/2.0/TCP example.com:5070;branch=z9hG4bK1, TCP, 5070, ADDRESSES",
        "SIP/2.0/TLS example.com;branch=z9hG4bK1,      TLS, 5061, SERVERS",
    })
    @Rfc("3263 §5-1: what came by TLS is answered by TLS")
    void leadsBackToTheSentByOfAVia(String via, Protocol protocol, int port, Destination.Open open)
            throws MalformedMessageException {
        assertThat(Destination.of(Via.parse(Slice.of(via)), ALL::contains))
                .contains(new Destination(protocol, "example.com", port, open, protocol.isSecure(), "example.com"));
    }
}
