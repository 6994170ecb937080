package org.strowger.server.registrar;

import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.auth.Verdict;
import org.strowger.sip.message.HeaderName;

/** The header fields of a 401 or 407. */
final class Challenges {
    private Challenges() {}

    /** In the order of preference (RFC 8760 §2.3). */
    static List<Line> lines(HeaderName name, Verdict.Challenged challenged) {
        var lines = new ArrayList<Line>();
        for (var challenge : challenged.challenges()) {
            lines.add(new Line(name, challenge.headerValue()));
        }
        return List.copyOf(lines);
    }
}
