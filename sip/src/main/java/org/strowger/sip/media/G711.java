package org.strowger.sip.media;

import java.util.Optional;
import org.strowger.sip.sdp.Codec;

/** The two laws of ITU-T G.711: 16-bit samples at 8 kHz, and one octet for each. */
public enum G711 {
    MU_LAW {
        @Override
        byte encode(short sample) {
            int sign = sample < 0 ? SIGN : 0;
            int magnitude = Math.min(Math.abs((int) sample), MU_CLIP) + MU_BIAS;
            int segment = segment(magnitude, MU_LOWEST_BIT);
            int mantissa = (magnitude >> (segment + 3)) & MANTISSA;
            return (byte) ~(sign | (segment << SEGMENT_SHIFT) | mantissa);
        }

        @Override
        short decode(byte octet) {
            int bits = ~octet;
            int magnitude = ((((bits & MANTISSA) << 3) + MU_BIAS) << segmentOf(bits)) - MU_BIAS;
            return (short) ((bits & SIGN) == 0 ? magnitude : -magnitude);
        }
    },

    A_LAW {
        @Override
        byte encode(short sample) {
            // the negative values are those of one's complement, so that -1 is the mirror of 0
            int magnitude = sample < 0 ? ~sample : sample;
            int sign = sample < 0 ? 0 : SIGN;
            int segment = magnitude < A_LINEAR ? 0 : segment(magnitude, A_LOWEST_BIT);
            int mantissa = (magnitude >> (Math.max(segment, 1) + 3)) & MANTISSA;
            return (byte) ((sign | (segment << SEGMENT_SHIFT) | mantissa) ^ A_TOGGLE);
        }

        @Override
        short decode(byte octet) {
            int bits = octet ^ A_TOGGLE;
            int segment = segmentOf(bits);
            int step = ((bits & MANTISSA) << 4) + A_HALF_STEP;
            int magnitude = segment == 0 ? step : (step + A_LINEAR) << (segment - 1);
            return (short) ((bits & SIGN) == 0 ? -magnitude : magnitude);
        }
    };

    /** Samples in a second. */
    public static final int HERTZ = 8000;

    private static final int SIGN = 0x80;
    private static final int MANTISSA = 0x0F;
    private static final int SEGMENT_SHIFT = 4;
    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32_635;
    private static final int MU_LOWEST_BIT = 7;
    private static final int A_TOGGLE = 0x55;
    private static final int A_LINEAR = 0x100;
    private static final int A_HALF_STEP = 8;
    private static final int A_LOWEST_BIT = 7;

    abstract byte encode(short sample);

    abstract short decode(byte octet);

    /** The law of a codec; empty if it is not G.711. */
    public static Optional<G711> of(Codec codec) {
        if (codec.map().isSameEncoding(Codec.PCMU.map())) {
            return Optional.of(MU_LAW);
        }
        return codec.map().isSameEncoding(Codec.PCMA.map()) ? Optional.of(A_LAW) : Optional.empty();
    }

    /** One octet for each sample. */
    public byte[] encode(short[] samples) {
        var octets = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            octets[i] = encode(samples[i]);
        }
        return octets;
    }

    /** One sample for each octet. */
    public short[] decode(byte[] octets) {
        var samples = new short[octets.length];
        for (int i = 0; i < octets.length; i++) {
            samples[i] = decode(octets[i]);
        }
        return samples;
    }

    private static int segment(int magnitude, int lowestBit) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(magnitude) - lowestBit;
    }

    private static int segmentOf(int bits) {
        return (bits >> SEGMENT_SHIFT) & 7;
    }
}
