package org.strowger.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.Method;

class ConditionTest {
    private static final Condition ALL = new Condition(
            Set.of(Method.INVITE, Method.MESSAGE),
            List.of(new Glob("0*"), new Glob("9*")),
            List.of(new Glob("*.Partner.test")),
            List.of(AddressRange.parse("192.0.2.0/24"), AddressRange.parse("2001:db8::/32")));

    private static boolean holds(Condition condition, Method method, String user, String host, String source) {
        return condition.holds(method, user, host, InetAddress.ofLiteral(source));
    }

    @Test
    void holdsWhereOneOfEachListHolds() {
        assertThat(holds(ALL, Method.INVITE, "0123", "sip.partner.test", "192.0.2.7"))
                .isTrue();
        assertThat(holds(ALL, Method.MESSAGE, "900", "a.partner.test", "2001:db8::1"))
                .isTrue();
    }

    @Test
    void failsWhereOneListFails() {
        assertThat(holds(ALL, Method.OPTIONS, "0123", "sip.partner.test", "192.0.2.7"))
                .isFalse();
        assertThat(holds(ALL, Method.INVITE, "1234", "sip.partner.test", "192.0.2.7"))
                .isFalse();
        assertThat(holds(ALL, Method.INVITE, "0123", "partner.test", "192.0.2.7"))
                .isFalse();
        assertThat(holds(ALL, Method.INVITE, "0123", "sip.partner.test", "192.0.3.7"))
                .isFalse();
    }

    @Test
    void holdsAlwaysWhereNothingIsNamed() {
        assertThat(holds(Condition.ALWAYS, Method.SUBSCRIBE, "", "", "203.0.113.1"))
                .isTrue();
    }
}
