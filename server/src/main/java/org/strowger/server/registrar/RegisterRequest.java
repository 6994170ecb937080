package org.strowger.server.registrar;

import java.util.List;
import java.util.OptionalLong;
import org.strowger.server.location.Binding;
import org.strowger.server.location.InstanceId;
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
 * @param extensions what the phone supports
 */
record RegisterRequest(
        List<Contact> contacts, OptionalLong expiresSeconds, Origin origin, String sentBy, Extensions extensions) {
    /** "Malformed values SHOULD be treated as equivalent to 3600" (§10.2.1.1, §20.19). */
    private static final long MALFORMED_EXPIRES = 3600;

    private static final int EXPIRES_DIGITS = 10;
    private static final String REG_ID = "reg-id";

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
                isStraight ? request.topVia().host().toString() : "",
                Extensions.of(headers));
    }

    /** "the registrar MUST check from its Via header field if the registrar is the first hop or not" (RFC 5626 §6). */
    boolean isStraight() {
        return !sentBy.isEmpty();
    }

    /**
     * Whether reg-id means anything in this request: "If the Path header field is missing or it exists but the first URI does not have an
     * "ob" URI parameter, then outbound processing MUST NOT be applied" (RFC 5626 §6). The first URI is that of the first hop: what stands
     * last, because every hop puts itself in front (see decision 0030).
     */
    private boolean mayHaveFlows() {
        if (isStraight()) {
            return true;
        }
        if (origin.path().isEmpty()) {
            return false;
        }
        try {
            return NameAddr.parse(origin.path().getLast()).uri() instanceof SipUri edge
                    && edge.parameters().has("ob");
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("expected a Path that was read before", e);
        }
    }

    /** Whether one of its contacts has that parameter. */
    private boolean hasRegId() {
        for (var contact : contacts) {
            if (contact instanceof Contact.Address(var address)
                    && address.parameters().has(REG_ID)) {
                return true;
            }
        }
        return false;
    }

    /** "if the REGISTER request contains the reg-id and the outbound option tag in a Supported header field" (RFC 5626 §6). */
    boolean lacksOutboundAtTheFirstHop() {
        return extensions.outbound() && hasRegId() && !mayHaveFlows();
    }

    /** Whether that contact registers a flow: "with a reg-id but no instance-id, it simply ignores the reg-id parameter" (RFC 5626 §6). */
    boolean isFlow(Contact.Address contact) {
        var parameters = contact.address().parameters();
        return parameters.has(REG_ID) && InstanceId.in(parameters).isPresent() && mayHaveFlows();
    }

    /** Where it counts, it is a number of 1 to 2^31 - 1 (RFC 5626 §10). */
    boolean hasMalformedRegId() {
        for (var contact : contacts) {
            if (contact instanceof Contact.Address address
                    && isFlow(address)
                    && Binding.regId(address.address().parameters()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether that contact of a phone that names itself is to be added or refreshed. */
    boolean isLastingInstance(Contact.Address contact) {
        return InstanceId.in(contact.address().parameters()).isPresent() && requestedSeconds(contact, 1) > 0;
    }

    /**
     * Whether the answer says that the registrar works by RFC 5626: where a flow is registered, "Provided that the UAC had included an
     * outbound option-tag […] in a Supported header field" (§6).
     */
    boolean isOutbound() {
        return extensions.outbound() && hasFlow();
    }

    /** Whether its flow is to us and the phone knows what a Flow-Timer is. */
    boolean promisesToBeHeard() {
        return isOutbound() && isStraight() && origin.path().isEmpty();
    }

    /** Whether one of its contacts does. */
    private boolean hasFlow() {
        for (var contact : contacts) {
            if (contact instanceof Contact.Address address && isFlow(address)) {
                return true;
            }
        }
        return false;
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

    /** "If the UAC has a direct flow with the registrar, the registrar MUST store enough information to uniquely identify the network flow" (RFC 5626 §6). */
    Reach reach(Contact.Address contact) {
        if (!origin.path().isEmpty()) {
            return Reach.CONTACT;
        }
        return isFlow(contact) ? Reach.FLOW : Reach.of(contact.address().uri(), origin.source(), sentBy);
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
