package org.strowger.sip.message;

/** A Call-ID, compared byte by byte (RFC 3261 §20.8). */
public record CallId(Slice value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
