package org.strowger.sip.proxy;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/** Where something goes to or comes from, without a port: an address, or a name in lower case. One spelling for each address. */
record Place(String host) {
    static Place of(InetSocketAddress address) {
        return address.isUnresolved()
                ? new Place(address.getHostString().toLowerCase(Locale.ROOT))
                : new Place(withoutScope(address.getAddress().getHostAddress()));
    }

    /** What that URI leads to; empty if it says nothing about that. */
    static Optional<Place> of(Uri uri) {
        return uri instanceof SipUri sip ? Optional.of(of(sip.maddr().orElse(sip.host()))) : Optional.empty();
    }

    /** What the first value of that field leads to; empty if there is none, or none that can be read. */
    static Optional<Place> first(SipRequest request, HeaderName name) {
        var values = request.headers().values(name);
        try {
            return values.isEmpty()
                    ? Optional.empty()
                    : of(NameAddr.parse(values.getFirst()).uri());
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private static Place of(Slice host) {
        var text = host.toString().toLowerCase(Locale.ROOT);
        return new Place(text.startsWith("[") ? address(text.substring(1, text.length() - 1)) : text);
    }

    private static String address(String literal) {
        try {
            return withoutScope(Inet6Address.ofLiteral(literal).getHostAddress());
        } catch (IllegalArgumentException e) {
            return literal;
        }
    }

    private static String withoutScope(String address) {
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }
}
