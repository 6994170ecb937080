package org.strowger.sip.message;

/** The tag of a From or To header field (RFC 3261 §19.3). */
public record Tag(Slice value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
