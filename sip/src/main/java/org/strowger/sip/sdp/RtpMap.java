package org.strowger.sip.sdp;

import java.util.Optional;

/**
 * What a payload type number stands for: the "rtpmap" attribute (RFC 8866 §6.6).
 *
 * @param payloadType 0 to 127
 * @param encoding compared without regard to case
 * @param clockRate in Hz
 * @param channels 1 unless written otherwise
 */
public record RtpMap(int payloadType, String encoding, int clockRate, int channels) {
    static final int MAX_PAYLOAD_TYPE = 127;

    public RtpMap {
        Grammar.expect(payloadType >= 0 && payloadType <= MAX_PAYLOAD_TYPE, "a payload type from 0 to 127");
        Grammar.expect(Grammar.isToken(encoding), "an encoding name");
        Grammar.expect(clockRate > 0, "a clock rate");
        Grammar.expect(channels > 0, "a number of channels");
    }

    /** A map of one channel. */
    public static RtpMap of(int payloadType, String encoding, int clockRate) {
        return new RtpMap(payloadType, encoding, clockRate, 1);
    }

    /**
     * Reads the value of an attribute.
     *
     * @return empty if it is not an rtpmap: then the attribute is not understood, and ignored
     */
    public static Optional<RtpMap> parse(String value) {
        try {
            return Optional.of(read(value));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether both name the same encoding, whatever the numbers (RFC 8866 §5.14: names ignore case). */
    public boolean isSameEncoding(RtpMap other) {
        return encoding.equalsIgnoreCase(other.encoding) && clockRate == other.clockRate && channels == other.channels;
    }

    /** In one word for people, such as {@code PCMU/8000}. */
    public String summary() {
        return encoding + "/" + clockRate + (channels == 1 ? "" : "/" + channels);
    }

    Attribute attribute() {
        return new Attribute("rtpmap", payloadType + " " + summary());
    }

    private static RtpMap read(String value) {
        var fields = Grammar.fields(value);
        Grammar.expect(fields.size() == 2, "a payload type and an encoding");
        var parts = Grammar.split(fields.get(1), '/');
        Grammar.expect(parts.size() == 2 || parts.size() == 3, "an encoding name and a clock rate");
        int payloadType = Grammar.number(fields.getFirst(), 0, MAX_PAYLOAD_TYPE, "a payload type from 0 to 127");
        int clockRate = Grammar.number(parts.get(1), 1, Integer.MAX_VALUE, "a clock rate");
        int channels = parts.size() == 2 ? 1 : Grammar.number(parts.get(2), 1, Integer.MAX_VALUE, "channels");
        return new RtpMap(payloadType, parts.getFirst(), clockRate, channels);
    }
}
