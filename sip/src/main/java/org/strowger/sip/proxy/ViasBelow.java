package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;

/**
 * The Via values below ours of a request that we sent, as one array, each behind its length: what is kept of an answered INVITE for a 2xx of
 * another fork, which hardly ever comes.
 */
final class ViasBelow {
    private static final int LENGTH_BYTES = 2;

    private ViasBelow() {}

    static Slice of(SipRequest sent) {
        var values = sent.headers().values(HeaderName.VIA);
        int length = 0;
        for (int below = 1; below < values.size(); below++) {
            length += LENGTH_BYTES + values.get(below).length();
        }
        var kept = new byte[length];
        int at = 0;
        for (int below = 1; below < values.size(); below++) {
            var value = values.get(below);
            kept[at] = (byte) (value.length() >> Byte.SIZE);
            kept[at + 1] = (byte) value.length();
            at = value.copyTo(kept, at + LENGTH_BYTES);
        }
        return Slice.of(kept);
    }

    static List<Slice> values(Slice kept) {
        var values = new ArrayList<Slice>();
        int at = 0;
        while (at < kept.length()) {
            int start = at + LENGTH_BYTES;
            int length = (kept.at(at) & 0xff) << Byte.SIZE | kept.at(at + 1) & 0xff;
            values.add(kept.part(start, start + length));
            at = start + length;
        }
        return values;
    }
}
