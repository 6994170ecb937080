package org.strowger.server.routing;

import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.TelUri;
import org.strowger.sip.message.Uri;

/** The Request-URI towards a gateway: its host, port and parameters, and the user that was called. */
final class GatewayUri {
    private GatewayUri() {}

    /** The gateway's URI; if it has no user, with the user of the Request-URI. */
    static SipUri of(SipUri gateway, Uri requestUri) {
        var user = user(requestUri);
        if (gateway.user().isPresent() || user.isEmpty()) {
            return gateway;
        }
        var text = gateway.text().toString();
        int behindScheme = text.indexOf(':') + 1;
        try {
            return SipUri.parse(text.substring(0, behindScheme) + user + "@" + text.substring(behindScheme));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("expected a user and a host of two good URIs to make a third", e);
        }
    }

    private static String user(Uri requestUri) {
        return switch (requestUri) {
            case SipUri sip -> sip.user().map(Object::toString).orElse("");
            // RFC 3261 §19.1.6: the number becomes the user, where # must be escaped (§25.1)
            case TelUri tel -> tel.number().replace("#", "%23");
            default -> "";
        };
    }
}
