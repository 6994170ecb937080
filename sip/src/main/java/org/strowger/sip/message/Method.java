package org.strowger.sip.message;

import java.util.Arrays;

/**
 * A request's method; compared with regard to case (RFC 3261 §7.1).
 *
 * @param name a token
 */
public record Method(String name) {
    public static final Method INVITE = new Method("INVITE");
    public static final Method ACK = new Method("ACK");
    public static final Method CANCEL = new Method("CANCEL");
    public static final Method BYE = new Method("BYE");
    public static final Method OPTIONS = new Method("OPTIONS");
    public static final Method REGISTER = new Method("REGISTER");
    public static final Method MESSAGE = new Method("MESSAGE");
    public static final Method SUBSCRIBE = new Method("SUBSCRIBE");
    public static final Method NOTIFY = new Method("NOTIFY");
    public static final Method PUBLISH = new Method("PUBLISH");
    public static final Method INFO = new Method("INFO");
    public static final Method PRACK = new Method("PRACK");
    public static final Method UPDATE = new Method("UPDATE");
    public static final Method REFER = new Method("REFER");

    /** The most frequent first. */
    private static final Method[] KNOWN = {
        INVITE, ACK, BYE, OPTIONS, REGISTER, CANCEL, MESSAGE, SUBSCRIBE, NOTIFY, PUBLISH, INFO, PRACK, UPDATE, REFER
    };

    /** The first eight octets of each of them. */
    private static final long[] WORDS = Arrays.stream(KNOWN)
            .mapToLong(known -> Slice.of(known.name).word(0))
            .toArray();

    public Method {
        if (!Slice.of(name).isToken()) {
            throw new IllegalArgumentException("a method is a token, not \"%s\"".formatted(name));
        }
    }

    /** The constant where there is one; throws IllegalArgumentException for what is no token. */
    public static Method of(Slice name) {
        return of(name.bytes(), name.start(), name.end());
    }

    static Method of(byte[] bytes, int start, int end) {
        int length = end - start;
        long word = Grammar.word(bytes, start, Math.min(start + Long.BYTES, end));
        for (int i = 0; i < KNOWN.length; i++) {
            var name = KNOWN[i].name;
            if (WORDS[i] == word
                    && name.length() == length
                    && (length <= Long.BYTES || Grammar.is(name, bytes, start, end))) {
                return KNOWN[i];
            }
        }
        return new Method(new Slice(bytes, start, end).toString());
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Method(var theirs) && name.equals(theirs);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
