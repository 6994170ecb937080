package org.strowger.sip.ua;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.ListeningPoint;

/**
 * A user agent (RFC 3261 §6, §8): made by {@link #open}, ended by {@link #close}. Its methods may be called on any thread.
 */
public final class UserAgent implements AutoCloseable {
    private UserAgent() {}

    /** An agent that places calls and takes none. */
    public static UserAgent open(UserAgentSettings settings) throws IOException {
        return open(settings, UserAgentListener.ABSENT);
    }

    /**
     * Binds its listening points and begins to receive.
     *
     * @throws IOException if a listening point cannot be bound; the message names it
     */
    public static UserAgent open(UserAgentSettings settings, UserAgentListener listener) throws IOException {
        throw new UnsupportedOperationException(settings + " " + listener);
    }

    /** Where it listens, with the ports that were got where any would do. */
    public List<ListeningPoint> listeningPoints() {
        throw new UnsupportedOperationException();
    }

    /** Places a call; wait for {@link InviteSession#answered}. */
    public InviteSession call(Uri target) {
        return call(target, SessionListener.NONE);
    }

    /** Places a call, and follows it. */
    public InviteSession call(Uri target, SessionListener listener) {
        throw new UnsupportedOperationException(target + " " + listener);
    }

    /** The same, from text such as {@code sip:bob@example.com}; throws IllegalArgumentException if it is no URI. */
    public InviteSession call(String target) {
        throw new UnsupportedOperationException(target);
    }

    /** Registers our contact under our address-of-record, and refreshes it before it expires, until it is removed. */
    public Registration register(Duration expires) {
        return register(expires, RegistrationListener.NONE);
    }

    /** The same, followed. */
    public Registration register(Duration expires, RegistrationListener listener) {
        throw new UnsupportedOperationException(expires + " " + listener);
    }

    /** The same for another contact than ours. */
    public Registration register(Uri contact, Duration expires, RegistrationListener listener) {
        throw new UnsupportedOperationException(contact + " " + expires + " " + listener);
    }

    /** All bindings of our address-of-record (RFC 3261 §10.2.3); fails with a {@link RequestFailedException}. */
    public CompletableFuture<List<RegisteredContact>> bindings() {
        throw new UnsupportedOperationException();
    }

    /** Removes all bindings of our address-of-record, whoever made them (RFC 3261 §10.2.2); fails with a {@link RequestFailedException}. */
    public CompletableFuture<List<RegisteredContact>> removeBindings() {
        throw new UnsupportedOperationException();
    }

    /** Removes one binding of our address-of-record; fails with a {@link RequestFailedException}. */
    public CompletableFuture<List<RegisteredContact>> removeBinding(Uri contact) {
        throw new UnsupportedOperationException(contact.toString());
    }

    /**
     * Asks somebody for his capabilities (RFC 3261 §11): done with the final response, whatever it says; fails with a
     * {@link RequestFailedException} if there is none.
     */
    public CompletableFuture<SipResponse> options(Uri target) {
        throw new UnsupportedOperationException(target.toString());
    }

    /** Does that inside the agent's shard when so much time has passed: to answer after a while, to hang up after a while. */
    public void after(Duration delay, Runnable action) {
        throw new UnsupportedOperationException(delay + " " + action);
    }

    /** Hangs up, removes its registrations; done when everything has ended. */
    public CompletableFuture<Void> leave() {
        throw new UnsupportedOperationException();
    }

    /** Leaves, waits a little for that, and closes its sockets. Not from one of its own threads. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
