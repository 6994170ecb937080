package org.strowger.sip.auth;

import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;

/** The uri parameter of credentials. */
final class DigestUri {
    private DigestUri() {}

    /**
     * Whether it names the resource of that Request-URI (RFC 7616 §3.4.6, RFC 8760 §2.6 item 6): the URIs are equivalent, or are sip and
     * sips URIs of the same user and host. Parameters, port and scheme may differ: clients and proxies add them after the hash was made. The user may be missing: sipp and others
     * name the server alone.
     */
    static boolean names(String digestUri, Uri requestUri) {
        Uri named;
        try {
            named = Uri.parse(digestUri);
        } catch (MalformedMessageException _) {
            return false;
        }
        if (named instanceof SipUri ours && requestUri instanceof SipUri theirs) {
            return ours.host().equalsIgnoreCase(theirs.host())
                    && (ours.user().isEmpty() || ours.userText().equals(theirs.userText()));
        }
        return named.isEquivalentTo(requestUri);
    }
}
