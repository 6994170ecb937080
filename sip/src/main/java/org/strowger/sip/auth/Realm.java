package org.strowger.sip.auth;

/** The name of a protection domain (RFC 3261 §22.1): the realm string alone defines it; compared exactly. */
public record Realm(String text) {
    public Realm {
        if (text.isEmpty() || text.chars().anyMatch(octet -> octet < ' ' || octet == 0x7f)) {
            throw new IllegalArgumentException("expected a realm without control characters, found \"" + text + "\"");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
