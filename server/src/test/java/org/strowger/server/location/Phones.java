package org.strowger.server.location;

import java.time.Instant;
import java.util.List;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/** Bindings as phones make them. */
final class Phones {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Phones() {}

    static Uri uri(String text) {
        try {
            return Uri.parse(text);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    static Binding binding(String contact, Instant expiresAt) {
        return new Binding(uri(contact), 700, expiresAt, origin("call-1@phone", 4_294_967_295L));
    }

    static Origin origin(String callId, long cseq) {
        return new Origin(
                new CallId(Slice.of(callId)),
                cseq,
                List.of(Slice.of("<sip:p1.example;lr>"), Slice.of("<sip:p2.example;lr>")),
                new Source("UDP", "192.0.2.7", 65535),
                Slice.of("Phone/1.0"));
    }

    static AddressOfRecord aor(int number) {
        return AddressOfRecord.of("user" + number, "example.com");
    }
}
