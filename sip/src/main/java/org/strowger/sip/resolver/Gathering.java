package org.strowger.sip.resolver;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Timeout;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.xbill.DNS.Type;

/**
 * The addresses of some servers, of both families: each server's together, in the order of the servers (RFC 7984). Owned by the shard that
 * asks.
 */
final class Gathering {
    /** How long those who answered may be kept waiting by others (RFC 8305 §3 says 50 ms, for people who watch). */
    private static final Duration GRACE = Duration.ofMillis(300);

    private static final int MOST_HOPS = 32;
    private static final Comparator<InetAddress> BY_OCTETS =
            (one, other) -> Arrays.compareUnsigned(one.getAddress(), other.getAddress());

    private final Grounds grounds;
    private final Shard shard;
    private final boolean steady;
    private final Destination destination;
    private final Protocol protocol;
    private final List<Found> found = new ArrayList<>();
    private final Consumer<List<NextHop>> answer;
    private int unanswered;
    private boolean ended;
    private @Nullable Timeout grace;

    /** What is known of one server. */
    private static final class Found {
        private final int port;
        private List<InetAddress> ipv4 = List.of();
        private List<InetAddress> ipv6 = List.of();

        Found(int port) {
            this.port = port;
        }

        void learn(List<InetAddress> addresses, int family) {
            if (family == Type.A) {
                ipv4 = addresses;
            } else {
                ipv6 = addresses;
            }
        }
    }

    /** @param protocol by which these servers are reached */
    Gathering(
            Grounds grounds,
            Shard shard,
            Destination destination,
            boolean steady,
            Protocol protocol,
            Consumer<List<NextHop>> answer) {
        this.destination = destination;
        this.grounds = grounds;
        this.shard = shard;
        this.steady = steady;
        this.protocol = protocol;
        this.answer = answer;
    }

    void begin(List<Records.Server> servers) {
        // nobody ends before all have been asked
        unanswered = 1;
        for (var server : servers) {
            var one = new Found(server.port());
            found.add(one);
            var listed = grounds.hosts().addresses(shard, server.host());
            if (listed.isEmpty()) {
                ask(server, one, Type.A);
                ask(server, one, Type.AAAA);
            } else {
                one.learn(listed.stream().filter(address -> !isIpv6(address)).toList(), Type.A);
                one.learn(listed.stream().filter(Gathering::isIpv6).toList(), Type.AAAA);
            }
        }
        answered();
    }

    /** Ends without an answer, and says what there is by now. */
    List<NextHop> stop() {
        ended = true;
        if (grace != null) {
            grace.forget();
        }
        return hops();
    }

    private void end() {
        if (!ended) {
            answer.accept(stop());
        }
    }

    private void ask(Records.Server server, Found one, int family) {
        unanswered++;
        grounds.lookups().ask(shard, new Question(server.host(), family), answered -> {
            one.learn(Records.addresses(answered), family);
            answered();
        });
    }

    private void answered() {
        unanswered--;
        if (unanswered == 0) {
            end();
        } else if (!ended && grace == null && hasSome()) {
            grace = shard.schedule(GRACE, this::end);
        }
    }

    private boolean hasSome() {
        for (var one : found) {
            if (!one.ipv4.isEmpty() || !one.ipv6.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private List<NextHop> hops() {
        var hops = new LinkedHashSet<NextHop>();
        for (var one : found) {
            for (var address : grounds.reachability().ordered(inOrder(one.ipv4), inOrder(one.ipv6))) {
                if (hops.size() < MOST_HOPS) {
                    hops.add(destination.hop(protocol, new InetSocketAddress(address, one.port)));
                }
            }
        }
        return List.copyOf(hops);
    }

    /** As the name server said, unless it is asked for an order that does not depend on its moods. */
    private List<InetAddress> inOrder(List<InetAddress> addresses) {
        return steady && addresses.size() > 1
                ? addresses.stream().sorted(BY_OCTETS).toList()
                : addresses;
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
