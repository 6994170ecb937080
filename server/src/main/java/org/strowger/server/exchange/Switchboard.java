package org.strowger.server.exchange;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.strowger.server.config.Configuration;
import org.strowger.server.events.Notifier;
import org.strowger.server.location.Domains;
import org.strowger.server.location.Gruus;
import org.strowger.server.location.LocationService;
import org.strowger.server.registrar.Access;
import org.strowger.server.registrar.Authenticators;
import org.strowger.server.registrar.Doorkeeper;
import org.strowger.server.registrar.Registrar;
import org.strowger.server.registrar.RegistrarPolicy;
import org.strowger.server.routing.AddressRange;
import org.strowger.server.routing.BindingTargets;
import org.strowger.server.routing.LateRegistrations;
import org.strowger.server.routing.Router;
import org.strowger.sip.auth.DigestPolicy;
import org.strowger.sip.auth.Realm;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.Slice;
import org.strowger.sip.proxy.ProxyCore;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.proxy.ProxySettings;
import org.strowger.sip.proxy.identity.Border;
import org.strowger.sip.proxy.identity.TrustDomain;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transport.Transport;

/**
 * The server without its sockets: registrar, doorkeeper, router and proxy, wired on whatever carries messages: a real stack
 * ({@link Exchange}), or a false network and a false clock.
 */
final class Switchboard {
    private static final int REMEMBERED_NONCES = 65_536;

    private final Neighbours neighbours;
    private final Configuration configuration;
    private final Premises premises;
    private final LocationService location;
    private final Access access;
    private final Domains domains;
    private final Authenticators authenticators;
    private final Gruus gruus;

    /**
     * What it stands on.
     *
     * @param random for nonces; strangers must not be able to guess it
     */
    record Neighbours(
            Shards shards,
            Transport transport,
            Resolver resolver,
            TransactionLayer transactions,
            ProxyObserver observer,
            RandomGenerator random) {}

    Switchboard(Neighbours neighbours, Premises premises, LocationService location) {
        this.neighbours = neighbours;
        this.configuration = premises.configuration();
        this.premises = premises;
        this.location = location;
        this.access = access();
        this.domains = premises.domains(neighbours.transport());
        this.gruus = new Gruus(premises.secrets().forGruus(), neighbours.random());
        this.authenticators = new Authenticators(
                neighbours.shards(), policy(), premises.secrets().forNonces(), neighbours.random(), REMEMBERED_NONCES);
    }

    /** The registrar of our domains. */
    Registrar registrar() {
        return new Registrar(
                registrations(),
                access,
                new Registrar.Means(domains, authenticators, location, clock(), gruus, neighbours.transport()::watch));
    }

    /** The notifier of who is registered where. */
    Notifier notifier() {
        return new Notifier(
                new Notifier.Surroundings(
                        neighbours.shards(), neighbours.transport(), neighbours.resolver(), neighbours.transactions()),
                doorkeeper(),
                domains,
                location,
                clock());
    }

    private Doorkeeper doorkeeper() {
        return new Doorkeeper(access, domains, authenticators, ServedDomains.home(configuration.domains()));
    }

    /** The proxy for everybody whom the doorkeeper lets in. */
    ProxyCore proxy() {
        var router = new Router(
                configuration.routes(),
                domains,
                location,
                premises.knownUsers(access),
                new BindingTargets(neighbours.transport()::flow),
                gruus);
        var proxy = new ProxyCore(
                new ProxyCore.Neighbours(
                        neighbours.transactions(),
                        neighbours.transport(),
                        neighbours.resolver(),
                        new AdmittedRouting(doorkeeper(), access, router, domains, clock()),
                        neighbours.observer()),
                ProxySettings.DEFAULT
                        .withTimerC(configuration.tuning().timerC())
                        .withRecurse(configuration.tuning().followsRedirects())
                        .withSupported(Registrar.EXTENSIONS)
                        .withSessionTimers(configuration.tuning().sessionTimers()),
                premises.secrets().forRoutes(),
                neighbours.shards(),
                Border.of(trustDomain()));
        location.addListener(new LateRegistrations(router, neighbours.shards().at(0), clock(), proxy::found));
        return proxy;
    }

    private Supplier<Instant> clock() {
        return neighbours.shards().clock()::now;
    }

    private Access access() {
        var authentication = configuration.authentication();
        return new Access(
                authentication.required(),
                premises.users(),
                authentication.realm().map(Realm::new),
                flow -> isTrusted(authentication.trusted(), flow.remote().getAddress()),
                isAsserted(authentication));
    }

    /** Whether there is anybody who could be told. */
    private static boolean isAsserted(Configuration.Authentication authentication) {
        return switch (authentication.told()) {
            case NOBODY -> false;
            case TRUSTED -> !authentication.trusted().isEmpty();
            case EVERYBODY -> true;
        };
    }

    private TrustDomain trustDomain() {
        var authentication = configuration.authentication();
        return new TrustDomain(node -> isTrusted(authentication.trusted(), node), authentication.told());
    }

    private static boolean isTrusted(List<AddressRange> trusted, InetAddress node) {
        for (var range : trusted) {
            if (range.contains(node)) {
                return true;
            }
        }
        return false;
    }

    private DigestPolicy policy() {
        var authentication = configuration.authentication();
        return new DigestPolicy(
                authentication.algorithms(), authentication.nonceLifetime(), DigestPolicy.DEFAULT.attempts());
    }

    private RegistrarPolicy registrations() {
        var registrations = configuration.registrations();
        return new RegistrarPolicy(
                registrations.standard(),
                registrations.shortest(),
                registrations.longest(),
                registrations.mostContacts(),
                registrations.flowTimer(),
                registrations.serviceRoute().stream()
                        .map(uri -> Slice.of("<" + uri.text() + ">"))
                        .toList());
    }
}
