package org.strowger.sip.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;
import org.strowger.sip.message.Via;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/**
 * The next hops of SIP URIs by address literal, hosts file, NAPTR, SRV, A and AAAA records (RFC 3263, RFC 7984).
 *
 * <p>SIPS URIs have next hops where the transport layer has TLS. Other schemes have none. Safe for all threads.
 */
public final class DnsResolver implements Resolver {
    private final Grounds grounds;
    private final Setbacks setbacks = new Setbacks();
    private final LiteralHops literals = new LiteralHops();

    /** @param supported the protocols that we can send by */
    public DnsResolver(Predicate<Protocol> supported, DnsSettings settings) {
        this(supported, settings, new Reachability());
    }

    private DnsResolver(Predicate<Protocol> supported, DnsSettings settings, Reachability reachability) {
        this(supported, settings, reachability, new DnsServers(settings, reachability));
    }

    /** Asks those servers. */
    DnsResolver(Predicate<Protocol> supported, DnsSettings settings, Reachability reachability, NameServers servers) {
        this.grounds = new Grounds(
                new Lookups(servers, settings),
                new HostsFile(settings.hosts()),
                reachability,
                supported,
                settings.patience());
    }

    @Override
    public void resolve(Shard shard, Uri uri, Consumer<List<NextHop>> answer) {
        resolve(shard, uri, Optional.empty(), answer);
    }

    @Override
    public void resolve(Shard shard, Uri uri, Choice choice, Consumer<List<NextHop>> answer) {
        resolve(shard, uri, Optional.of(choice), answer);
    }

    @Override
    public void resolve(Shard shard, Via via, Consumer<List<NextHop>> answer) {
        resolve(shard, Destination.of(via, grounds.supported()), Optional.empty(), answer);
    }

    @Override
    public void putOff(Shard shard, NextHop hop, Duration howLong) {
        setbacks.add(hop, howLong, shard.nanos());
    }

    /** Questions on their way now. */
    int underWay() {
        return grounds.lookups().underWay();
    }

    private void resolve(Shard shard, Uri uri, Optional<Choice> wanted, Consumer<List<NextHop>> answer) {
        shard.check();
        var literal = uri instanceof SipUri sip ? literals.of(sip, grounds.supported()) : List.<NextHop>of();
        if (literal.isEmpty()) {
            resolve(shard, Destination.of(uri, grounds.supported()), wanted, answer);
        } else {
            answer.accept(literal);
        }
    }

    private void resolve(
            Shard shard, Optional<Destination> destination, Optional<Choice> wanted, Consumer<List<NextHop>> answer) {
        shard.check();
        if (destination.isEmpty()) {
            answer.accept(List.of());
            return;
        }
        var literal = Literals.of(destination.get().host());
        if (!literal.isEmpty()) {
            answer.accept(hops(destination.get(), literal));
            return;
        }
        var choice = wanted.orElseGet(() -> new Choice(shard.nanos(), false));
        Consumer<List<NextHop>> told =
                choice.steady() ? answer : hops -> answer.accept(setbacks.last(hops, shard.nanos()));
        new Search(grounds, shard, destination.get(), choice, told).begin();
    }

    static List<NextHop> hops(Destination destination, List<InetAddress> addresses) {
        var hops = new NextHop[addresses.size()];
        for (int index = 0; index < hops.length; index++) {
            var remote = new InetSocketAddress(addresses.get(index), destination.port());
            hops[index] = destination.hop(destination.protocol(), remote);
        }
        return List.of(hops);
    }
}
