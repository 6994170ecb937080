package org.strowger.sip.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * The formats both sides speak in a stream.
 *
 * @param sends what we may send, under the numbers of the other side, in its order of preference
 * @param receives what may come to us, under our numbers, in our order
 */
public record Formats(List<Codec> sends, List<Codec> receives) {
    public Formats {
        sends = List.copyOf(sends);
        receives = List.copyOf(receives);
    }

    static Formats between(MediaDescription local, MediaDescription remote) {
        var receives = local.codecs();
        var sends = new ArrayList<Codec>();
        for (var theirs : remote.codecs()) {
            if (receives.stream().anyMatch(theirs::isSameFormat)) {
                sends.add(theirs);
            }
        }
        return new Formats(sends, receives);
    }
}
