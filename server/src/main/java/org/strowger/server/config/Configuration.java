package org.strowger.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.strowger.server.routing.AddressRange;
import org.strowger.server.routing.Rule;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.loop.Coalescing;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.proxy.SessionTimers;
import org.strowger.sip.proxy.identity.TrustDomain.Told;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.framing.WebSocketSettings;
import org.strowger.sip.transport.tls.TlsSettings;

/**
 * All that an operator may say, with what holds where nothing is said.
 *
 * @param domains we are responsible for, in lower case; empty: the addresses we listen on
 * @param listen where we listen; never empty
 * @param users who may register and call, beside those of the data directory
 * @param authentication who must prove who they are
 * @param registrations what the registrar allows
 * @param storage where bindings are kept
 * @param routes the first that matches decides
 * @param tuning timers, limits, name servers
 * @param streams certificates, and what WebSockets are for
 */
public record Configuration(
        List<String> domains,
        List<Listen> listen,
        UserSource users,
        Authentication authentication,
        Registrations registrations,
        Storage storage,
        List<Rule> routes,
        Tuning tuning,
        Streams streams) {

    public Configuration {
        domains = List.copyOf(domains);
        listen = List.copyOf(listen);
        routes = List.copyOf(routes);
    }

    /** Without certificates. */
    public Configuration(
            List<String> domains,
            List<Listen> listen,
            UserSource users,
            Authentication authentication,
            Registrations registrations,
            Storage storage,
            List<Rule> routes,
            Tuning tuning) {
        this(domains, listen, users, authentication, registrations, storage, routes, tuning, Streams.DEFAULT);
    }

    /** What holds where the operator says nothing at all. */
    public static Configuration defaults() {
        return new Configuration(
                List.of(),
                Listen.everywhere(5060),
                UserSource.NONE,
                Authentication.DEFAULT,
                Registrations.DEFAULT,
                Storage.DEFAULT,
                List.of(Rule.TO_BINDINGS),
                Tuning.DEFAULT);
    }

    /**
     * @param required false: anyone may register and call
     * @param realm of challenges; empty: the domain that is called or registered with
     * @param algorithms offered in this order (RFC 8760 §2.3: most preferred first); MD5 alone by default, see decision 0021
     * @param nonceLifetime how long a nonce is good before it is stale
     * @param trusted peers from these addresses are not challenged, and believed who sent what they send
     * @param told who is told which of our users sent a request (RFC 3325)
     */
    public record Authentication(
            boolean required,
            Optional<String> realm,
            List<Algorithm> algorithms,
            Duration nonceLifetime,
            List<AddressRange> trusted,
            Told told) {
        public static final Authentication DEFAULT =
                new Authentication(true, Optional.empty(), List.of(Algorithm.MD5), Duration.ofMinutes(5), List.of());

        /** Trusted peers are told. */
        public Authentication(
                boolean required,
                Optional<String> realm,
                List<Algorithm> algorithms,
                Duration nonceLifetime,
                List<AddressRange> trusted) {
            this(required, realm, algorithms, nonceLifetime, trusted, Told.TRUSTED);
        }
    }

    /**
     * @param standard what a registration gets that asks for no time (RFC 3261 §10.3 step 7)
     * @param shortest what asks for less gets 423
     * @param longest what asks for more gets this
     * @param mostContacts bindings of one address of record
     * @param flowTimer how often a phone that registers a flow is to be heard (RFC 5626 §4.4); empty: as it likes
     * @param serviceRoute by which phones are to send their requests (RFC 3608), loose routers, the first of them us; empty: as they like
     */
    public record Registrations(
            Duration standard,
            Duration shortest,
            Duration longest,
            int mostContacts,
            Optional<Duration> flowTimer,
            List<SipUri> serviceRoute) {
        public static final Registrations DEFAULT =
                new Registrations(Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofHours(2), 20);

        /** Where phones are heard as they like, and send as they like. */
        public Registrations(Duration standard, Duration shortest, Duration longest, int mostContacts) {
            this(standard, shortest, longest, mostContacts, Optional.empty(), List.of());
        }
    }

    /**
     * @param directory of the server's own files; empty: the user's state directory
     * @param keepsBindings false: bindings are in memory only
     */
    public record Storage(Optional<Path> directory, boolean keepsBindings) {
        public static final Storage DEFAULT = new Storage(Optional.empty(), true);
    }

    /** What connections by TLS and WebSocket need. */
    public record Streams(TlsSettings tls, WebSocketSettings webSocket) {
        public static final Streams DEFAULT = new Streams(TlsSettings.NONE, WebSocketSettings.USUAL);
    }

    /**
     * @param t1 RFC 3261 §17.1.1.1
     * @param timerC longer than three minutes (RFC 3261 §16.6 step 11)
     * @param loops threads that read UDP
     * @param coalescing when these and the threads of connections let messages gather
     * @param mostConnections TCP connections in all
     * @param mostConnectionsPerSource TCP connections of one address
     * @param idle a connection silent for so long is closed
     * @param dns how names are looked up
     * @param sessionTimers what is asked of sessions; empty: nothing
     * @param followsRedirects whether the contacts of a 3xx that are users of ours are tried here, and not by whoever called
     */
    public record Tuning(
            Duration t1,
            Duration timerC,
            int loops,
            Coalescing coalescing,
            int mostConnections,
            int mostConnectionsPerSource,
            Duration idle,
            DnsSettings dns,
            Optional<SessionTimers> sessionTimers,
            boolean followsRedirects) {
        public static final Tuning DEFAULT = new Tuning(
                Duration.ofMillis(500),
                Duration.ofSeconds(185),
                1,
                Coalescing.USUAL,
                10_000,
                1_000,
                Duration.ofMinutes(15),
                DnsSettings.SYSTEM,
                Optional.empty(),
                false);

        public Tuning withT1(Duration changed) {
            return new Tuning(
                    changed,
                    timerC,
                    loops,
                    coalescing,
                    mostConnections,
                    mostConnectionsPerSource,
                    idle,
                    dns,
                    sessionTimers,
                    followsRedirects);
        }
    }
}
