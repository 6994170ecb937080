package org.strowger.sip.transaction;

import java.util.Arrays;
import org.strowger.sip.message.Branch;
import org.strowger.sip.message.Slice;

/**
 * The branches of our client transactions: text that tells where a transaction lives, and that nobody else can make.
 *
 * <pre>
 *   z9hG4bK  sss  lllll  gggggg  cccccccccc
 *   cookie   shard slot  generation  check
 * </pre>
 *
 * <p>All digits are to base 32 and in lower case, since a branch is compared without regard to case (RFC 3261 §7.3.1). The check is a hash
 * of the digits before it, keyed with what only this process knows; a response with a forged branch does not reach a transaction.
 */
final class Branches {
    /** Stands for a branch that is none of ours. */
    static final long NOT_OURS = -1;

    static final int MAX_SHARDS = 1 << 15;
    static final int MAX_SLOTS = 1 << 25;
    static final int GENERATIONS = 1 << 30;

    /** Stands before the tail of a branch, which is its user's. */
    private static final char TAIL_MARK = '.';

    private static final int DIGIT_BITS = 5;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;
    private static final int SHARD_DIGITS = 3;
    private static final int SLOT_DIGITS = 5;
    private static final int GENERATION_DIGITS = 6;
    private static final int CHECK_DIGITS = 10;
    /** Of a tag, before as many digits as a check has. */
    private static final int ATTEMPT_DIGITS = 6;

    private static final int SHARD_AT = Branch.MAGIC_COOKIE.length();
    private static final int SLOT_AT = SHARD_AT + SHARD_DIGITS;
    private static final int GENERATION_AT = SLOT_AT + SLOT_DIGITS;
    private static final int CHECK_AT = GENERATION_AT + GENERATION_DIGITS;
    private static final int LENGTH = CHECK_AT + CHECK_DIGITS;
    private static final int GENERATION_BITS = GENERATION_DIGITS * DIGIT_BITS;

    private static final int STATELESS_CHECK_AT = SHARD_AT + CHECK_DIGITS;
    private static final int STATELESS_LENGTH = STATELESS_CHECK_AT + CHECK_DIGITS;

    private static final byte[] DIGITS =
            Slice.of("0123456789abcdefghijklmnopqrstuv").bytes();
    private static final byte[] COOKIE = Slice.of(Branch.MAGIC_COOKIE).bytes();

    private final long checkKey;
    private final long otherCheckKey;

    /** @param seed what only this process knows */
    Branches(long seed) {
        this.checkKey = scattered(seed + 1);
        this.otherCheckKey = scattered(seed + 2);
    }

    /** The branch of the transaction that lives there. */
    Slice of(int shard, int slot, int generation) {
        var text = new byte[LENGTH];
        System.arraycopy(COOKIE, 0, text, 0, COOKIE.length);
        write(shard, text, SHARD_AT, SHARD_DIGITS);
        write(slot, text, SLOT_AT, SLOT_DIGITS);
        write(generation, text, GENERATION_AT, GENERATION_DIGITS);
        write(check(text, 0, CHECK_AT), text, CHECK_AT, CHECK_DIGITS);
        return Slice.of(text);
    }

    /** A branch with that tail, which begins with {@link #TAIL_MARK}; as it is, if the tail is empty. */
    static Slice with(Slice tail, Slice branch) {
        if (tail.isEmpty()) {
            return branch;
        }
        var text = Arrays.copyOf(branch.toBytes(), branch.length() + tail.length());
        tail.copyTo(text, branch.length());
        return Slice.of(text);
    }

    /** The shard that a branch names, whoever made it; -1 if it names none. */
    static int shard(Slice branch) {
        return branch.length() < LENGTH ? -1 : (int) number(branch, SHARD_AT, SHARD_DIGITS);
    }

    /** Where the transaction of that branch lives in this shard ({@link #slot}, {@link #generation}), or {@link #NOT_OURS}. */
    long read(Slice branch, int shard) {
        if (branch.length() < LENGTH || branch.length() > LENGTH && branch.at(LENGTH) != TAIL_MARK) {
            return NOT_OURS;
        }
        long check = number(branch, CHECK_AT, CHECK_DIGITS);
        if (check != check(branch.bytes(), branch.start(), CHECK_AT)
                || number(branch, SHARD_AT, SHARD_DIGITS) != shard) {
            return NOT_OURS;
        }
        long slot = number(branch, SLOT_AT, SLOT_DIGITS);
        return slot << GENERATION_BITS | number(branch, GENERATION_AT, GENERATION_DIGITS);
    }

    static int slot(long place) {
        return (int) (place >>> GENERATION_BITS);
    }

    static int generation(long place) {
        return (int) place & GENERATIONS - 1;
    }

    /**
     * The same branch for the same number, which it does not tell, whenever it is asked for: for what is sent without a transaction (RFC 3261
     * §16.11).
     */
    Slice stateless(long identity) {
        var text = new byte[STATELESS_LENGTH];
        System.arraycopy(COOKIE, 0, text, 0, COOKIE.length);
        write(scattered(identity ^ otherCheckKey), text, SHARD_AT, CHECK_DIGITS);
        write(check(text, 0, STATELESS_CHECK_AT), text, STATELESS_CHECK_AT, CHECK_DIGITS);
        return Slice.of(text);
    }

    /** Whether we made that branch for what was sent without a transaction. */
    boolean isStateless(Slice branch) {
        return branch.length() == STATELESS_LENGTH
                && number(branch, STATELESS_CHECK_AT, CHECK_DIGITS)
                        == check(branch.bytes(), branch.start(), STATELESS_CHECK_AT);
    }

    /**
     * The same tag for the same numbers, which it does not tell: for what we answer ourselves (RFC 3261 §19.3: "at least 32 bits of
     * randomness").
     *
     * @param attempt hash of what an INVITE has in common with its ACK, by which the ACK shows that the tag is ours
     * @param identity hash of what is the same in a request and its repetition
     */
    Slice tag(long attempt, long identity) {
        var text = new byte[ATTEMPT_DIGITS + CHECK_DIGITS];
        write(scattered(attempt ^ checkKey), text, 0, ATTEMPT_DIGITS);
        write(scattered(identity ^ otherCheckKey), text, ATTEMPT_DIGITS, CHECK_DIGITS);
        return Slice.of(text);
    }

    /** Whether it has the length of the tags that we make: asked before what costs more. */
    static boolean mayBeTag(Slice tag) {
        return tag.length() == ATTEMPT_DIGITS + CHECK_DIGITS;
    }

    /** Whether we made that tag for that attempt. */
    boolean isTagOf(Slice tag, long attempt) {
        var ours = new byte[ATTEMPT_DIGITS];
        write(scattered(attempt ^ checkKey), ours, 0, ATTEMPT_DIGITS);
        return mayBeTag(tag) && tag.part(0, ATTEMPT_DIGITS).equalsIgnoreCase(Slice.of(ours));
    }

    /** Over the digits of the branch that begins at {@code start}, up to where its check stands. */
    private long check(byte[] text, int start, int checkAt) {
        var digits = new Slice(text, start + SHARD_AT, start + checkAt);
        return digits.wideHashIgnoringCase(checkKey) >>> Long.SIZE - CHECK_DIGITS * DIGIT_BITS;
    }

    private static void write(long number, byte[] text, int at, int digits) {
        long left = number;
        for (int place = at + digits - 1; place >= at; place--) {
            text[place] = DIGITS[(int) left & DIGIT_MASK];
            left >>>= DIGIT_BITS;
        }
    }

    /** -1 if it is no number. */
    private static long number(Slice text, int at, int digits) {
        long number = 0;
        for (int place = at; place < at + digits; place++) {
            int digit = Character.digit(text.at(place), 1 << DIGIT_BITS);
            if (digit < 0) {
                return -1;
            }
            number = number << DIGIT_BITS | digit;
        }
        return number;
    }

    /** Numbers of one seed have nothing to do with each other (SplitMix64). */
    static long scattered(long seed) {
        long mixed = seed * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
