package org.strowger.sip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.strowger.sip.loop.Clock;

/** The addresses of this machine, and which of them a peer sees: for listening points bound to all of them. */
final class LocalAddresses {
    /** Addresses and routes change seldom; this is how long we may be behind. */
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int MOST_PEERS = 4_096;
    /** Any port will do: connecting a datagram channel sends nothing. */
    private static final int NO_PORT_IN_PARTICULAR = 5060;

    private final Clock clock;
    private final Map<InetAddress, InetAddress> facing = new ConcurrentHashMap<>();
    private volatile Snapshot snapshot;

    private record Snapshot(Set<InetAddress> addresses, long takenAtNanos) {}

    LocalAddresses(Clock clock) {
        this.clock = clock;
        this.snapshot = take();
    }

    /** Whether it is an address of this machine. */
    boolean has(InetAddress address) {
        return address.isLoopbackAddress() || fresh().addresses.contains(address);
    }

    /** The address by which that peer is reached; the loopback address if it is not. */
    InetAddress facing(InetAddress remote) {
        fresh();
        var known = facing.get(remote);
        if (known != null) {
            return known;
        }
        if (facing.size() >= MOST_PEERS) {
            facing.clear();
        }
        var found = route(remote);
        facing.put(remote, found);
        return found;
    }

    private Snapshot fresh() {
        var present = snapshot;
        if (clock.nanos() - present.takenAtNanos < FRESH_NANOS) {
            return present;
        }
        present = take();
        snapshot = present;
        facing.clear();
        return present;
    }

    private Snapshot take() {
        try {
            return new Snapshot(
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .collect(Collectors.toUnmodifiableSet()),
                    clock.nanos());
        } catch (SocketException _) {
            return new Snapshot(Set.of(), clock.nanos());
        }
    }

    private static InetAddress route(InetAddress remote) {
        var family = remote instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        try (var channel = DatagramChannel.open(family)) {
            channel.connect(new InetSocketAddress(remote, NO_PORT_IN_PARTICULAR));
            return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        } catch (IOException _) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
