package org.strowger.server.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.UserSource;
import org.strowger.server.location.LocationService;
import org.strowger.server.routing.Action;
import org.strowger.server.routing.Condition;
import org.strowger.server.routing.Glob;
import org.strowger.server.routing.Rule;
import org.strowger.server.users.ListedUsers;
import org.strowger.server.users.Secret;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.proxy.ProxyCore;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.resolver.DnsResolver;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.Protocol;

/** The whole server of example.com on a false network: all that {@link Exchange} wires, but sockets, threads and files. */
public final class CentralOffice {
    public static final String DOMAIN = "example.com";
    public static final String ADDRESS = "192.0.2.100";
    private static final String NAME = "server";

    /** Whoever may call may call other domains, too. */
    private static final Rule ABROAD = new Rule(
            new Condition(Set.of(), List.of(), List.of(new Glob("*.example")), List.of()),
            new Action.ForwardToRequestUri());

    private static final int SWEPT_AT_ONCE = 1000;

    private final FakeLoop loop;
    private final FakeNode node;
    private final LocationService location = LocationService.inMemory();
    private final TransactionLayer transactions;
    private final ProxyCore proxy;

    /** @param users who may register and call; their password is {@link #passwordOf} their name */
    public CentralOffice(FakeLoop loop, FakeNetwork network, long seed, List<String> users) {
        this(loop, network, seed, users, supported -> new DnsResolver(supported, DnsSettings.SYSTEM));
    }

    /** @param resolvers makes the resolver, of the protocols that the server can send by */
    public CentralOffice(
            FakeLoop loop,
            FakeNetwork network,
            long seed,
            List<String> users,
            Function<Predicate<Protocol>, Resolver> resolvers) {
        this.loop = loop;
        var door = new Door();
        node = network.node(NAME, ADDRESS);
        transactions = new TransactionLayer(node, loop.shards(), Timers.RFC3261, door);
        var switchboard = new Switchboard(
                new Switchboard.Neighbours(
                        loop.shards(),
                        node,
                        resolvers.apply(node::supports),
                        transactions,
                        ProxyObserver.NONE,
                        new Random(seed)),
                premises(users, seed),
                location);
        proxy = switchboard.proxy();
        door.core = new Dispatch(switchboard.registrar(), switchboard.notifier(), proxy);
        node.listener(transactions);
    }

    public static String passwordOf(String user) {
        return "secret of " + user;
    }

    public FakeNode node() {
        return node;
    }

    public LocationService location() {
        return location;
    }

    public TransactionLayer transactions() {
        return transactions;
    }

    /** Clears away what has expired, as the housekeeping does. */
    public void sweep() {
        location.expire(loop.clock().now(), SWEPT_AT_ONCE);
    }

    /** What is left over: nothing, if all is well. */
    public String leftOver() {
        return "%d transactions, %d response contexts, %d timers, %d bindings"
                .formatted(transactions.live(), proxy.live(), loop.shards().armed(), location.size());
    }

    private static Premises premises(List<String> users, long seed) {
        var secrets = users.stream()
                .collect(Collectors.<String, String, Secret>toMap(
                        user -> user, user -> new Secret.Password(passwordOf(user))));
        return new Premises(
                configuration(), ListedUsers.of(Map.copyOf(secrets)), List.of(), new Secrets("secret of " + seed));
    }

    /** Nonces live so briefly that many are stale when they are used again. */
    private static Configuration configuration() {
        return new Configuration(
                List.of(DOMAIN),
                List.of(Listen.parse("udp://" + ADDRESS + ":5060"), Listen.parse("tcp://" + ADDRESS + ":5060")),
                UserSource.NONE,
                new Configuration.Authentication(
                        true,
                        Optional.empty(),
                        List.of(Algorithm.SHA_256, Algorithm.MD5),
                        Duration.ofSeconds(30),
                        List.of()),
                Configuration.Registrations.DEFAULT,
                new Configuration.Storage(Optional.empty(), false),
                List.of(ABROAD, Rule.TO_BINDINGS),
                Configuration.Tuning.DEFAULT);
    }

    /** Lets the core be made after the layer that calls it. */
    private static final class Door implements TransactionUser {
        private @Nullable TransactionUser core;

        private TransactionUser core() {
            return Objects.requireNonNull(core, "the core is not there yet");
        }

        @Override
        public void request(ServerTransaction transaction) {
            core().request(transaction);
        }

        @Override
        public void ack(Shard shard, SipRequest ack, Flow flow) {
            core().ack(shard, ack, flow);
        }

        @Override
        public void stateless(Shard shard, SipResponse response) {
            core().stateless(shard, response);
        }

        @Override
        public void cancelled(ServerTransaction invite, SipRequest cancel) {
            core().cancelled(invite, cancel);
        }

        @Override
        public void closed(Flow flow) {
            core().closed(flow);
        }

        @Override
        public void ended(ServerTransaction transaction) {
            core().ended(transaction);
        }
    }
}
