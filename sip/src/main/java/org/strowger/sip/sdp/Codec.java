package org.strowger.sip.sdp;

import java.util.Set;

/**
 * A format of RTP: what a payload type number stands for, and its parameters.
 *
 * @param parameters of the "fmtp" attribute; empty if there are none
 */
public record Codec(RtpMap map, String parameters) {
    /** G.711 mu-law, payload type 0 (RFC 3551 §4.5.14). */
    public static final Codec PCMU = new Codec(RtpMap.of(0, "PCMU", 8000), "");
    /** G.711 A-law, payload type 8 (RFC 3551 §4.5.14). */
    public static final Codec PCMA = new Codec(RtpMap.of(8, "PCMA", 8000), "");

    private static final String TELEPHONE_EVENT = "telephone-event";
    private static final String EVENTS = "0-16";
    private static final int FIRST_DYNAMIC = 96;

    public Codec {
        Grammar.expect(Grammar.isText(parameters), "format parameters on one line");
    }

    /** Keys of a telephone, and the hook flash, as events 0 to 16 (RFC 4733 §2.5.1.1). */
    public static Codec telephoneEvent(int payloadType) {
        return new Codec(RtpMap.of(payloadType, TELEPHONE_EVENT, 8000), EVENTS);
    }

    public int payloadType() {
        return map.payloadType();
    }

    /** Whether it carries keys, not sound. */
    public boolean isTelephoneEvent() {
        return map.encoding().equalsIgnoreCase(TELEPHONE_EVENT);
    }

    /** In one word for people, such as {@code PCMU/8000}. */
    public String summary() {
        return map.summary();
    }

    /**
     * Whether both are the same format, whatever the numbers. Parameters are part of it, "processed as the media format
     * value itself would be" (RFC 3264 §6.1), unless one side has none; the events of a telephone never are.
     */
    boolean isSameFormat(Codec other) {
        boolean free = isTelephoneEvent() || parameters.isEmpty() || other.parameters.isEmpty();
        return map.isSameEncoding(other.map) && (free || parameters.equalsIgnoreCase(other.parameters));
    }

    /** This codec under a number that nothing else has: its own, or the first free dynamic one. */
    Codec outside(Set<Integer> taken) {
        if (!taken.contains(payloadType())) {
            return this;
        }
        for (int number = FIRST_DYNAMIC; number <= RtpMap.MAX_PAYLOAD_TYPE; number++) {
            if (!taken.contains(number)) {
                return new Codec(new RtpMap(number, map.encoding(), map.clockRate(), map.channels()), parameters);
            }
        }
        throw new IllegalStateException("no payload type is free for " + summary());
    }

    /** This codec of ours under the number and the configuration of the offer's. */
    Codec as(Codec offered) {
        var map = new RtpMap(
                offered.payloadType(), offered.map.encoding(), offered.map.clockRate(), offered.map.channels());
        return new Codec(map, isTelephoneEvent() ? parameters : offered.parameters);
    }
}
