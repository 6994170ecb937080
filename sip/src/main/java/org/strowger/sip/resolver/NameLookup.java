package org.strowger.sip.resolver;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.Credibility;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;

/**
 * Addresses of host names: from the cache, the hosts file, the name servers, in this order.
 *
 * <p>Safe for all threads. Files and sockets are touched by virtual threads and the library's own, never by the one that asks. While a
 * name is being looked up nobody asks for it a second time, and no more than a thousand names are looked up at once.
 */
final class NameLookup {
    private static final int MOST_AT_ONCE = 1000;
    private static final int MOST_ALIASES = 8;
    /** How long the second family of addresses may keep the first waiting (RFC 8305 §3 says 50 ms, for people who watch). */
    private static final long SECOND_FAMILY_MILLIS = 300;

    private final DnsSettings settings;
    private final Cache cache = new Cache(DClass.IN);
    private final LookupSession session;
    private final HostsFileParser hosts;
    private final Reachability reachability = new Reachability();
    private final Map<Name, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

    NameLookup(DnsSettings settings) {
        this.settings = settings;
        this.hosts = new HostsFileParser(settings.hosts(), true);
        cache.setMaxEntries(settings.cacheEntries());
        this.session = LookupSession.builder()
                .resolver(nameServers(settings))
                .cache(cache)
                .executor(Thread::startVirtualThread)
                .build();
    }

    /** What the cache knows about the name, be it that there is no address. */
    Optional<List<InetAddress>> known(Name name) {
        var ipv4 = known(name, Type.A);
        var ipv6 = known(name, Type.AAAA);
        return ipv4.isPresent() && ipv6.isPresent()
                ? Optional.of(reachability.ordered(ipv4.get(), ipv6.get()))
                : Optional.empty();
    }

    /** Looks the name up; never fails, but finds nothing where nobody answers in time. */
    CompletableFuture<List<InetAddress>> find(Name name) {
        if (underWay.size() >= MOST_AT_ONCE) {
            return CompletableFuture.completedFuture(List.of());
        }
        var mine = new CompletableFuture<List<InetAddress>>();
        var before = underWay.putIfAbsent(name, mine);
        if (before != null) {
            return before;
        }
        mine.completeOnTimeout(List.of(), settings.patience().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> underWay.remove(name, mine));
        Thread.startVirtualThread(() -> lookUp(name, mine));
        return mine;
    }

    private void lookUp(Name name, CompletableFuture<List<InetAddress>> found) {
        var listed = fromHosts(name);
        if (!listed.isEmpty()) {
            found.complete(listed);
            return;
        }
        var ipv4 = ask(name, Type.A);
        var ipv6 = ask(name, Type.AAAA);
        ipv4.thenAccept(addresses -> hurry(ipv6, addresses));
        ipv6.thenAccept(addresses -> hurry(ipv4, addresses));
        ipv4.thenCombine(ipv6, (four, six) -> {
                    reachability.learn(six);
                    return reachability.ordered(four, six);
                })
                .thenAccept(found::complete);
    }

    private static void hurry(CompletableFuture<List<InetAddress>> other, List<InetAddress> first) {
        if (!first.isEmpty()) {
            other.completeOnTimeout(List.of(), SECOND_FAMILY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private CompletableFuture<List<InetAddress>> ask(Name name, int type) {
        return session.lookupAsync(name, type)
                .thenApply(LookupResult::getRecords)
                .thenApply(NameLookup::addresses)
                .exceptionally(_ -> List.of())
                .toCompletableFuture();
    }

    /** One at a time: the parser loses names that are asked for while it reads the file. */
    private synchronized List<InetAddress> fromHosts(Name name) {
        var found = new ArrayList<InetAddress>();
        try {
            hosts.getAddressForHost(name, Type.A).map(NameLookup::nameless).ifPresent(found::add);
            hosts.getAddressForHost(name, Type.AAAA).map(NameLookup::nameless).ifPresent(found::add);
        } catch (IOException e) {
            // no such file: the name servers know
            return List.of();
        }
        return found;
    }

    private Optional<List<InetAddress>> known(Name name, int type) {
        var asked = name;
        for (int alias = 0; alias < MOST_ALIASES; alias++) {
            var answer = cache.lookupRecords(asked, type, Credibility.NORMAL);
            if (answer.isSuccessful()) {
                var records = new ArrayList<Record>();
                answer.answers().forEach(set -> records.addAll(set.rrs(false)));
                return Optional.of(addresses(records));
            }
            if (!answer.isCNAME()) {
                return answer.isNXDOMAIN() || answer.isNXRRSET() ? Optional.of(List.of()) : Optional.empty();
            }
            asked = answer.getCNAME().getTarget();
        }
        return Optional.empty();
    }

    private static List<InetAddress> addresses(List<Record> records) {
        var addresses = new ArrayList<InetAddress>();
        for (var record : records) {
            switch (record) {
                case ARecord ipv4 -> addresses.add(nameless(ipv4.getAddress()));
                case AAAARecord ipv6 -> addresses.add(nameless(ipv6.getAddress()));
                default -> {} // aliases on the way
            }
        }
        return addresses;
    }

    /** A next hop is an address, whatever it was called when it was found. */
    private static InetAddress nameless(InetAddress address) {
        return Literals.address(address.getAddress());
    }

    private static Resolver nameServers(DnsSettings settings) {
        var resolver = settings.servers().isEmpty()
                ? new ExtendedResolver()
                : new ExtendedResolver(
                        settings.servers().stream().map(SimpleResolver::new).toArray(Resolver[]::new));
        resolver.setTimeout(settings.patience());
        return resolver;
    }
}
