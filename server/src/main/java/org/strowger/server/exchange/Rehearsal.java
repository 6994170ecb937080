package org.strowger.server.exchange;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.UserSource;
import org.strowger.server.routing.Action;
import org.strowger.server.routing.Condition;
import org.strowger.server.routing.Rule;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.stack.StackSettings;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.Tap;

/**
 * Calls that a server of its own, on loopback, sets up before anybody calls: a virtual machine runs what it has never run some twenty times
 * slower, and callers who all come back at once after a restart would find it so.
 */
public final class Rehearsal {
    private static final String LOOPBACK = "udp://127.0.0.1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** So many that what a call needs has been compiled, mostly. */
    private static final int USUAL_CALLS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private Rehearsal() {}

    /**
     * Sets calls up and ends them, one after the other.
     *
     * @throws IOException if one did not end as it should
     */
    public static void play(int calls) throws IOException, InterruptedException {
        try (var exchange = Exchange.start(configuration(), Tap.NONE, ProxyObserver.NONE)) {
            var server = exchange.listeningPoints().getFirst().address();
            var ends = new RehearsedCalls[1];
            try (var _ = SipStack.open(
                    StackSettings.listening(LOOPBACK), stack -> ends[0] = new RehearsedCalls(stack, server, calls))) {
                ends[0].begin().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
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
                LOG.debug("the server begins unrehearsed", failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Whoever may listen on loopback may be called; nothing is kept. */
    private static Configuration configuration() {
        var standard = Configuration.defaults();
        var authentication = standard.authentication();
        return new Configuration(
                List.of(),
                List.of(Listen.parse(LOOPBACK)),
                UserSource.NONE,
                new Configuration.Authentication(
                        false,
                        Optional.empty(),
                        authentication.algorithms(),
                        authentication.nonceLifetime(),
                        List.of()),
                standard.registrations(),
                new Configuration.Storage(Optional.empty(), false),
                List.of(new Rule(Condition.ALWAYS, new Action.ForwardToRequestUri())),
                standard.tuning());
    }
}
