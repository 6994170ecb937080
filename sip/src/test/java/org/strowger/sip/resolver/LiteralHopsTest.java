package org.strowger.sip.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

class LiteralHopsTest {
    private final LiteralHops literals = new LiteralHops();

    @Test
    void allUsersOfOneAddressShareItsHops() throws MalformedMessageException {
        var hops = of("sip:alice@192.0.2.7:5070");

        assertThat(hops).containsExactly(hop(Protocol.UDP, "192.0.2.7", 5070));
        assertThat(of("sip:bob@192.0.2.7:5070")).isSameAs(hops);
    }

    @Test
    void whatTheParametersAndTheSchemeSayIsKeptApart() throws MalformedMessageException {
        assertThat(of("sip:192.0.2.7")).containsExactly(hop(Protocol.UDP, "192.0.2.7", 5060));
        assertThat(of("sip:192.0.2.7;transport=tcp")).containsExactly(hop(Protocol.TCP, "192.0.2.7", 5060));
        assertThat(of("sips:192.0.2.7")).containsExactly(hop(Protocol.TLS, "192.0.2.7", 5061));
        assertThat(of("sip:192.0.2.7;maddr=192.0.2.8")).containsExactly(hop(Protocol.UDP, "192.0.2.8", 5060));
        assertThat(of("sip:192.0.2.7")).containsExactly(hop(Protocol.UDP, "192.0.2.7", 5060));
    }

    @Test
    void aNameHasNoneHowOftenItIsAskedFor() throws MalformedMessageException {
        assertThat(of("sip:example.com")).isEmpty();
        assertThat(of("sip:example.com")).isEmpty();
    }

    @Test
    void thoseOfMoreAddressesThanAreKeptAreRight() throws MalformedMessageException {
        for (int round = 0; round < 2; round++) {
            for (int number = 0; number < 3000; number++) {
                var address = "10.1.%d.%d".formatted(number / 256, number % 256);
                assertThat(of("sip:" + address)).containsExactly(hop(Protocol.UDP, address, 5060));
            }
        }
    }

    private List<NextHop> of(String uri) throws MalformedMessageException {
        return literals.of(SipUri.parse(uri), _ -> true);
    }

    private static NextHop hop(Protocol protocol, String address, int port) {
        return new NextHop.Address(protocol, new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }
}
