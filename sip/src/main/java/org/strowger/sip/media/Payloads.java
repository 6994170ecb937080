package org.strowger.sip.media;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strowger.sip.sdp.Codec;

/**
 * What the payload types of packets that come to us stand for.
 *
 * @param codecs by payload type
 */
public record Payloads(Map<Integer, Codec> codecs) {
    /** What may come before anything was agreed: both laws of G.711 under their static numbers. */
    public static final Payloads STATIC = of(List.of(Codec.PCMU, Codec.PCMA));

    public Payloads {
        codecs = Map.copyOf(codecs);
    }

    public static Payloads of(List<Codec> codecs) {
        var byType = new HashMap<Integer, Codec>();
        codecs.forEach(codec -> byType.putIfAbsent(codec.payloadType(), codec));
        return new Payloads(byType);
    }

    boolean knows(int payloadType) {
        return codecs.containsKey(payloadType);
    }

    /** How to make sound of it; empty if it is known and no sound, such as the keys of a telephone. */
    Optional<G711> law(int payloadType) {
        return Optional.ofNullable(codecs.get(payloadType)).flatMap(G711::of);
    }
}
