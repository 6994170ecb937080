package org.strowger.server.exchange;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.strowger.server.config.Configuration;
import org.strowger.server.location.LocationService;
import org.strowger.server.registrar.Access;
import org.strowger.server.registrar.Authenticators;
import org.strowger.server.registrar.Doorkeeper;
import org.strowger.server.registrar.Registrar;
import org.strowger.server.registrar.RegistrarPolicy;
import org.strowger.server.routing.AddressRange;
import org.strowger.server.routing.BindingTargets;
import org.strowger.server.routing.Router;
import org.strowger.sip.auth.DigestPolicy;
import org.strowger.sip.auth.Realm;
import org.strowger.sip.proxy.ProxyCore;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.proxy.ProxySettings;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.stack.StackSettings;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transport.ConnectionLimits;
import org.strowger.sip.transport.ConnectionTimes;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.ListeningPoint;
import org.strowger.sip.transport.Tap;
import org.strowger.sip.transport.TransportSettings;

/** A running server: registrar, proxy and location service on one SIP stack. Made by {@link #start}, ended by {@link #close}. */
public final class Exchange implements AutoCloseable {
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
    private static final int SWEPT_AT_ONCE = 20_000;
    private static final int REMEMBERED_NONCES = 65_536;

    private final Configuration configuration;
    private final Premises premises;
    private final LocationService location;
    private final SipStack stack;

    private Exchange(Configuration configuration, Premises premises, LocationService location, SipStack stack) {
        this.configuration = configuration;
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
        var premises = Premises.open(configuration);
        var location = premises.location();
        try {
            var stack = SipStack.open(
                    settings(configuration, tap), built -> core(configuration, premises, location, built, observer));
            var exchange = new Exchange(configuration, premises, location, stack);
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
        return configuration;
    }

    /** Users known now. */
    public int users() {
        return premises.users().size();
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
    }

    private static StackSettings settings(Configuration configuration, Tap tap) {
        var tuning = configuration.tuning();
        var usual = TransportSettings.of(configuration.listen());
        var transport = usual.withLoops(tuning.loops())
                .withLimits(new ConnectionLimits(
                        tuning.mostConnections(),
                        tuning.mostConnectionsPerSource(),
                        ConnectionLimits.USUAL.queuedBytes()))
                .withTimes(new ConnectionTimes(
                        ConnectionTimes.USUAL.connect(), tuning.idle(), ConnectionTimes.USUAL.message()));
        return StackSettings.of(transport)
                .withTap(tap)
                .withTimers(new Timers(tuning.t1(), Timers.RFC3261.t2(), Timers.RFC3261.t4()));
    }

    private static Dispatch core(
            Configuration configuration,
            Premises premises,
            LocationService location,
            SipStack stack,
            ProxyObserver observer) {
        var domains = premises.domains(stack.transport());
        var access = access(configuration, premises);
        var authenticators = new Authenticators(
                stack.shards(),
                policy(configuration),
                premises.secrets().forNonces(),
                new SecureRandom(),
                REMEMBERED_NONCES);
        var registrar = new Registrar(
                registrations(configuration),
                access,
                domains,
                authenticators,
                location,
                stack.clock()::now);
        var router = new Router(
                configuration.routes(),
                domains,
                location,
                premises.knownUsers(access),
                new BindingTargets(hop -> stack.transport().isConnected(hop)));
        var routing = new AdmittedRouting(
                new Doorkeeper(access, domains, authenticators), access, router, domains, stack.clock()::now);
        var proxy = new ProxyCore(
                new ProxyCore.Neighbours(stack.transactions(), stack.transport(), stack.resolver(), routing, observer),
                ProxySettings.DEFAULT.withTimerC(configuration.tuning().timerC()),
                premises.secrets().forRoutes(),
                stack.shards());
        return new Dispatch(registrar, proxy);
    }

    private static Access access(Configuration configuration, Premises premises) {
        var authentication = configuration.authentication();
        return new Access(
                authentication.required(),
                premises.users(),
                authentication.realm().map(Realm::new),
                flow -> isTrusted(authentication.trusted(), flow));
    }

    private static boolean isTrusted(List<AddressRange> trusted, Flow flow) {
        for (var range : trusted) {
            if (range.contains(flow.remote().getAddress())) {
                return true;
            }
        }
        return false;
    }

    private static DigestPolicy policy(Configuration configuration) {
        var authentication = configuration.authentication();
        return new DigestPolicy(
                authentication.algorithms(), authentication.nonceLifetime(), DigestPolicy.DEFAULT.attempts());
    }

    private static RegistrarPolicy registrations(Configuration configuration) {
        var registrations = configuration.registrations();
        return new RegistrarPolicy(
                registrations.standard(),
                registrations.shortest(),
                registrations.longest(),
                registrations.mostContacts());
    }

    /** What is done once a second, outside the shards: files may be slow. */
    private void keepHouse() {
        var shard = stack.shards().at(0);
        shard.execute(() -> shard.schedule(
                HOUSEKEEPING,
                () -> Thread.ofVirtual().name("housekeeping").start(() -> {
                    premises.refreshUsers();
                    location.expire(stack.clock().now(), SWEPT_AT_ONCE);
                    keepHouse();
                })));
    }
}
