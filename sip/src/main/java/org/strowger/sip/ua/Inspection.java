package org.strowger.sip.ua;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.ResponseBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;

/**
 * What every request must pass before it is looked at more closely (RFC 3261 §8.2.1, §8.2.2), and what we say of ourselves.
 *
 * <p>A pure function of the request.
 */
final class Inspection {
    private static final List<Method> ALLOWED =
            List.of(Method.INVITE, Method.ACK, Method.CANCEL, Method.BYE, Method.OPTIONS);
    private static final String ALLOW = ALLOWED.stream().map(Method::name).collect(Collectors.joining(", "));

    private Inspection() {}

    /** The answer to a request that we cannot take, without a tag; empty if it may pass. */
    static Optional<ResponseBuilder> refusal(SipRequest request, boolean merged) {
        // §8.2.1: "If the UAS recognizes but does not support the method […] 405 […] MUST also add an Allow"
        if (!ALLOWED.contains(request.method())) {
            return Optional.of(request.respond(Status.of(405)).header(HeaderName.ALLOW, ALLOW));
        }
        if (!(request.requestUri() instanceof SipUri)) {
            return Optional.of(request.respond(Status.of(416)));
        }
        if (merged) {
            return Optional.of(request.respond(Status.of(482)));
        }
        var required = request.headers().values(HeaderName.REQUIRE);
        // "The UAS MUST NOT process a CANCEL's Require" (§8.2.2.3); the transaction layer answered it
        if (!required.isEmpty() && !request.method().equals(Method.CANCEL)) {
            var names = required.stream().map(Slice::toString).collect(Collectors.joining(", "));
            return Optional.of(request.respond(Status.of(420)).header(HeaderName.UNSUPPORTED, names));
        }
        return Optional.empty();
    }

    /** The answer to an INVITE whose body is no session description that we could read (§8.2.3); empty if it is one, or there is none. */
    static Optional<ResponseBuilder> refusal(SipRequest invite, SessionBody body) {
        return switch (body) {
            case SessionBody.None(), SessionBody.Described _ -> Optional.empty();
            case SessionBody.Unsupported(var name, var accepted) ->
                Optional.of(invite.respond(Status.of(415)).header(name, accepted));
            case SessionBody.Malformed _ ->
                Optional.of(invite.respond(Status.of(400).withReason("Malformed session description")));
        };
    }

    /** The answer to an offer that has nothing for us (§13.3.1.3, §21.4.26). */
    static ResponseBuilder notAcceptable(SipRequest invite) {
        return invite.respond(Status.of(488)).header(HeaderName.WARNING, "305 strowger \"Incompatible media format\"");
    }

    /** What an answer to OPTIONS says, and the 2xx to an INVITE too (§11.2, §13.3.1.4). */
    static ResponseBuilder withCapabilities(ResponseBuilder response) {
        return response.header(HeaderName.ALLOW, ALLOW)
                .header(HeaderName.ACCEPT, SessionBody.TYPE)
                .header(HeaderName.ACCEPT_ENCODING, "identity")
                .header(HeaderName.ACCEPT_LANGUAGE, "en")
                .header(HeaderName.SUPPORTED, "");
    }

    static String allow() {
        return ALLOW;
    }
}
