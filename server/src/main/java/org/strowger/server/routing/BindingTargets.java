package org.strowger.server.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Source;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.Target;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/**
 * Makes targets of bindings: mostly the contact itself; where the contact cannot be meant literally, the way the REGISTER came.
 *
 * <p>That is so for a phone behind a NAT, whose contact is a private address while its REGISTER came from a public one, and for a
 * connection that is still open to the very host of the contact: phones that register over TCP seldom listen.
 */
public final class BindingTargets {
    private final Predicate<NextHop.Address> connected;

    /** @param connected whether there is an open connection to that address */
    public BindingTargets(Predicate<NextHop.Address> connected) {
        this.connected = connected;
    }

    Target target(Binding binding) {
        var contact = binding.contact();
        var path = binding.path();
        var hop = path.isEmpty() ? wayBack(contact, binding.source()) : Optional.<NextHop>empty();
        return new Target(contact, path, hop, binding.qThousandths());
    }

    private Optional<NextHop> wayBack(Uri contact, Source source) {
        if (!(contact instanceof SipUri sip)) {
            return Optional.empty();
        }
        var protocol = Protocol.of(Slice.of(source.protocol()));
        var from = literal(source.host());
        if (protocol.isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        var hop = new NextHop.Address(protocol.get(), new InetSocketAddress(from.get(), source.port()));
        var host = sip.host().toString();
        boolean meant = protocol.get().isReliable()
                ? connected.test(hop) && (isUnreachable(host, from.get()) || isSame(host, from.get()))
                : isUnreachable(host, from.get());
        return meant ? Optional.of(hop) : Optional.empty();
    }

    private static boolean isSame(String host, InetAddress from) {
        return literal(host).filter(from::equals).isPresent();
    }

    /** RFC 7118 §5: names that end in .invalid are no addresses; private ones mean nothing outside. */
    private static boolean isUnreachable(String host, InetAddress from) {
        return host.toLowerCase(Locale.ROOT).endsWith(".invalid")
                || literal(host).filter(BindingTargets::isPrivate).isPresent() && !isPrivate(from);
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress();
    }

    private static Optional<InetAddress> literal(String host) {
        boolean numeric = host.startsWith("[")
                || host.indexOf(':') >= 0
                || Character.digit(host.charAt(host.length() - 1), 10) >= 0;
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
