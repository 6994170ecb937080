package org.strowger.sip.transaction;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.Slice;

/**
 * Bytes that are kept for half a minute, or while a call rings and half a minute more, and hardly ever asked for: in blocks that are filled
 * one behind the other and used again when all in them was dropped, so the collector has no object to move for any of them (decision 0050).
 * Owned by a shard.
 */
final class KeptBytes {
    /** Stands for what was not kept. */
    static final long NOTHING = 0;

    static final int BLOCK_BYTES = 1 << 13;
    /** So many empty blocks wait for their next use; others are given back. */
    static final int MOST_SPARE = 4;

    private static final int LENGTH_BITS = 26;
    private static final int START_BITS = 13;
    private static final int FIRST_BLOCKS = 4;

    private byte[] @Nullable [] blocks = new byte[FIRST_BLOCKS][];
    /** Of each block, how many of those in it were not dropped yet. */
    private int[] living = new int[FIRST_BLOCKS];
    /** Numbers that no block has. */
    private int[] free = new int[FIRST_BLOCKS];

    private int freeCount;
    private int used;
    private final byte[][] spares = new byte[MOST_SPARE][];
    private int spareCount;
    /** The block that is being filled, and up to where; none at first. */
    private int filling = -1;

    private int filled = BLOCK_BYTES;

    /** @return a number for the others; never {@link #NOTHING} */
    long keep(Slice bytes) {
        int length = bytes.length();
        if (length >= 1 << LENGTH_BITS) {
            throw new IllegalArgumentException(
                    "expected fewer than %d bytes to keep, found %d".formatted(1 << LENGTH_BITS, length));
        }
        if (length > BLOCK_BYTES) {
            return put(bytes, open(length), 0);
        }
        if (filled == BLOCK_BYTES || length > BLOCK_BYTES - filled) {
            filling = open(BLOCK_BYTES);
            filled = 0;
        }
        int start = filled;
        filled += length;
        return put(bytes, filling, start);
    }

    /** A copy of what was kept under that number. */
    byte[] read(long number) {
        int start = start(number);
        return Arrays.copyOfRange(block(number), start, start + length(number));
    }

    /** Whether it is those bytes that were kept under that number. */
    boolean isThat(long number, Slice bytes) {
        int start = start(number);
        return new Slice(block(number), start, start + length(number)).equals(bytes);
    }

    /** Without effect on {@link #NOTHING}; all others are to be dropped once. */
    void drop(long number) {
        if (number != NOTHING) {
            int block = blockNumber(number);
            if (--living[block] == 0) {
                empty(block);
            }
        }
    }

    /** How much was kept and not dropped. */
    int count() {
        int count = 0;
        for (int inBlock : living) {
            count += inBlock;
        }
        return count;
    }

    /** Bytes that are taken, whether or not anything is in them. */
    long size() {
        long size = (long) spareCount * BLOCK_BYTES;
        for (var block : blocks) {
            size += block == null ? 0 : block.length;
        }
        return size;
    }

    private int open(int length) {
        var block = length == BLOCK_BYTES && spareCount > 0 ? spares[--spareCount] : new byte[length];
        int number = freeCount > 0 ? free[--freeCount] : used++;
        if (number == blocks.length) {
            blocks = Arrays.copyOf(blocks, number * 2);
            living = Arrays.copyOf(living, number * 2);
            free = Arrays.copyOf(free, number * 2);
        }
        blocks[number] = block;
        return number;
    }

    private void empty(int number) {
        if (number == filling) {
            filled = 0;
            return;
        }
        var block = Objects.requireNonNull(blocks[number]);
        blocks[number] = null;
        free[freeCount++] = number;
        if (block.length == BLOCK_BYTES && spareCount < MOST_SPARE) {
            spares[spareCount++] = block;
        }
    }

    private long put(Slice bytes, int block, int start) {
        bytes.copyTo(Objects.requireNonNull(blocks[block]), start);
        living[block]++;
        return (long) (block + 1) << START_BITS + LENGTH_BITS | (long) start << LENGTH_BITS | bytes.length();
    }

    private byte[] block(long number) {
        return Objects.requireNonNull(blocks[blockNumber(number)]);
    }

    private static int blockNumber(long number) {
        return (int) (number >>> START_BITS + LENGTH_BITS) - 1;
    }

    private static int start(long number) {
        return (int) (number >>> LENGTH_BITS) & (1 << START_BITS) - 1;
    }

    private static int length(long number) {
        return (int) number & (1 << LENGTH_BITS) - 1;
    }
}
