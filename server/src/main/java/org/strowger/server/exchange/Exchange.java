package org.strowger.server.exchange;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.server.config.Configuration;
import org.strowger.server.location.LocationService;
import org.strowger.server.users.Census;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.stack.StackSettings;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transport.ConnectionLimits;
import org.strowger.sip.transport.ConnectionTimes;
import org.strowger.sip.transport.ListeningPoint;
import org.strowger.sip.transport.Tap;
import org.strowger.sip.transport.TransportSettings;

/** A running server: registrar, proxy and location service on one SIP stack. Made by {@link #start}, ended by {@link #close}. */
public final class Exchange implements AutoCloseable {
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
    private static final int SWEPT_AT_ONCE = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Occupancy occupancy;
    private final Premises premises;
    private final LocationService location;
    private final SipStack stack;

    private Exchange(Occupancy occupancy, Premises premises, LocationService location, SipStack stack) {
        this.occupancy = occupancy;
        this.premises = premises;
        this.location = location;
        this.stack = stack;
    }

    /**
     * Starts a server.
     *
     * @param tap is shown every message
     * @param observer is told why requests went where they went
     * @throws IOException if the data directory, the users or a listening point cannot be used; the message says which and why
     */
    public static Exchange start(Configuration configuration, Tap tap, ProxyObserver observer) throws IOException {
        return start(configuration, tap, observer, configuration.tuning().dns());
    }

    /** The same where names are looked up in that way. */
    static Exchange start(Configuration configuration, Tap tap, ProxyObserver observer, DnsSettings dns)
            throws IOException {
        var occupancy = Premises.isKept(configuration)
                ? Occupancy.of(StateDirectory.of(configuration), ServedDomains.realms(configuration))
                : Occupancy.none();
        try {
            return within(
                    occupancy,
                    Premises.open(configuration),
                    observer,
                    settings(configuration, tap).withDns(dns));
        } catch (IOException | RuntimeException failed) {
            occupancy.close();
            throw failed;
        }
    }

    /** One that reads and writes no file: its users are those that the configuration lists. */
    static Exchange withoutFiles(Configuration configuration) throws IOException {
        return within(
                Occupancy.none(),
                Premises.withoutFiles(configuration),
                ProxyObserver.NONE,
                settings(configuration, Tap.NONE));
    }

    private static Exchange within(
            Occupancy occupancy, Premises premises, ProxyObserver observer, StackSettings settings) throws IOException {
        var location = premises.location();
        try {
            var stack = SipStack.open(settings, built -> core(premises, location, built, observer));
            var exchange = new Exchange(occupancy, premises, location, stack);
            exchange.keepHouse();
            return exchange;
        } catch (IOException | RuntimeException failed) {
            location.close();
            throw failed;
        }
    }

    /** Where it listens, with the ports that were got where any would do. */
    public List<ListeningPoint> listeningPoints() {
        return stack.transport().listeningPoints();
    }

    public Configuration configuration() {
        return premises.configuration();
    }

    /** Users known now. */
    public Census users() {
        return premises.census();
    }

    /** Bindings held now. */
    public int bindings() {
        return location.size();
    }

    /** Transactions alive now. */
    public int transactions() {
        return stack.transactions().live();
    }

    /** Receives no more, lets what was sent leave, writes what is not yet on the disk. */
    @Override
    public void close() {
        stack.close();
        location.close();
        try {
            occupancy.close();
        } catch (IOException refused) {
            LOG.warn("the data directory was not given back: {}", refused.getMessage());
        }
    }

    static StackSettings settings(Configuration configuration, Tap tap) {
        var tuning = configuration.tuning();
        var usual = TransportSettings.of(configuration.listen());
        var transport = usual.withLoops(tuning.loops())
                .withCoalescing(tuning.coalescing())
                .withLimits(new ConnectionLimits(
                        tuning.mostConnections(),
                        tuning.mostConnectionsPerSource(),
                        ConnectionLimits.USUAL.queuedBytes()))
                .withTimes(new ConnectionTimes(
                        ConnectionTimes.USUAL.connect(), tuning.idle(), ConnectionTimes.USUAL.message()))
                .withTls(configuration.streams().tls())
                .withWebSocket(configuration.streams().webSocket());
        return StackSettings.of(transport)
                .withTap(tap)
                .withTimers(new Timers(tuning.t1(), Timers.RFC3261.t2(), Timers.RFC3261.t4()));
    }

    private static Dispatch core(Premises premises, LocationService location, SipStack stack, ProxyObserver observer) {
        var switchboard = new Switchboard(
                new Switchboard.Neighbours(
                        stack.shards(),
                        stack.transport(),
                        stack.resolver(),
                        stack.transactions(),
                        observer,
                        new SecureRandom()),
                premises,
                location);
        return new Dispatch(switchboard.registrar(), switchboard.notifier(), switchboard.proxy());
    }

    /** What is done once a second, outside the shards: files may be slow. */
    private void keepHouse() {
        var shard = stack.shards().at(0);
        shard.execute(() -> shard.schedule(
                HOUSEKEEPING,
                () -> Thread.ofVirtual().name("housekeeping").start(() -> {
                    premises.refreshUsers();
                    stack.transport().refreshCertificates();
                    location.expire(stack.clock().now(), SWEPT_AT_ONCE);
                    keepHouse();
                })));
    }
}
