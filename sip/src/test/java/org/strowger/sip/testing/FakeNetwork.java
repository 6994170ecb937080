package org.strowger.sip.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Protocol;

/**
 * A network in one thread and on a false clock: loses, delays, repeats and reorders datagrams by a seed, and refuses connections when told.
 *
 * <p>Each {@link FakeNode} on it is a {@link org.strowger.sip.transport.Transport} for one server or agent. Messages travel as bytes and are
 * parsed again where they arrive. Time passes only in {@link FakeLoop}; what is under way is a timer there.
 */
public final class FakeNetwork {
    /** How long one waits for a connection to an address where nobody is. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private static final int FIRST_CLIENT_PORT = 49_152;

    private final FakeLoop loop;
    private final Shard time;
    private final Random random;
    private final Map<InetSocketAddress, FakeNode> nodes = new HashMap<>();
    private final List<FakeConnection> connections = new ArrayList<>();
    private final List<Passed> passed = new ArrayList<>();
    private final List<Reset> resets = new ArrayList<>();
    private final Faults faults = new Faults();
    private Conditions conditions = Conditions.FAIR;
    private Predicate<Passed> swallowed = _ -> false;
    private int nextClientPort = FIRST_CLIENT_PORT;
    /** When the datagram arrives that arrives last of all that were sent so far. */
    private long lastArrivalNanos;

    private long trace;

    /** A connection that broke, and between whom. */
    public record Reset(Duration after, String one, String other) {}

    public FakeNetwork(FakeLoop loop, long seed) {
        this.loop = loop;
        this.time = loop.moreShards(1, seed).at(0);
        this.random = new Random(seed);
    }

    /** A node at that address, port 5060, with the shards of the loop. */
    public FakeNode node(String name, String address) {
        return node(name, address, Protocol.UDP.defaultPort(), loop.shards());
    }

    /** A node with shards of its own, which live in the same time (see {@link FakeLoop#moreShards}). */
    public FakeNode node(String name, String address, int port, Shards shards) {
        var where = new InetSocketAddress(InetAddress.ofLiteral(address), port);
        var node = new FakeNode(this, name, where, shards);
        if (nodes.putIfAbsent(where, node) != null) {
            throw new IllegalArgumentException("%s is taken".formatted(where));
        }
        return node;
    }

    /** From now on. */
    public void conditions(Conditions from) {
        conditions = from;
    }

    /** From now on, datagrams of that kind never arrive. */
    public void swallow(Predicate<Passed> which) {
        swallowed = which;
    }

    /** Closes all connections of that node, as a peer that dies does. */
    public void closeConnectionsOf(FakeNode node) {
        var lost = connections.stream()
                .filter(connection -> connection.touches(node))
                .toList();
        lost.forEach(FakeConnection::close);
        connections.removeAll(lost);
        lost.forEach(FakeConnection::tellBothEnds);
    }

    /** Connections that broke by chance, in order. */
    public List<Reset> resets() {
        return List.copyOf(resets);
    }

    /** What befell what was sent. */
    public Faults faults() {
        return faults;
    }

    /** A number made of all that was ever sent: who, when, to whom, every byte, and what became of it. */
    public long trace() {
        return trace;
    }

    /** All that was sent, lost or not, in order. */
    public List<Passed> passed() {
        return List.copyOf(passed);
    }

    /** The summaries of all that was sent from one node to another. */
    public List<String> passed(String from, String to) {
        return passed.stream()
                .filter(message -> message.from().equals(from) && message.to().equals(to))
                .map(Passed::summary)
                .toList();
    }

    /** Forgets what has passed. */
    public void forget() {
        passed.clear();
    }

    /** What passed, one row each: print it when a test fails. */
    public String ladder() {
        return passed.stream().map(Passed::toString).collect(Collectors.joining("\n", "\n", "\n"));
    }

    void datagram(FakeNode from, InetSocketAddress to, Slice bytes) {
        int copies = chance(conditions.lossPercent()) ? 0 : chance(conditions.duplicatePercent()) ? 2 : 1;
        var message = note(from, to, Protocol.UDP, bytes, copies);
        if (swallowed.test(message)) {
            passed.set(passed.size() - 1, note(message, 0));
            return;
        }
        faults.carried(copies);
        for (int copy = 0; copy < copies; copy++) {
            after(onItsWay(), () -> {
                var target = nodes.get(to);
                if (target != null) {
                    target.arrived(bytes, new FakeFlow.Datagrams(to, from.address()));
                }
            });
        }
    }

    /** Opens a connection where there is none; the answer is empty if nobody takes it, and the reason is told. */
    Optional<FakeFlow.End> connection(FakeNode from, InetSocketAddress to, FailedSend failed) {
        var taken = taken(from, to);
        if (taken.isPresent()) {
            return taken;
        }
        var target = nodes.get(to);
        if (target == null) {
            failed.after(CONNECT_TIMEOUT, new SocketTimeoutException("connection timed out: " + to));
            return Optional.empty();
        }
        if (!target.takesConnections()) {
            failed.after(conditions.latency().multipliedBy(2), new ConnectException("connection refused: " + to));
            return Optional.empty();
        }
        return Optional.of(connections.stream()
                .filter(connection -> connection.joins(from, target))
                .findFirst()
                .orElseGet(() -> connected(from, target))
                .clientEnd());
    }

    /** The node's end of a connection that was opened from that very address; empty if there is none. */
    Optional<FakeFlow.End> taken(FakeNode node, InetSocketAddress from) {
        return connections.stream()
                .filter(connection -> connection.comesFrom(from, node))
                .findFirst()
                .map(FakeConnection::serverEnd);
    }

    void stream(FakeNode from, FakeFlow.End end, Slice bytes) {
        var connection = end.connection();
        boolean breaks = conditions.resetPerThousand() > 0 && random.nextInt(1000) < conditions.resetPerThousand();
        note(from, connection.otherNode(end).address(), Protocol.TCP, bytes, breaks ? 0 : 1);
        if (breaks) {
            // the sender learns of it later than it has sent
            after(underWay(), () -> reset(connection, from, connection.otherNode(end)));
            return;
        }
        long arrival = connection.inOrder(loop.clock().nanos() + underWay().toNanos());
        after(Duration.ofNanos(arrival - loop.clock().nanos()), () -> {
            if (connection.isOpen()) {
                connection.otherNode(end).arrived(bytes, connection.otherEnd(end));
            }
        });
    }

    private void reset(FakeConnection connection, FakeNode one, FakeNode other) {
        if (connection.isOpen()) {
            faults.broke();
            resets.add(new Reset(loop.clock().elapsed(), one.name(), other.name()));
            connection.close();
            connections.remove(connection);
            connection.tellBothEnds();
        }
    }

    /** Does that when so much time has passed. */
    void after(Duration delay, Runnable event) {
        time.execute(() -> time.schedule(delay, event));
    }

    /** How a sender hears of its failure. */
    @FunctionalInterface
    interface FailedSend {
        void after(Duration delay, IOException cause);
    }

    private FakeConnection connected(FakeNode from, FakeNode to) {
        var connection = new FakeConnection(from, to, nextClientPort++);
        connections.add(connection);
        return connection;
    }

    private Passed note(FakeNode from, InetSocketAddress to, Protocol protocol, Slice bytes, int copies) {
        @Nullable FakeNode target = nodes.get(to);
        String name = target == null ? to.toString() : target.name();
        var message = new Passed(loop.clock().elapsed(), from.name(), name, protocol, to, bytes, copies);
        passed.add(message);
        trace = 31 * (31 * (31 * trace + message.after().toNanos()) + bytes.hashCode()) + to.hashCode() + copies;
        return message;
    }

    private static Passed note(Passed was, int copies) {
        return new Passed(was.after(), was.from(), was.to(), was.protocol(), was.target(), was.bytes(), copies);
    }

    private Duration onItsWay() {
        var delay = underWay();
        long arrival = loop.clock().nanos() + delay.toNanos();
        if (arrival < lastArrivalNanos) {
            faults.overtook();
        }
        lastArrivalNanos = Math.max(lastArrivalNanos, arrival);
        return delay;
    }

    private Duration underWay() {
        long jitter = conditions.jitter().toNanos();
        return conditions.latency().plusNanos(jitter == 0 ? 0 : random.nextLong(jitter));
    }

    private boolean chance(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }
}
