package org.strowger.sip.proxy;

import java.util.List;
import java.util.stream.Stream;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;

/** What becomes of a request that the proxy validated: decided by whoever the proxy asks ({@link Routing}). */
public sealed interface Decision {
    /**
     * Forward to these targets.
     *
     * @param withhold fields of the request that end here (credentials for our realm, RFC 3261 §22.3)
     */
    record Forward(List<Target> targets, List<HeaderField> withhold, Manner manner) implements Decision {
        public Forward(List<Target> targets, List<HeaderField> withhold) {
            this(targets, withhold, Manner.USUAL);
        }

        /** To all of these at once. */
        public static Forward to(Uri... uris) {
            return new Forward(Stream.of(uris).map(Target::of).toList(), List.of());
        }
    }

    /**
     * Answer it: 403, 404, 407, 480, 302, ...
     *
     * @param kept false for an answer that is not worth a transaction, because the request that comes again is answered the same: a
     *     challenge, what is forbidden (see decision 0022), an OPTIONS for ourselves
     */
    record Reject(Status status, List<Line> headers, boolean kept) implements Decision {
        /** A header field of the response. */
        public record Line(HeaderName name, Slice value) {}

        public Reject(Status status, List<Line> headers) {
            this(status, headers, true);
        }

        /** The same, forgotten once it is sent. */
        public Reject forgotten() {
            return new Reject(status, headers, false);
        }

        public static Reject with(Status status) {
            return new Reject(status, List.of());
        }
    }
}
