package org.strowger.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderTest {
    private final Ladder ladder = new Ladder(List.of("A (caller)", "SIP proxy", "B (callee)"));
    private final List<Row> rows = new ArrayList<>();

    @Test
    void theNextLabelStandsBesideTheArrowBeforeIt() {
        draw(0, 1, "1. INVITE (SDP offer)", "0.000 s");
        draw(1, 2, "2. INVITE (SDP offer)", "0.001 s");
        draw(1, 0, "3. 100 Trying", "0.001 s");
        draw(2, 1, "4. 180 Ringing", "0.010 s");
        rows.addAll(ladder.flush());

        assertThat(text()).isEqualTo("""
                       | 1. INVITE (SDP offer)        |                              |
            0.000 s    |----------------------------->| 2. INVITE (SDP offer)        |
            0.001 s    |               3. 100 Trying  |----------------------------->|
            0.001 s    |<-----------------------------|              4. 180 Ringing  |
            0.010 s    |                              |<-----------------------------|
            """);
    }

    @Test
    void anArrowOverSeveralColumnsCrossesTheirLifelines() {
        draw(0, 2, "media", "");
        rows.addAll(ladder.flush());

        assertThat(rows.getLast().text()).matches(" {11}\\|-{60}>\\|");
    }

    @Test
    void mediaPointsBothWays() {
        rows.addAll(ladder.add(new Arrow(0, 2, "RTP", Tone.MEDIA, true), ""));
        rows.addAll(ladder.flush());

        assertThat(rows.getLast().text()).matches(" {11}\\|<=+>\\|");
    }

    @Test
    void aLabelThatIsTooLongIsCutVisibly() {
        draw(0, 1, "x".repeat(60), "");

        assertThat(rows.getFirst().text()).contains("xx…").doesNotContain("x".repeat(30));
    }

    @Test
    void namesStandOverTheirLifelines() {
        var heading = ladder.heading().text();
        draw(0, 1, "", "");

        assertThat(heading.indexOf("A (caller)") + 5)
                .isEqualTo(rows.getFirst().text().indexOf('|'));
        assertThat(heading.indexOf("B (callee)") + 5)
                .isEqualTo(rows.getFirst().text().lastIndexOf('|'));
    }

    private void draw(int from, int to, String label, String note) {
        rows.addAll(ladder.add(new Arrow(from, to, label, Tone.REQUEST, false), note));
    }

    private String text() {
        var text = new StringBuilder();
        for (var row : rows) {
            text.append(row.text()).append('\n');
        }
        return text.toString();
    }
}
