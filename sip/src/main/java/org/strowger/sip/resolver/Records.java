package org.strowger.sip.resolver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.strowger.sip.transport.Protocol;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

/** What is read from records and in which order it is tried: pure computation (RFC 3263 §4.1, RFC 2782). */
final class Records {
    /** More servers of one name are never tried for one request. */
    private static final int MOST_SERVERS = 16;

    private Records() {}

    /**
     * A way to look for servers.
     *
     * @param service the name whose SRV records list them
     */
    record Way(Protocol protocol, Name service) {}

    /** A server of a service: a host and a port. */
    record Server(Name host, int port) {}

    /** What NAPTR records lead to, the most preferred first; empty if none of them is for us. */
    static List<Way> ways(Answer naptr, boolean secure, Predicate<Protocol> supported) {
        var usable = new ArrayList<NAPTRRecord>();
        for (var record : naptr.records()) {
            if (record instanceof NAPTRRecord pointer && leads(pointer, secure, supported)) {
                usable.add(pointer);
            }
        }
        // lower order first, and within it lower preference (RFC 2915 §2); then by name, so that all choose the same
        usable.sort(Comparator.comparingInt(NAPTRRecord::getOrder)
                .thenComparingInt(NAPTRRecord::getPreference)
                .thenComparing(NAPTRRecord::getReplacement));
        return usable.stream()
                .map(pointer -> new Way(protocol(pointer).orElseThrow(), pointer.getReplacement()))
                .toList();
    }

    /** "a client resolving a SIPS URI MUST discard any services that do not contain "SIPS" as the protocol" (RFC 3263 §4.1). */
    private static boolean leads(NAPTRRecord record, boolean secure, Predicate<Protocol> supported) {
        var protocol = protocol(record);
        return record.getFlags().equalsIgnoreCase("s")
                && protocol.isPresent()
                && supported.test(protocol.get())
                && (protocol.get().isSecure() || !secure);
    }

    private static Optional<Protocol> protocol(NAPTRRecord record) {
        return switch (record.getService().toUpperCase(Locale.ROOT)) {
            case "SIP+D2U" -> Optional.of(Protocol.UDP);
            case "SIP+D2T" -> Optional.of(Protocol.TCP);
            case "SIPS+D2T" -> Optional.of(Protocol.TLS);
            // RFC 7118 §10.2
            case "SIP+D2W" -> Optional.of(Protocol.WS);
            case "SIPS+D2W" -> Optional.of(Protocol.WSS);
            default -> Optional.empty();
        };
    }

    /** What stands before a domain in the name of its SRV records (RFC 3263 §4.2). */
    static String service(Protocol protocol) {
        return switch (protocol) {
            case UDP -> "_sip._udp";
            case TCP -> "_sip._tcp";
            case TLS -> "_sips._tcp";
            case WS -> "_sip._ws";
            case WSS -> "_sips._ws";
        };
    }

    /** Those that SRV records list, in the order to try; empty if the one record says that there are none (RFC 2782, "Target"). */
    static List<Server> servers(Answer srv, Choice choice) {
        var left = new ArrayList<SRVRecord>();
        for (var record : srv.records()) {
            if (record instanceof SRVRecord server && !server.getTarget().equals(Name.root) && server.getPort() > 0) {
                left.add(server);
            }
        }
        // "a deterministic order to the records" (RFC 3263 §4.4), whatever the order in which they came; and within a
        // priority "all those with weight 0 are placed at the beginning of the list" (RFC 2782)
        left.sort(Comparator.comparingInt(SRVRecord::getPriority)
                .thenComparing(server -> server.getWeight() > 0)
                .thenComparing(SRVRecord::getTarget)
                .thenComparingInt(SRVRecord::getPort)
                .thenComparingInt(SRVRecord::getWeight));
        var chance = new SplittableRandom(choice.seed());
        var ordered = new ArrayList<Server>();
        while (!left.isEmpty() && ordered.size() < MOST_SERVERS) {
            var chosen = left.remove(drawn(left, chance));
            ordered.add(new Server(chosen.getTarget(), chosen.getPort()));
        }
        return List.copyOf(ordered);
    }

    /**
     * Which of those of the lowest priority: "the RR whose running sum value is the first in the selected order which is greater than or
     * equal to the random number selected" (RFC 2782).
     */
    private static int drawn(List<SRVRecord> left, SplittableRandom chance) {
        int priority = left.getFirst().getPriority();
        int sum = 0;
        int equals = 0;
        while (equals < left.size() && left.get(equals).getPriority() == priority) {
            sum += left.get(equals).getWeight();
            equals++;
        }
        if (equals == 1) {
            return 0;
        }
        if (sum == 0) {
            // "in any order" (RFC 2782), so that no server of several has all the calls
            return chance.nextInt(equals);
        }
        int number = chance.nextInt(sum + 1);
        int at = 0;
        int running = left.getFirst().getWeight();
        while (at < equals - 1 && running < number) {
            at++;
            running += left.get(at).getWeight();
        }
        return at;
    }

    static List<InetAddress> addresses(Answer answer) {
        var addresses = new ArrayList<InetAddress>(answer.records().size());
        for (var record : answer.records()) {
            switch (record) {
                case ARecord ipv4 -> addresses.add(nameless(ipv4.getAddress()));
                case AAAARecord ipv6 -> addresses.add(nameless(ipv6.getAddress()));
                default -> {} // of no type that was asked for
            }
        }
        return addresses;
    }

    /** A next hop is an address, whatever it was called when it was found. */
    private static InetAddress nameless(InetAddress address) {
        return Literals.address(address.getAddress());
    }
}
