package org.strowger.sip.message;

/** The branch parameter of a Via (RFC 3261 §8.1.1.7, §20.42). */
public record Branch(Slice value) {
    /** What every branch made by RFC 3261 begins with. */
    public static final String MAGIC_COOKIE = "z9hG4bK";

    /** Whether it begins with the magic cookie, and has something behind it. */
    public boolean isUnique() {
        return value.length() > MAGIC_COOKIE.length()
                && Grammar.isIgnoreCase(
                        MAGIC_COOKIE, value.bytes(), value.start(), value.start() + MAGIC_COOKIE.length());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
