package org.strowger.sip.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final InetAddress IPV4 = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress IPV6 = InetAddress.ofLiteral("2001:db8::1");

    @Test
    void triesIpv6FirstWhereItIsRouted() {
        assertThat(learned(true).ordered(List.of(IPV4), List.of(IPV6))).containsExactly(IPV6, IPV4);
    }

    @Test
    void triesAddressesWithoutARouteLast() {
        assertThat(learned(false).ordered(List.of(IPV4), List.of(IPV6))).containsExactly(IPV4, IPV6);
    }

    @Test
    void asksTheKernelWithoutHarm() {
        var reachability = new Reachability();
        reachability.learn(List.of(IPV4, IPV6));

        assertThat(reachability.ordered(List.of(IPV4), List.of(IPV6))).containsExactlyInAnyOrder(IPV4, IPV6);
    }

    private static Reachability learned(boolean routed) {
        var reachability = new Reachability(_ -> routed);
        reachability.learn(List.of(IPV6));
        return reachability;
    }
}
