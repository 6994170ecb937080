package org.strowger.server.registrar;

import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Slice;

/** A header field of a response. */
public record Line(HeaderName name, Slice value) {
    static Line of(HeaderName name, String value) {
        return new Line(name, Slice.of(value));
    }
}
