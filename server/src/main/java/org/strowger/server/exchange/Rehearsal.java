package org.strowger.server.exchange;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.UserSource;
import org.strowger.server.routing.Action;
import org.strowger.server.routing.Condition;
import org.strowger.server.routing.Rule;
import org.strowger.server.users.Secret;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.stack.StackSettings;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Listen;

/**
 * Calls and registrations that servers of their own, on loopback, see before anybody comes: a virtual machine runs what it has never run
 * some twenty times slower, and phones that all come back at once after a restart would find it so.
 */
public final class Rehearsal {
    private static final String LOOPBACK = "udp://127.0.0.1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** So short that what is lost comes again soon, and that transactions end while others begin; and a cold machine is in time. */
    private static final Duration T1 = Duration.ofMillis(100);

    private static final Timers TIMERS = new Timers(T1, Timers.RFC3261.t2(), Timers.RFC3261.t4());
    /** So many that what a call needs has been compiled, mostly. */
    private static final int USUAL_CALLS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private Rehearsal() {}

    /**
     * Sets calls up and ends them; then a phone registers, half as many times.
     *
     * @throws IOException if one did not end as it should
     */
    public static void play(int calls) throws IOException, InterruptedException {
        play(forCalls(), (stack, server) -> new RehearsedCalls(stack, server, calls));
        play(forRegistrations(), (stack, server) -> new RehearsedRegistrations(stack, server, calls / 2));
    }

    /** Whoever comes to a server, from a stack of their own. */
    interface Actors extends TransactionUser {
        /** Begins, and plays on until all is played. */
        CompletableFuture<?> begin();
    }

    private static void play(Configuration configuration, BiFunction<SipStack, InetSocketAddress, Actors> cast)
            throws IOException, InterruptedException {
        try (var exchange = Exchange.withoutFiles(configuration)) {
            var server = exchange.listeningPoints().getFirst().address();
            var actors = new Actors[1];
            try (var _ = SipStack.open(
                    StackSettings.listening(LOOPBACK).withTimers(TIMERS),
                    stack -> actors[0] = cast.apply(stack, server))) {
                actors[0].begin().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException failed) {
            throw new IOException("the rehearsal failed: " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new IOException("the rehearsal took more than " + PATIENCE, late);
        }
    }

    /** Plays beside a server, which serves all the while. It may fail: then the first calls are slower, and nothing else. */
    public static void inBackground() {
        Thread.ofPlatform().daemon().name("rehearsal").start(() -> {
            try {
                play(USUAL_CALLS);
            } catch (IOException failed) {
                LOG.warn(
                        "the server goes on without having rehearsed all of its calls, and costs more at first",
                        failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Whoever may listen on loopback may be called. */
    private static Configuration forCalls() {
        return configuration(UserSource.NONE, false, new Rule(Condition.ALWAYS, new Action.ForwardToRequestUri()));
    }

    /** There is one user, who must prove it. */
    private static Configuration forRegistrations() {
        var password = new Secret.Password(RehearsedRegistrations.PASSWORD);
        return configuration(
                new UserSource.Listed(Map.of(RehearsedRegistrations.USER, password)), true, Rule.TO_BINDINGS);
    }

    /** Nothing is kept. */
    private static Configuration configuration(UserSource users, boolean authenticates, Rule rule) {
        var standard = Configuration.defaults();
        var authentication = standard.authentication();
        return new Configuration(
                List.of(),
                List.of(Listen.parse(LOOPBACK)),
                users,
                new Configuration.Authentication(
                        authenticates,
                        Optional.empty(),
                        authentication.algorithms(),
                        authentication.nonceLifetime(),
                        List.of()),
                standard.registrations(),
                new Configuration.Storage(Optional.empty(), false),
                List.of(rule),
                standard.tuning().withT1(T1));
    }
}
