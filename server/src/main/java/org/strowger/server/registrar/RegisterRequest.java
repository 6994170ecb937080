package org.strowger.server.registrar;

import java.util.List;
import java.util.OptionalLong;
import org.strowger.server.location.Origin;
import org.strowger.server.location.Reach;
import org.strowger.server.location.Source;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/**
 * What a REGISTER request asks for, read (RFC 3261 §10.2).
 *
 * @param expiresSeconds of the Expires header field; absent if there is none
 * @param sentBy the host by which the phone calls itself in its Via; empty if others stand between us
 */
record RegisterRequest(List<Contact> contacts, OptionalLong expiresSeconds, Origin origin, String sentBy) {
    /** "Malformed values SHOULD be treated as equivalent to 3600" (§10.2.1.1, §20.19). */
    private static final long MALFORMED_EXPIRES = 3600;

    private static final int EXPIRES_DIGITS = 10;

    static RegisterRequest read(SipRequest request, Source source) throws MalformedMessageException {
        var headers = request.headers();
        boolean hasPath = headers.has(HeaderName.PATH);
        if (hasPath) {
            // read for its grammar alone: a binding keeps the values as they came
            NameAddr.all(headers, HeaderName.PATH);
        }
        var expires =
                headers.value(HeaderName.EXPIRES).map(RegisterRequest::seconds).orElse(OptionalLong.empty());
        var origin = new Origin(
                request.callId(),
                request.cseq().number(),
                hasPath ? headers.values(HeaderName.PATH) : List.of(),
                source,
                headers.value(HeaderName.USER_AGENT).orElse(Slice.EMPTY));
        boolean isStraight = !headers.hasSeveral(HeaderName.VIA);
        return new RegisterRequest(
                Contact.all(headers),
                expires,
                origin,
                isStraight ? request.topVia().host().toString() : "");
    }

    /**
     * "A registrar MUST accept a binding to a SIPS Contact header field only if all the appropriate URIs are of the SIPS scheme. […] This
     * includes the Request-URI and the Contacts and all the Path header fields" (RFC 5630 §5.2).
     */
    boolean isFitFor(Uri requestUri) throws MalformedMessageException {
        boolean hasSips = false;
        boolean allSips = isSips(requestUri);
        for (var contact : contacts) {
            if (contact instanceof Contact.Address address) {
                hasSips |= isSips(address.address().uri());
                allSips &= isSips(address.address().uri());
            }
        }
        if (!hasSips || !allSips) {
            return !hasSips;
        }
        for (var value : origin.path()) {
            allSips &= isSips(NameAddr.parse(value).uri());
        }
        return allSips;
    }

    private static boolean isSips(Uri uri) {
        return uri instanceof SipUri sip && sip.isSecure();
    }

    private static OptionalLong seconds(Slice value) {
        long seconds = 0;
        for (int at = 0; at < value.length(); at++) {
            int octet = value.at(at);
            if (octet < '0' || octet > '9' || at == EXPIRES_DIGITS) {
                return OptionalLong.of(MALFORMED_EXPIRES);
            }
            seconds = 10 * seconds + octet - '0';
        }
        return OptionalLong.of(value.isEmpty() ? MALFORMED_EXPIRES : seconds);
    }

    Reach reach(Uri contact) {
        return origin.path().isEmpty() ? Reach.of(contact, origin.source(), sentBy) : Reach.CONTACT;
    }

    boolean isForAll() {
        return contacts.size() == 1 && contacts.getFirst() instanceof Contact.All;
    }

    /** §10.3 step 7: the expires parameter, else the Expires header field, else the standard. */
    long requestedSeconds(Contact.Address contact, long standardSeconds) {
        if (contact.address().parameters().has("expires")) {
            return contact.expiresSeconds().orElse(MALFORMED_EXPIRES);
        }
        return expiresSeconds.orElse(standardSeconds);
    }
}
