package org.strowger.sip.proxy;

import org.strowger.sip.message.Slice;

/**
 * A keyed check over some fields (SipHash-2-4, Aumasson and Bernstein 2012): who does not know the secret can neither forge nor steer
 * it. Used once: begun, fed, read.
 */
final class Seal {
    /** Characters of {@link #hex}. */
    static final int HEX_DIGITS = 16;

    private static final byte[] DIGITS = Slice.of("0123456789abcdef").bytes();
    private static final int END_OF_FIELD = 0;

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long word;
    private int length;

    private Seal(Secret secret) {
        v0 = secret.first() ^ 0x736f6d6570736575L;
        v1 = secret.second() ^ 0x646f72616e646f6dL;
        v2 = secret.first() ^ 0x6c7967656e657261L;
        v3 = secret.second() ^ 0x7465646279746573L;
    }

    private Seal(Seal other) {
        v0 = other.v0;
        v1 = other.v1;
        v2 = other.v2;
        v3 = other.v3;
        word = other.word;
        length = other.length;
    }

    static Seal begin(Secret secret) {
        return new Seal(secret);
    }

    /** Another that was fed the same so far. */
    Seal copy() {
        return new Seal(this);
    }

    /** Takes a field in, so that "ab", "c" and "a", "bc" differ. */
    Seal field(Slice field) {
        octets(field);
        take(END_OF_FIELD, 1);
        return this;
    }

    /** Takes the field's octets in without marking its end. */
    Seal octets(Slice octets) {
        for (int at = 0; at < octets.length(); at += Long.BYTES) {
            take(octets.word(at), Math.min(Long.BYTES, octets.length() - at));
        }
        return this;
    }

    /** Takes a number in. */
    Seal number(long number) {
        take(number, Long.BYTES);
        return this;
    }

    /** Writes the check there as 16 hexadecimal digits, fit for a token, a tag, a user part; returns the offset behind it. */
    int hex(byte[] target, int at) {
        long value = value();
        for (int digit = HEX_DIGITS - 1; digit >= 0; digit--) {
            target[at + digit] = DIGITS[(int) value & 0xf];
            value >>>= 4;
        }
        return at + HEX_DIGITS;
    }

    /** Whether that is what {@link #hex} writes. */
    boolean isHex(Slice text) {
        if (text.length() != HEX_DIGITS) {
            return false;
        }
        long value = value();
        for (int at = 0; at < HEX_DIGITS; at++) {
            int digit = (int) (value >>> 4 * (HEX_DIGITS - 1 - at)) & 0xf;
            if (text.at(at) != DIGITS[digit]) {
                return false;
            }
        }
        return true;
    }

    /** The check; nothing may be taken in behind it. */
    long value() {
        word |= (long) length << 56;
        absorb();
        v2 ^= 0xff;
        for (int round = 0; round < 4; round++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Takes that many octets in, the lowest first, with zeros above them: they fill up the word that is begun and begin the next. */
    private void take(long octets, int count) {
        int begun = length & Long.BYTES - 1;
        word |= octets << begun * Byte.SIZE;
        length += count;
        if (begun + count >= Long.BYTES) {
            absorb();
            word = begun == 0 ? 0 : octets >>> (Long.BYTES - begun) * Byte.SIZE;
        }
    }

    private void absorb() {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
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
