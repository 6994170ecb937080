package org.strowger.server.location;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;

/** How a contact is reached: by its own address, or by the flow that its registration came by (RFC 5626 §5.3, RFC 7118 §5). */
public enum Reach {
    /** By its address: it means what it says. */
    CONTACT,
    /** By the flow while that is there, else by its address: a phone by TCP, which seldom listens. */
    EITHER,
    /** By the flow alone: the binding ends with the connection it came by. */
    FLOW;

    /**
     * What a contact is of which nothing but its registration's source is known.
     *
     * <p>A private address means nothing outside; a name that ends in .invalid means nothing at all (RFC 7118 §5); who came by WebSocket
     * cannot be connected to.
     */
    public static Reach of(Uri contact, Source source) {
        return of(contact, source, "");
    }

    /**
     * The same, for a REGISTER that came straight from the phone.
     *
     * @param sentBy the host by which the phone calls itself in its Via: if the contact has it and it is not where the phone is seen,
     *     then a NAT is between us
     */
    public static Reach of(Uri contact, Source source, String sentBy) {
        if (!(contact instanceof SipUri sip)) {
            return CONTACT;
        }
        if (!source.isConnection() && sip.host().is(source.host())) {
            // the usual phone, with nothing between us
            return CONTACT;
        }
        var from = literal(source.host());
        if (from.isEmpty()) {
            return CONTACT;
        }
        var host = sip.host().toString();
        var address = literal(host);
        boolean itself = host.equalsIgnoreCase(sentBy);
        boolean elsewhere = address.isPresent() && !address.equals(from);
        if (isUnreachable(host, address, from.get())
                || itself && elsewhere
                || source.protocol().startsWith("WS")) {
            return FLOW;
        }
        if (!source.isConnection()) {
            return CONTACT;
        }
        boolean same = address.equals(from);
        if (same && sip.port().orElse(0) == source.port()) {
            return FLOW;
        }
        return same || itself ? EITHER : CONTACT;
    }

    private static boolean isUnreachable(String host, Optional<InetAddress> address, InetAddress from) {
        return host.toLowerCase(Locale.ROOT).endsWith(".invalid")
                || address.filter(Reach::isPrivate).isPresent() && !isPrivate(from);
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress();
    }

    private static Optional<InetAddress> literal(String host) {
        boolean numeric = !host.isEmpty()
                && (host.startsWith("[")
                        || host.indexOf(':') >= 0
                        || Character.digit(host.charAt(host.length() - 1), 10) >= 0);
        if (!numeric) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
