package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;

/** Why we cancel a branch, as the CANCEL says it (RFC 3326): so a phone does not show as missed what was answered elsewhere. */
final class Reasons {
    static final List<HeaderField> ANSWERED_ELSEWHERE = List.of(reason(200, "Call completed elsewhere"));

    /** Timer C (RFC 3261 §16.8). */
    static final List<HeaderField> NO_ANSWER = List.of(reason(408, "Request Timeout"));

    private Reasons() {}

    /** Another branch was refused for all: the status of the 6xx, with the usual words for it. */
    static List<HeaderField> refused(Status status) {
        return List.of(reason(status.code(), Status.of(status.code()).reason()));
    }

    private static HeaderField reason(int cause, String text) {
        var value = "SIP;cause=" + cause + ";text=\"" + text + "\"";
        return new HeaderField(HeaderName.REASON, Slice.of("Reason: " + value + "\r\n"), Slice.of(value));
    }
}
