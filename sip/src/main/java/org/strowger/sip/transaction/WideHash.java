package org.strowger.sip.transaction;

import org.strowger.sip.message.Slice;

/**
 * SipHash-1-3 with 128 bits (Aumasson and Bernstein) over some texts of which the case does not matter: who does not know the seed can
 * aim at nothing. Used once: begun, fed, read, the upper half first.
 */
final class WideHash {
    /** What capital letters lack to be small ones; see {@link Slice#wideHashIgnoringCase}. */
    private static final long SMALL = 0x2020_2020_2020_2020L;

    private static final int LAST_ROUNDS = 3;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /** Both halves of the key come from one seed. */
    WideHash(long seed) {
        long other = Long.rotateLeft(seed, 29) * 0x9e3779b97f4a7c15L;
        v0 = seed ^ 0x736f6d6570736575L;
        v1 = other ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = seed ^ 0x6c7967656e657261L;
        v3 = other ^ 0x7465646279746573L;
    }

    /** Takes a text in, and that it ends here: "ab", "c" and "a", "bc" differ. */
    WideHash text(Slice text) {
        int length = text.length();
        int whole = length & -Long.BYTES;
        for (int at = 0; at < whole; at += Long.BYTES) {
            take(text.word(at) | SMALL);
        }
        take((long) length << 56 | (whole < length ? text.word(whole) : 0) | SMALL);
        v2 ^= 0xff;
        return this;
    }

    long upperHalf() {
        return end();
    }

    long lowerHalf() {
        v1 ^= 0xdd;
        return end();
    }

    private void take(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private long end() {
        for (int round = 0; round < LAST_ROUNDS; round++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
