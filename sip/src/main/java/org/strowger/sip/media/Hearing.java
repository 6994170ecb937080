package org.strowger.sip.media;

/** The last tenth of a second that was heard, and which tones are in it. */
final class Hearing {
    private static final int WINDOW_SAMPLES = G711.HERTZ / 10;
    private static final int FEWEST_SAMPLES = G711.HERTZ / 50;
    /** A tone alone has nearly all energy of the window, noise or another tone next to none at its frequency. */
    private static final double TONE_SHARE = 0.5;

    private final short[] window = new short[WINDOW_SAMPLES];
    private long heard;

    void hear(short[] samples) {
        for (var sample : samples) {
            window[(int) (heard++ % WINDOW_SAMPLES)] = sample;
        }
    }

    /** Whether that tone is most of what was heard last. */
    boolean hears(Tone tone) {
        return heard >= FEWEST_SAMPLES && share(tone.hertz()) > TONE_SHARE;
    }

    /** How much of the energy lies at that frequency, from 0 to about 1, by Goertzel's algorithm. */
    double share(int hertz) {
        int count = (int) Math.min(heard, WINDOW_SAMPLES);
        double turn = 2 * Math.cos(2 * Math.PI * hertz / G711.HERTZ);
        double last = 0;
        double beforeLast = 0;
        double energy = 0;
        for (long at = heard - count; at < heard; at++) {
            double sample = window[(int) (at % WINDOW_SAMPLES)];
            double next = sample + turn * last - beforeLast;
            beforeLast = last;
            last = next;
            energy += sample * sample;
        }
        double power = last * last + beforeLast * beforeLast - turn * last * beforeLast;
        return energy == 0 ? 0 : 2 * power / (count * energy);
    }
}
