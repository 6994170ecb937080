package org.strowger.sip.media;

/**
 * A tone that never ends.
 *
 * @param hertz whole, below half of the sampling rate
 */
public record Tone(int hertz) implements Voice {
    /** What a caller of ours says. */
    public static final Tone CALLER = new Tone(440);
    /** What an agent of ours answers with: another tone, so that nobody takes his own for the other's. */
    public static final Tone CALLEE = new Tone(620);

    private static final double AMPLITUDE = 10_000;

    public Tone {
        if (hertz <= 0 || hertz >= G711.HERTZ / 2) {
            throw new IllegalArgumentException("expected a frequency from 1 to 3999 Hz, found " + hertz);
        }
    }

    /**
     * A piece of it, at 8 kHz.
     *
     * @param position of the first sample since the tone began
     */
    short[] samples(long position, int count) {
        var samples = new short[count];
        for (int i = 0; i < count; i++) {
            // a whole frequency repeats every second, so the angle stays small and exact
            long phase = (position + i) % G711.HERTZ * hertz % G711.HERTZ;
            samples[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * phase / G711.HERTZ));
        }
        return samples;
    }
}
