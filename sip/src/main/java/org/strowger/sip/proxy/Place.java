package org.strowger.sip.proxy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
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
record Place(Slice host) {
    private static final int IPV4_CHARACTERS = 15;

    static Place of(InetSocketAddress address) {
        return new Place(
                address.isUnresolved() ? lower(Slice.of(address.getHostString())) : literal(address.getAddress()));
    }

    /** What that URI leads to; empty if it says nothing about that. */
    static Optional<Place> of(Uri uri) {
        return uri instanceof SipUri sip ? Optional.of(of(sip.maddr().orElse(sip.host()))) : Optional.empty();
    }

    /** What the first value of that field leads to; empty if there is none, or none that can be read. */
    static Optional<Place> first(SipRequest request, HeaderName name) {
        var first = request.headers().firstValue(name);
        try {
            return first.isEmpty()
                    ? Optional.empty()
                    : of(NameAddr.parse(first.get()).uri());
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** The host in lower case: itself if it is written so. */
    static Slice lower(Slice host) {
        for (int at = 0; at < host.length(); at++) {
            int octet = host.at(at);
            if (octet >= 'A' && octet <= 'Z') {
                return Slice.of(host.toString().toLowerCase(Locale.ROOT));
            }
        }
        return host;
    }

    private static Place of(Slice host) {
        boolean isReference = !host.isEmpty() && host.at(0) == '[';
        return new Place(isReference ? ipv6(host.part(1, host.length() - 1)) : lower(host));
    }

    private static Slice ipv6(Slice literal) {
        try {
            return literal(Inet6Address.ofLiteral(literal.toString()));
        } catch (IllegalArgumentException e) {
            return lower(literal);
        }
    }

    private static Slice literal(InetAddress address) {
        return address instanceof Inet4Address ? ipv4(address.getAddress()) : withoutScope(address.getHostAddress());
    }

    /** As {@link InetAddress#getHostAddress} writes it, but this is asked for every message. */
    private static Slice ipv4(byte[] octets) {
        byte[] text = new byte[IPV4_CHARACTERS];
        int at = 0;
        for (byte signed : octets) {
            int octet = signed & 0xff;
            if (at > 0) {
                text[at++] = '.';
            }
            if (octet >= 100) {
                text[at++] = (byte) ('0' + octet / 100);
            }
            if (octet >= 10) {
                text[at++] = (byte) ('0' + octet / 10 % 10);
            }
            text[at++] = (byte) ('0' + octet % 10);
        }
        return new Slice(text, 0, at);
    }

    private static Slice withoutScope(String address) {
        int scope = address.indexOf('%');
        return Slice.of(scope < 0 ? address : address.substring(0, scope));
    }
}
