package org.strowger.server.events;

import java.util.OptionalLong;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.Parameters;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;

/**
 * What a SUBSCRIBE asks for, read (RFC 6665 §3.1).
 *
 * @param event the event type; empty if there is none
 * @param id of the Event header field, to be repeated in each NOTIFY (§4.5.2); empty if there is none
 * @param expiresSeconds absent if it says nothing
 */
record SubscribeRequest(String event, Slice id, OptionalLong expiresSeconds) {
    /** Of the one event package that we notify about. */
    static final String REG = "reg";

    private static final String TEMPLATE_OF_REG = "reg.";
    private static final int EXPIRES_DIGITS = 10;

    static SubscribeRequest read(SipRequest request) throws MalformedMessageException {
        var headers = request.headers();
        var event = headers.value(HeaderName.EVENT).orElse(Slice.EMPTY);
        var expires = headers.value(HeaderName.EXPIRES);
        return new SubscribeRequest(
                type(event),
                parameters(event).value("id").orElse(Slice.EMPTY),
                expires.isEmpty() ? OptionalLong.empty() : OptionalLong.of(seconds(expires.get())));
    }

    /** Whether it is about registrations, as we know them or not: "the event template-package name" is behind a period (§5.2). */
    static boolean isAboutRegistrations(SipRequest request) {
        var event = request.headers().value(HeaderName.EVENT);
        return event.isPresent()
                && (type(event.get()).equals(REG) || type(event.get()).startsWith(TEMPLATE_OF_REG));
    }

    /** "the "event-type" portion of the "Event" header field is compared byte by byte" (§8.2.1). */
    boolean isOfOurPackage() {
        return event.equals(REG);
    }

    /** Whether it takes the document that we write: "If no such header field is present, it has a default value" (RFC 3680 §4.5). */
    static boolean takesReginfo(SipRequest request) {
        if (!request.headers().has(HeaderName.ACCEPT)) {
            return true;
        }
        for (var range : request.headers().values(HeaderName.ACCEPT)) {
            var type = type(range);
            if (type.equalsIgnoreCase(ReginfoDocument.TYPE)
                    || type.equals("*/*")
                    || type.equalsIgnoreCase("application/*")) {
                return true;
            }
        }
        return false;
    }

    private static String type(Slice value) {
        var text = value.toString();
        int end = text.indexOf(';');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private static Parameters parameters(Slice event) throws MalformedMessageException {
        var text = event.toString();
        int start = text.indexOf(';');
        return start < 0
                ? Parameters.NONE
                : NameAddr.parse(Slice.of("<sip:x>" + text.substring(start))).parameters();
    }

    private static long seconds(Slice value) throws MalformedMessageException {
        long seconds = 0;
        for (int at = 0; at < value.length(); at++) {
            int octet = value.at(at);
            if (octet < '0' || octet > '9' || at == EXPIRES_DIGITS) {
                throw MalformedMessageException.at("delta-seconds in Expires", value, at);
            }
            seconds = 10 * seconds + octet - '0';
        }
        return seconds;
    }
}
