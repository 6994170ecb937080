package org.strowger.sip.message;

/** SipHash-1-3 (Aumasson and Bernstein): a keyed hash for short input, so that no stranger can choose texts that collide. */
final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private SipHash(long k0, long k1) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    /** Both halves of the key come from one seed; the result is folded to 32 bits. */
    static int of(long seed, byte[] bytes, int start, int end) {
        long hash = of(seed, Long.rotateLeft(seed, 29) * 0x9e3779b97f4a7c15L, bytes, start, end);
        return (int) (hash ^ hash >>> 32);
    }

    static long of(long k0, long k1, byte[] bytes, int start, int end) {
        var state = new SipHash(k0, k1);
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            state.absorb(word(bytes, at, at + Long.BYTES));
        }
        state.absorb((long) (end - start) << 56 | word(bytes, at, end));
        return state.finish();
    }

    /** At most eight bytes, the first being the lowest. */
    private static long word(byte[] bytes, int from, int to) {
        long word = 0;
        for (int at = to - 1; at >= from; at--) {
            word = word << Byte.SIZE | bytes[at] & 0xffL;
        }
        return word;
    }

    private void absorb(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private long finish() {
        v2 ^= 0xff;
        round();
        round();
        round();
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
