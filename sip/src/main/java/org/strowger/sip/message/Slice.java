package org.strowger.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A run of bytes in a message, read, compared and hashed in place: a view, not a copy.
 *
 * <p>Two slices are equal if they hold the same bytes. The bytes are never changed after they were received.
 *
 * @param bytes what the slice looks at
 * @param start offset of its first byte
 * @param end offset behind its last byte
 */
public record Slice(byte[] bytes, int start, int end) {
    public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    public Slice {
        Objects.checkFromToIndex(start, end, bytes.length);
    }

    /** The whole of the array. */
    public static Slice of(byte[] bytes) {
        return new Slice(bytes, 0, bytes.length);
    }

    /** The text in UTF-8. */
    public static Slice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** These texts, one behind the other, in an array of their own. */
    public static Slice joined(Slice... texts) {
        int length = 0;
        for (var text : texts) {
            length += text.length();
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (var text : texts) {
            at = text.copyTo(bytes, at);
        }
        return of(bytes);
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return end == start;
    }

    /** The byte at that place, 0 to 255. */
    public int at(int index) {
        Objects.checkIndex(index, end - start);
        return bytes[start + index] & 0xff;
    }

    /** The eight bytes from that place on as one number, the first being the lowest; zeros for those behind the end. */
    public long word(int index) {
        Objects.checkIndex(index, end - start);
        return Grammar.word(bytes, start + index, Math.min(start + index + Long.BYTES, end));
    }

    /** The part from {@code from} to before {@code to}, both counted from the start of this slice. */
    public Slice part(int from, int to) {
        Objects.checkFromToIndex(from, to, end - start);
        return new Slice(bytes, start + from, start + to);
    }

    /** Where that byte stands first, counted from the start of this slice; -1 if nowhere. */
    public int indexOf(char octet) {
        int at = Grammar.find(octet, bytes, start, end);
        return at < end ? at - start : -1;
    }

    /** Without white space (SP, HTAB, CR, LF) at both ends. */
    public Slice trimmed() {
        int from = Grammar.skipSpace(bytes, start, end);
        int to = end;
        while (to > from && Grammar.is(Grammar.SPACE, bytes[to - 1])) {
            to--;
        }
        return from == start && to == end ? this : new Slice(bytes, from, to);
    }

    /** Whether these are exactly the bytes of the ASCII text. */
    public boolean is(String ascii) {
        return Grammar.is(ascii, bytes, start, end);
    }

    /** The same for ASCII letters of either case. */
    public boolean isIgnoreCase(String ascii) {
        return Grammar.isIgnoreCase(ascii, bytes, start, end);
    }

    public boolean equalsIgnoreCase(Slice other) {
        if (other.end - other.start != end - start) {
            return false;
        }
        for (int i = 0; i < end - start; i++) {
            if (Grammar.lower(bytes[start + i]) != Grammar.lower(other.bytes[other.start + i])) {
                return false;
            }
        }
        return true;
    }

    boolean isToken() {
        return end > start && Grammar.endOf(Grammar.TOKEN, bytes, start, end) == end;
    }

    /** A hash that strangers who do not know the seed cannot steer. */
    public int hash(long seed) {
        long hash = wideHash(seed);
        return (int) (hash ^ hash >>> 32);
    }

    /** The same in 64 bits: where two texts whose hashes agree are taken for one. */
    public long wideHash(long seed) {
        return SipHash.wide(seed, SipHash.AS_IT_IS, this);
    }

    /** The same whatever the case of its letters; of a token or a host, for other signs may be taken for each other. */
    public long wideHashIgnoringCase(long seed) {
        return SipHash.wide(seed, SipHash.SMALL, this);
    }

    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** Copies these bytes to {@code at}; returns the offset behind them. */
    public int copyTo(byte[] target, int at) {
        System.arraycopy(bytes, start, target, at, end - start);
        return at + end - start;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice(var theirs, var from, var to)
                && Arrays.equals(bytes, start, end, theirs, from, to);
    }

    /** The same in every run: for tables that strangers fill, take {@link #hash(long)}. */
    @Override
    public int hashCode() {
        int hash = 1;
        for (int at = start; at < end; at++) {
            hash = 31 * hash + bytes[at];
        }
        return hash;
    }

    /** As text, UTF-8. */
    @Override
    public String toString() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** SipHash-1-3 (Aumasson and Bernstein): a keyed hash for short input, so that no stranger can choose texts that collide. */
    static final class SipHash {
        /** What is added to the bits of each octet: nothing, or what capital letters lack to be small ones. */
        static final long AS_IT_IS = 0;

        static final long SMALL = 0x2020_2020_2020_2020L;

        private static final int LAST_ROUNDS = 3;

        private SipHash() {}

        /** Both halves of the key come from one seed. */
        static long wide(long seed, long added, Slice text) {
            return of(seed, Long.rotateLeft(seed, 29) * 0x9e3779b97f4a7c15L, added, text);
        }

        /** One round for each word and the last, which has the length on top, and then those that take nothing in. */
        static long of(long k0, long k1, long added, Slice text) {
            long v0 = k0 ^ 0x736f6d6570736575L;
            long v1 = k1 ^ 0x646f72616e646f6dL;
            long v2 = k0 ^ 0x6c7967656e657261L;
            long v3 = k1 ^ 0x7465646279746573L;
            int last = text.length() / Long.BYTES;
            for (int round = 0; round <= last + LAST_ROUNDS; round++) {
                long word = round > last ? 0 : word(round, text.bytes, text.start, text.end) | added;
                v3 ^= word;
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32) ^ (round == last ? 0xff : 0);
                v0 ^= word;
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private static long word(int index, byte[] bytes, int start, int end) {
            int at = start + index * Long.BYTES;
            return at + Long.BYTES <= end
                    ? Grammar.word(bytes, at)
                    : (long) (end - start) << 56 | Grammar.word(bytes, at, end);
        }
    }
}
