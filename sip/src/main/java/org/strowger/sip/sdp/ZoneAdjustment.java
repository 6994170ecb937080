package org.strowger.sip.sdp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One pair of a "z=" line (RFC 8866 §5.11).
 *
 * @param timeSeconds when the adjustment happens, since January 1, 1900 UTC
 * @param offset from the session's original time base; may be negative
 */
public record ZoneAdjustment(long timeSeconds, Duration offset) {
    public ZoneAdjustment {
        Grammar.expect(timeSeconds >= 0, "an adjustment time");
    }

    static List<ZoneAdjustment> parse(String value) {
        var fields = Grammar.fields(value);
        Grammar.expect(fields.size() % 2 == 0, "pairs of an adjustment time and an offset");
        var adjustments = new ArrayList<ZoneAdjustment>();
        for (int i = 0; i < fields.size(); i += 2) {
            var offset = fields.get(i + 1);
            boolean back = offset.startsWith("-");
            var time = TypedTime.parse(back ? offset.substring(1) : offset);
            long at = Grammar.number(fields.get(i), "an adjustment time in seconds");
            adjustments.add(new ZoneAdjustment(at, back ? time.negated() : time));
        }
        return adjustments;
    }

    static void write(List<ZoneAdjustment> adjustments, StringBuilder out) {
        char before = '=';
        out.append('z');
        for (var adjustment : adjustments) {
            out.append(before).append(adjustment.timeSeconds);
            out.append(' ').append(adjustment.offset.toSeconds());
            before = ' ';
        }
        out.append("\r\n");
    }
}
