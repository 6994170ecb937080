package org.strowger.sip.sdp;

import java.util.List;

/**
 * A time description: a "t=" line with its "r=" and "z=" lines (RFC 8866 §5.9, §5.10, §5.11).
 *
 * @param startSeconds since January 1, 1900 UTC; 0 if it has always begun
 * @param stopSeconds since January 1, 1900 UTC; 0 if it never ends
 * @param zones empty without repeats: it modifies them and nothing else
 */
public record Timing(long startSeconds, long stopSeconds, List<Repeat> repeats, List<ZoneAdjustment> zones) {
    /** {@code t=0 0}: what every call says (RFC 3264 §5). */
    public static final Timing PERMANENT = new Timing(0, 0, List.of(), List.of());

    public Timing {
        Grammar.expect(startSeconds >= 0 && stopSeconds >= 0, "a start time and a stop time");
        Grammar.expect(zones.isEmpty() || !repeats.isEmpty(), "a time zone adjustment only behind repeat times");
        repeats = List.copyOf(repeats);
        zones = List.copyOf(zones);
    }

    static Timing parse(String value) {
        var fields = Grammar.fields(value);
        Grammar.expect(fields.size() == 2, "a start time and a stop time");
        long start = Grammar.number(fields.getFirst(), "a start time in seconds");
        long stop = Grammar.number(fields.getLast(), "a stop time in seconds");
        return new Timing(start, stop, List.of(), List.of());
    }

    Timing repeating(List<Repeat> times, List<ZoneAdjustment> adjustments) {
        return new Timing(startSeconds, stopSeconds, times, adjustments);
    }

    void write(StringBuilder out) {
        out.append("t=").append(startSeconds).append(' ').append(stopSeconds).append("\r\n");
        repeats.forEach(repeat -> repeat.write(out));
        if (!zones.isEmpty()) {
            ZoneAdjustment.write(zones, out);
        }
    }
}
