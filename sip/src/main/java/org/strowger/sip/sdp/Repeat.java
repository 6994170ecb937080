package org.strowger.sip.sdp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When a session comes again: an "r=" line (RFC 8866 §5.10).
 *
 * @param interval from one beginning to the next; longer than nothing
 * @param active how long each time
 * @param offsets from the start time of the "t=" line; at least one
 */
public record Repeat(Duration interval, Duration active, List<Duration> offsets) {
    public Repeat {
        Grammar.expect(interval.isPositive(), "a repeat interval above zero");
        Grammar.expect(!active.isNegative(), "an active duration");
        Grammar.expect(!offsets.isEmpty() && offsets.stream().noneMatch(Duration::isNegative), "an offset");
        offsets = List.copyOf(offsets);
    }

    static Repeat parse(String value) {
        var times = new ArrayList<Duration>();
        for (var field : Grammar.fields(value)) {
            times.add(TypedTime.parse(field));
        }
        Grammar.expect(times.size() >= 3, "a repeat interval, an active duration and an offset");
        return new Repeat(times.get(0), times.get(1), times.subList(2, times.size()));
    }

    void write(StringBuilder out) {
        out.append("r=").append(interval.toSeconds()).append(' ').append(active.toSeconds());
        for (var offset : offsets) {
            out.append(' ').append(offset.toSeconds());
        }
        out.append("\r\n");
    }
}
