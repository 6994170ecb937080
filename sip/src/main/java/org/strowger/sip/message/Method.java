package org.strowger.sip.message;

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
        for (var known : KNOWN) {
            if (Grammar.is(known.name, bytes, start, end)) {
                return known;
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
