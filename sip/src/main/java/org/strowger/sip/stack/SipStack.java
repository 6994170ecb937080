package org.strowger.sip.stack;

import java.io.IOException;
import java.util.function.Function;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.resolver.DnsResolver;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.TransportLayer;

/** A running SIP stack with a core on top of it: made by {@link #open}, ended by {@link #close}. */
public final class SipStack implements AutoCloseable {
    private final Shards shards;
    private final TransportLayer transport;
    private final Resolver resolver;
    private final TransactionLayer transactions;
    private final Core core = new Core();

    private SipStack(StackSettings settings) {
        shards = new Shards(settings.shards(), Clock.system());
        transport = new TransportLayer(settings.transport(), shards, settings.tap());
        resolver = new DnsResolver(transport::supports, settings.dns());
        transactions = new TransactionLayer(new Detour(transport, resolver), shards, settings.timers(), core);
    }

    /**
     * Builds the stack, gives it the core, binds its listening points and begins to receive.
     *
     * @param core made from the stack before anything is received; it may keep the stack to send by
     * @throws IOException if a listening point cannot be bound; the message names it
     */
    public static SipStack open(StackSettings settings, Function<SipStack, ? extends TransactionUser> core)
            throws IOException {
        var stack = new SipStack(settings);
        stack.core.become(core.apply(stack));
        stack.transport.start(stack.transactions);
        return stack;
    }

    public Shards shards() {
        return shards;
    }

    public TransportLayer transport() {
        return transport;
    }

    public Resolver resolver() {
        return resolver;
    }

    public TransactionLayer transactions() {
        return transactions;
    }

    public Clock clock() {
        return shards.clock();
    }

    /** Receives no more, lets what was sent leave, closes everything. Not from one of its own threads. */
    @Override
    public void close() {
        transport.stop();
    }
}
