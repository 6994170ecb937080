package org.strowger.sip.ua;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Uri;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.stack.StackSettings;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transport.ListeningPoint;
import org.strowger.sip.transport.MessageListener;
import org.strowger.sip.transport.Transport;
import org.strowger.sip.transport.TransportSettings;

/**
 * A user agent (RFC 3261 §6, §8): made by {@link #open}, ended by {@link #close}. Its methods may be called on any thread.
 *
 * <p>Everything of one agent happens in one shard, one thing at a time. Listeners are called there: they need no locks, and must not wait
 * for anything.
 */
public final class UserAgent implements AutoCloseable {
    private static final long LONGEST_GOODBYE_MILLIS = 1500;
    private static final int ONE_SHARD = 1;

    private final AgentCore core;
    private final TransactionLayer transactions;
    private final Runnable closing;
    private final Supplier<List<ListeningPoint>> points;

    private UserAgent(
            AgentCore core, TransactionLayer transactions, Runnable closing, Supplier<List<ListeningPoint>> points) {
        this.core = core;
        this.transactions = transactions;
        this.closing = closing;
        this.points = points;
    }

    /**
     * What an agent stands on if it does not open a stack of its own.
     *
     * @param shards one, which the agent has to itself
     * @param random makes tags, Call-IDs and cnonces; strangers must not be able to guess it
     */
    public record Neighbours(Shards shards, Transport transport, Resolver resolver, RandomGenerator random) {
        public Neighbours {
            if (shards.size() != ONE_SHARD) {
                throw new IllegalArgumentException("expected one shard, found " + shards.size());
            }
        }
    }

    /**
     * An agent that places calls and takes none.
     *
     * @throws IOException if a listening point cannot be bound; the message names it
     */
    public static UserAgent open(UserAgentSettings settings) throws IOException {
        return open(settings, UserAgentListener.ABSENT);
    }

    /**
     * Binds its listening points and begins to receive.
     *
     * @throws IOException if a listening point cannot be bound; the message names it
     */
    public static UserAgent open(UserAgentSettings settings, UserAgentListener listener) throws IOException {
        var wanted = new StackSettings(
                TransportSettings.of(settings.listens()), settings.timers(), settings.dns(), settings.tap(), ONE_SHARD);
        var random = new SecureRandom();
        var core = new AgentCore(settings, listener);
        var stack = SipStack.open(
                wanted,
                built -> core.standOn(
                        new Neighbours(built.shards(), built.transport(), built.resolver(), random),
                        built.transactions()));
        return new UserAgent(
                core,
                stack.transactions(),
                stack::close,
                () -> stack.transport().listeningPoints());
    }

    /** On neighbours that are there already: whatever they receive is to be given to {@link #messages}. */
    public static UserAgent on(Neighbours neighbours, UserAgentSettings settings, UserAgentListener listener) {
        var core = new AgentCore(settings, listener);
        var transactions = new TransactionLayer(neighbours.transport(), neighbours.shards(), settings.timers(), core);
        core.standOn(neighbours, transactions);
        return new UserAgent(core, transactions, () -> {}, List::of);
    }

    /** Who is to be given the messages that come to this agent. */
    public MessageListener messages() {
        return transactions;
    }

    /** Where it listens, with the ports that were got where any would do. */
    public List<ListeningPoint> listeningPoints() {
        return points.get();
    }

    /** Places a call; wait for {@link InviteSession#answered}. */
    public InviteSession call(Uri target) {
        return call(target, SessionListener.NONE);
    }

    /** Places a call, and follows it. */
    public InviteSession call(Uri target, SessionListener listener) {
        return core.call(target, listener);
    }

    /** Places a call to a URI such as {@code sip:bob@example.com}; throws IllegalArgumentException if it is none. */
    public InviteSession call(String target) {
        return call(uri(target));
    }

    /** Registers our contact under our address-of-record, and refreshes it before it expires, until it is removed. */
    public Registration register(Duration expires) {
        return register(expires, RegistrationListener.NONE);
    }

    /** The same, followed. */
    public Registration register(Duration expires, RegistrationListener listener) {
        return core.register(Optional.empty(), expires, listener);
    }

    /** The same for another contact than ours. */
    public Registration register(Uri contact, Duration expires, RegistrationListener listener) {
        return core.register(Optional.of(contact), expires, listener);
    }

    /** All bindings of our address-of-record (RFC 3261 §10.2.3); fails with a {@link RequestFailedException}. */
    public CompletableFuture<List<RegisteredContact>> bindings() {
        return core.ask(() -> core.registers().fetch());
    }

    /** Removes all bindings of our address-of-record, whoever made them (RFC 3261 §10.2.2); fails with a {@link RequestFailedException}. */
    public CompletableFuture<List<RegisteredContact>> removeBindings() {
        return core.ask(() -> core.registers().removeAll());
    }

    /** Removes one binding of our address-of-record; fails with a {@link RequestFailedException}. */
    public CompletableFuture<List<RegisteredContact>> removeBinding(Uri contact) {
        return core.ask(() -> core.registers().remove(contact));
    }

    /**
     * Asks somebody for his capabilities (RFC 3261 §11): done with the final response, whatever it says; fails with a
     * {@link RequestFailedException} if there is none.
     */
    public CompletableFuture<SipResponse> options(Uri target) {
        return core.ask(() -> OptionsRequest.send(core, target));
    }

    /** The same, to a URI such as {@code sip:bob@example.com}; throws IllegalArgumentException if it is none. */
    public CompletableFuture<SipResponse> options(String target) {
        return options(uri(target));
    }

    /** Does that inside the agent's shard when so much time has passed: to answer after a while, to hang up after a while. */
    public void after(Duration delay, Runnable action) {
        core.execute(() -> core.ground().shard().schedule(delay, action));
    }

    /** Hangs up, and takes its registrations back; done when everything has ended. */
    public CompletableFuture<Void> leave() {
        return core.leave().copy();
    }

    /** Leaves, waits a little for that, and closes its sockets. Not from one of its own threads. */
    @Override
    public void close() {
        try {
            core.leave().get(LONGEST_GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // somebody does not answer our BYE: the sockets are closed all the same
        } finally {
            closing.run();
        }
    }

    private static Uri uri(String text) {
        try {
            return Uri.parse(text);
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("expected a URI, found \"" + text + "\": " + e.getMessage(), e);
        }
    }
}
