package org.strowger.sip.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class RecordsTest {
    private static final Name SERVICE = Name.fromConstantString("_sip._udp.example.com.");

    @Test
    @Rfc("2782: targets with the lowest-numbered priority first")
    void ordersByPriority() {
        var answer = srv("30 0 5060 c.example.", "10 0 5060 a.example.", "20 65535 5060 b.example.");

        for (long seed = 0; seed < 100; seed++) {
            assertThat(hosts(answer, seed)).containsExactly("a.example.", "b.example.", "c.example.");
        }
    }

    @Test
    @Rfc("2782: larger weights are given a proportionately higher probability of being selected")
    void sharesCallsByWeight() {
        var answer = srv("1 70 5060 a.example.", "1 20 5060 b.example.", "1 10 5060 c.example.", "1 0 5060 d.example.");
        var first = new HashMap<String, Integer>();
        for (long seed = 0; seed < 10_000; seed++) {
            first.merge(hosts(answer, seed * 0x9e3779b97f4a7c15L).getFirst(), 1, Integer::sum);
        }

        assertThat(first.get("a.example.")).isBetween(6700, 7300);
        assertThat(first.get("b.example.")).isBetween(1800, 2200);
        assertThat(first.get("c.example.")).isBetween(850, 1150);
        assertThat(first.get("d.example.")).as("a very small chance").isBetween(40, 180);
    }

    @Test
    void sharesCallsEvenlyWhereNoWeightIsGiven() {
        var answer = srv("1 0 5060 a.example.", "1 0 5060 b.example.");
        int first = 0;
        for (long seed = 0; seed < 1000; seed++) {
            first += hosts(answer, seed * 0x9e3779b97f4a7c15L).getFirst().equals("a.example.") ? 1 : 0;
        }

        assertThat(first).isBetween(420, 580);
    }

    @Test
    void leavesOutWhatIsNoServer() {
        assertThat(hosts(srv("1 0 5060 .", "1 0 0 a.example."), 1)).isEmpty();
    }

    @Test
    void readsAliasesOnTheWay() {
        var zone =
                Zone.of("a.example. 20 CNAME b.example.", "b.example. 90 CNAME c.example.", "c.example. A 192.0.2.1");
        var asked = new Question(Name.fromConstantString("a.example."), Type.A);

        var reading = Answer.read(asked, zone.answer(Record.newRecord(asked.name(), Type.A, DClass.IN)));

        assertThat(reading.answer().kind()).isEqualTo(Answer.Kind.NONE);
        assertThat(reading.end()).hasToString("b.example.");
        assertThat(reading.aliasesLast()).hasSeconds(20);
    }

    private static List<String> hosts(Answer answer, long seed) {
        return Records.servers(answer, new Choice(seed, false)).stream()
                .map(server -> server.host().toString())
                .toList();
    }

    private static Answer srv(String... records) {
        var zone = new Zone();
        for (var record : records) {
            zone.add(SERVICE + " SRV " + record);
        }
        var asked = new Question(SERVICE, Type.SRV);
        return Answer.read(asked, zone.answer(Record.newRecord(SERVICE, Type.SRV, DClass.IN)))
                .answer();
    }
}
