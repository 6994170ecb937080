package org.strowger.server.trace;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/**
 * Names messages for people: the method or the status, whether a session description is an offer or an answer (RFC 3264 §4, RFC 6337
 * §2), and whether the message was there before. Keeps what it must remember of the calls it saw; not for several threads.
 */
public final class Caption {
    private final Set<String> offered = new HashSet<>();
    private final Set<String> seen = new HashSet<>();

    /**
     * @param message as it passed
     * @param way tells the hops apart, such as sender and receiver
     */
    public String of(SipMessage message, String way) {
        var name = switch (message) {
            case SipRequest request -> request.method().name();
            case SipResponse response ->
                response.status().code() + " " + response.status().reason();
        };
        var again = seen.add(way + message.bytes()) ? "" : " (again)";
        return name + description(message) + again;
    }

    private String description(SipMessage message) {
        if (!hasDescription(message)) {
            return "";
        }
        // the first description of an INVITE's exchange is the offer, the other way's is the answer
        var exchange = message.callId() + " " + message.cseq().number();
        boolean fromCaller = message instanceof SipRequest;
        boolean isOffer = offered.add(exchange + " " + fromCaller) && !offered.contains(exchange + " " + !fromCaller);
        return isOffer || !offered.contains(exchange + " " + !fromCaller) ? " (SDP offer)" : " (SDP answer)";
    }

    private static boolean hasDescription(SipMessage message) {
        boolean carries = message.cseq().method().equals(Method.INVITE)
                || message.cseq().method().equals(Method.ACK)
                || message.cseq().method().equals(Method.UPDATE)
                || message.cseq().method().equals(Method.PRACK);
        return carries
                && !message.body().isEmpty()
                && message.headers()
                        .value(HeaderName.CONTENT_TYPE)
                        .filter(type -> type.toString().toLowerCase(Locale.ROOT).startsWith("application/sdp"))
                        .isPresent();
    }
}
