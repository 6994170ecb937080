package org.strowger.sip.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The next hops of SIP URIs by address literal, hosts file and A and AAAA records (RFC 3263 §4, without NAPTR and SRV).
 *
 * <p>SIPS URIs have next hops where the transport layer has TLS. Other schemes have none.
 */
public final class AddressResolver implements Resolver {
    private final Predicate<Protocol> supported;
    private final DnsSettings settings;
    private final NameLookup names;

    /** @param supported the protocols that we can send by */
    public AddressResolver(Predicate<Protocol> supported, DnsSettings settings) {
        this.supported = supported;
        this.settings = settings;
        this.names = new NameLookup(settings);
    }

    @Override
    public void resolve(Shard shard, Uri uri, Consumer<List<NextHop>> answer) {
        shard.check();
        var destination = Destination.of(uri, supported);
        if (destination.isEmpty()) {
            answer.accept(List.of());
            return;
        }
        var literal = Literals.of(destination.get().host());
        if (!literal.isEmpty()) {
            answer.accept(hops(destination.get(), literal));
        } else {
            look(shard, destination.get(), answer);
        }
    }

    private void look(Shard shard, Destination destination, Consumer<List<NextHop>> answer) {
        Name name;
        try {
            name = Name.fromString(destination.host().toLowerCase(Locale.ROOT), Name.root);
        } catch (TextParseException e) {
            answer.accept(List.of());
            return;
        }
        var known = names.known(name);
        if (known.isPresent()) {
            answer.accept(hops(destination, known.get()));
            return;
        }
        var waiting = new Waiting(destination, answer);
        // the shard's own timer, so that a call waits no longer than it may, whatever the library does
        var timeout = shard.schedule(settings.patience(), () -> waiting.end(List.of()));
        names.find(name)
                .thenAccept(addresses -> shard.execute(() -> {
                    timeout.forget();
                    waiting.end(addresses);
                }));
    }

    private static List<NextHop> hops(Destination destination, List<InetAddress> addresses) {
        var hops = new NextHop[addresses.size()];
        for (int index = 0; index < hops.length; index++) {
            var remote = new InetSocketAddress(addresses.get(index), destination.port());
            hops[index] = new NextHop.Address(destination.protocol(), remote);
        }
        return List.of(hops);
    }

    /** Someone who is answered once. Owned by the shard that asked. */
    private static final class Waiting {
        private final Destination destination;
        private final Consumer<List<NextHop>> answer;
        private boolean ended;

        Waiting(Destination destination, Consumer<List<NextHop>> answer) {
            this.destination = destination;
            this.answer = answer;
        }

        void end(List<InetAddress> addresses) {
            if (!ended) {
                ended = true;
                answer.accept(hops(destination, addresses));
            }
        }
    }
}
