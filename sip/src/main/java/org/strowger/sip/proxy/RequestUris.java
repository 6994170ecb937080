package org.strowger.sip.proxy;

import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/** What a Request-URI may contain, and what becomes of it (RFC 3261 §16.4, §16.6, §19.1.1 table 1). */
final class RequestUris {
    private RequestUris() {}

    /** Without the components that are not allowed in a Request-URI: headers and the method parameter. */
    static Uri allowed(Uri uri) throws MalformedMessageException {
        if (!(uri instanceof SipUri sip)) {
            return uri;
        }
        var clean = sip.parameters().has("method") ? sip.withoutParameter("method") : sip;
        int headers = clean.headers().length();
        return headers == 0
                ? clean
                : SipUri.parse(clean.text().part(0, clean.text().length() - headers - 1));
    }

    /** Without maddr "and any non-default port or transport parameter" (§16.4). */
    static SipUri withoutMaddr(SipUri uri) throws MalformedMessageException {
        var stripped = uri.withoutParameter("maddr");
        if (stripped.transport().isPresent() && !stripped.transport().get().isIgnoreCase("udp")) {
            stripped = stripped.withoutParameter("transport");
        }
        int usual = stripped.isSecure() ? 5061 : 5060;
        return stripped.port().orElse(usual) == usual ? stripped : withoutPort(stripped);
    }

    /** The same resource, reached securely (§16.6 step 7). */
    static SipUri secured(SipUri uri) throws MalformedMessageException {
        return uri.isSecure()
                ? uri
                : SipUri.parse("sips" + uri.text().toString().substring("sip".length()));
    }

    /** The same resource for who did not ask for security on every hop (RFC 5630 §5.3). */
    static SipUri unsecured(SipUri uri) throws MalformedMessageException {
        return SipUri.parse("sip" + uri.text().toString().substring("sips".length()));
    }

    /** As a Route value. */
    static Slice inBrackets(Uri uri) {
        return Slice.of("<" + uri.text() + ">");
    }

    private static SipUri withoutPort(SipUri uri) throws MalformedMessageException {
        var text = new StringBuilder(uri.scheme()).append(':');
        uri.user().ifPresent(user -> {
            text.append(user);
            uri.password().ifPresent(password -> text.append(':').append(password));
            text.append('@');
        });
        text.append(uri.host()).append(uri.parameters().text());
        return SipUri.parse(text.toString());
    }
}
