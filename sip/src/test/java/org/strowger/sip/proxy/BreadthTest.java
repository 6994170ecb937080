package org.strowger.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.testing.Rfc;

class BreadthTest {
    private final Office office = new Office();

    @Test
    @Rfc("5393 §5.3.3-1: a request without Max-Breadth gets 60")
    @Rfc("5393 §5.3.3-4: every proxied request has one")
    void gives60WhereThereIsNone() {
        office.alice("INVITE", "sip:b@example.com");

        assertThat(breadth(office.bob)).containsExactly("60");
    }

    @ParameterizedTest
    @CsvSource({"61,60", "99999999999999999999,60", "many,60", "60,60", "7,7", "1,1"})
    @Rfc("5393 §5.3.3-2: 60 is the most that is accepted")
    @Rfc("5393 §5.3.3-3: more than that is overwritten")
    @Rfc("5393 §5.3.3-7: what came within that is handed on whole")
    @Rfc("5393 §5.3.3-8: a hop takes nothing away")
    void handsOnWhatCameUpToThat(String came, String leaves) {
        office.alice("INVITE", "sip:b@example.com", "Max-Breadth: " + came);

        assertThat(breadth(office.bob)).containsExactly(leaves);
    }

    @Test
    @Rfc("5393 §5.3.3-4: a single value")
    void leavesOneOfSeveral() {
        office.alice("OPTIONS", "sip:b@example.com", "Max-Breadth: 5", "Max-Breadth: 6");

        assertThat(breadth(office.bob)).containsExactly("5");
    }

    @Test
    @Rfc("5393 §5.3.3-5: the shares of all branches are no more than what came")
    @Rfc("5393 §5.3.3-7: and no less")
    void sharesItAmongTheBranches() {
        office.alice("INVITE", "sip:bcd@example.com", "Max-Breadth: 8");

        assertThat(List.of(breadth(office.bob), breadth(office.carol), breadth(office.dave)))
                .containsExactly(List.of("3"), List.of("3"), List.of("2"));
    }

    @Test
    @Rfc("5393 §5.3.3-6: a fork that is broader than what came is answered 440")
    void says440WhereItDoesNotSuffice() {
        office.alice("INVITE", "sip:bcd@example.com", "Max-Breadth: 2");

        assertThat(office.alice.codes()).contains(440).doesNotContain(482);
        assertThat(office.bob.requests()).isEmpty();
    }

    @Test
    @Rfc("5393 §5.3.3.1-1: what a branch had is free again behind its final response")
    void usesAgainWhatIsFree() {
        var fork = Fork.ofBreadth(2)
                .targeted(target("desk", 1000), target("home", 1000), target("lobby", 500), target("attic", 500))
                .resolved(0, Wire.hop(1))
                .resolved(1, Wire.hop(2));
        assertThat(fork.shares()).containsExactly(1, 1);

        fork.receives(0, 486);
        assertThat(fork.receives(1, 480).asked()).containsExactly("resolve 2", "resolve 3");
        assertThat(fork.shares()).containsExactly(1, 1);
    }

    @Test
    void triesTheNextGroupWhereOneIsTooBroad() {
        var fork = Fork.ofBreadth(1).targeted(target("desk", 1000), target("home", 1000), target("mobile", 500));

        assertThat(fork.asked()).containsExactly("resolve 0");
        assertThat(fork.resolved(0, Wire.hop(1)).receives(0, 486).asked()).containsExactly("best 486");
    }

    private static Target target(String user, int priority) {
        return Target.of(Wire.uri("sip:" + user + "@192.0.2.60")).withPriority(priority);
    }

    private static List<String> breadth(Peer phone) {
        SipRequest request = phone.requests().getFirst();
        return request.headers().values(HeaderName.MAX_BREADTH).stream()
                .map(Slice::toString)
                .toList();
    }
}
