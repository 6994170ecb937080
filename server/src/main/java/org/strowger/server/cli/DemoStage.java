package org.strowger.server.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.UserSource;
import org.strowger.server.exchange.Exchange;
import org.strowger.server.trace.Recorder;
import org.strowger.server.users.Secret;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.ua.UserAgent;
import org.strowger.sip.ua.UserAgentListener;
import org.strowger.sip.ua.UserAgentSettings;

/** A server, a caller and the phones of a callee, on loopback sockets of their own. */
final class DemoStage implements AutoCloseable {
    static final String DOMAIN = "example.test";
    private static final String ANYWHERE = "udp://127.0.0.1:0";
    private static final String PASSWORD = "wonder";
    private static final long PATIENCE_SECONDS = 10;

    private final Exchange exchange;
    private final List<UserAgent> agents = new ArrayList<>();

    private DemoStage(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Starts the server; agents come with {@link #caller} and {@link #phone}. */
    static DemoStage set(Recorder recorder) throws IOException {
        var standard = Configuration.defaults();
        var configuration = new Configuration(
                List.of(DOMAIN),
                List.of(Listen.parse(ANYWHERE)),
                new UserSource.Listed(
                        Map.of("alice", new Secret.Password(PASSWORD), "bob", new Secret.Password(PASSWORD))),
                new Configuration.Authentication(
                        true,
                        Optional.empty(),
                        List.of(Algorithm.SHA_256, Algorithm.MD5),
                        standard.authentication().nonceLifetime(),
                        List.of()),
                standard.registrations(),
                new Configuration.Storage(Optional.empty(), false),
                standard.routes(),
                standard.tuning());
        return new DemoStage(Exchange.start(configuration, recorder, ProxyObserver.NONE));
    }

    /** Alice, who knows her password or thinks she does. */
    UserAgent caller(boolean knowsPassword) throws IOException {
        return added(UserAgent.open(settings("alice", knowsPassword ? PASSWORD : "rabbit")));
    }

    /** A phone of Bob's, which registers with his password. */
    UserAgent phone(UserAgentListener listener) throws IOException, InterruptedException {
        var phone = added(UserAgent.open(settings("bob", PASSWORD), listener));
        wait(phone.register(Duration.ofMinutes(10)).registered());
        return phone;
    }

    /** The value, or an IOException that says why there is none. */
    static <T> T wait(CompletableFuture<T> future) throws IOException, InterruptedException {
        return wait(future, Duration.ZERO);
    }

    /** The same for what is not to come before that time. */
    static <T> T wait(CompletableFuture<T> future, Duration atLeast) throws IOException, InterruptedException {
        try {
            return future.get(atLeast.toSeconds() + PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
        } catch (TimeoutException late) {
            throw new IOException("nothing happened for " + PATIENCE_SECONDS + " seconds", late);
        }
    }

    /** Where everybody is: the caller, the proxy, the callee's phones. */
    List<InetSocketAddress> addresses() {
        var addresses = new ArrayList<InetSocketAddress>();
        for (var agent : agents) {
            addresses.add(agent.listeningPoints().getFirst().address());
        }
        addresses.add(1, proxy());
        return addresses;
    }

    /** Who came last: its clock is as good as anybody's. */
    UserAgent latest() {
        return agents.getLast();
    }

    private UserAgentSettings settings(String user, String password) {
        return UserAgentSettings.of("sip:" + user + "@" + DOMAIN)
                .withAccount(user, password)
                .listening(ANYWHERE)
                .through("sip:127.0.0.1:" + proxy().getPort());
    }

    private InetSocketAddress proxy() {
        return exchange.listeningPoints().getFirst().address();
    }

    private UserAgent added(UserAgent agent) {
        agents.add(agent);
        return agent;
    }

    @Override
    public void close() {
        agents.forEach(UserAgent::close);
        exchange.close();
    }
}
