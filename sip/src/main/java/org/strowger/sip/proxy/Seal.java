package org.strowger.sip.proxy;

import java.util.HexFormat;
import org.strowger.sip.message.Slice;

/**
 * A keyed check over some fields (SipHash-2-4, Aumasson and Bernstein 2012): who does not know the secret can neither forge nor steer
 * it. Used once: begun, fed, read.
 */
final class Seal {
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

    static Seal begin(Secret secret) {
        return new Seal(secret);
    }

    /** Takes a field in, so that "ab", "c" and "a", "bc" differ. */
    Seal field(Slice field) {
        for (int at = 0; at < field.length(); at++) {
            take(field.at(at));
        }
        take(END_OF_FIELD);
        return this;
    }

    /** Takes the field's octets in without marking its end. */
    Seal octets(byte[] octets) {
        for (byte octet : octets) {
            take(octet & 0xff);
        }
        return this;
    }

    /** Takes a number in. */
    Seal number(long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            take((int) (number >>> shift) & 0xff);
        }
        return this;
    }

    /** The check as 16 hexadecimal digits: fit for a token, a tag, a user part. */
    String hex() {
        return HexFormat.of().toHexDigits(value());
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

    private void take(int octet) {
        word |= (long) octet << (Byte.SIZE * (length & 7));
        length++;
        if ((length & 7) == 0) {
            absorb();
        }
    }

    private void absorb() {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
        word = 0;
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
