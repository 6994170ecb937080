package org.strowger.sip.transaction;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Timeout;

/**
 * What is left in a shard of transactions that were answered and whose users are done with them, until timers J, K, L and M end them:
 * numbers in rows, nearly all that a server keeps of calls (decision 0052). Owned by the shard.
 *
 * <p>What is over is taken out in one go with what follows within the next moments, and if that is much, in several.
 */
final class Aftermath {
    private static final long GATHERED_NANOS = Duration.ofMillis(16).toNanos();
    private static final long NEVER = Long.MAX_VALUE;
    /** Of each kind, in one event. */
    static final int MOST_AT_ONCE = 1024;

    private final Shard shard;
    private final ClientTable clients;
    private final KeptBytes kept;
    private final Tally tally;
    private final PastServers servers = new PastServers();
    /** INVITEs that were answered with a 2xx, until timer M. */
    private final SlotQueue accepted = new SlotQueue();
    /** Others, until timer K. */
    private final SlotQueue completed = new SlotQueue();

    private final Runnable clear = this::clear;
    private @Nullable Timeout timer;
    private long timerNanos = NEVER;

    Aftermath(Shard shard, ClientTable clients, KeptBytes kept, Tally tally) {
        this.shard = shard;
        this.clients = clients;
        this.kept = kept;
        this.tally = tally;
    }

    /** Those whose users are done with them. */
    PastServers servers() {
        return servers;
    }

    /** Takes a server transaction over that ends then; false if others would end before it that came later. */
    boolean takes(PastServers.Past server, long endNanos) {
        boolean taken = servers.add(server, endNanos);
        if (taken) {
            wakeAt(endNanos);
        }
        return taken;
    }

    /** The same for an INVITE of ours that was answered with a 2xx. */
    boolean takes(int slot, ClientTable.Past past, long endNanos) {
        boolean taken = accepted.add(slot, endNanos);
        if (taken) {
            clients.leave(slot, past);
            wakeAt(endNanos);
        }
        return taken;
    }

    /** The same for any other request of ours. */
    boolean takes(int slot, long endNanos) {
        boolean taken = completed.add(slot, endNanos);
        if (taken) {
            clients.leave(slot);
            wakeAt(endNanos);
        }
        return taken;
    }

    private void wakeAt(long nanos) {
        if (nanos < timerNanos) {
            if (timer != null) {
                timer.forget();
            }
            timerNanos = nanos;
            timer = shard.schedule(Duration.ofNanos(nanos - shard.nanos()), clear);
        }
    }

    private void clear() {
        long now = shard.nanos();
        timer = null;
        timerNanos = NEVER;
        servers.expire(now, MOST_AT_ONCE, this::serverOver);
        accepted.expire(now, MOST_AT_ONCE, this::clientOver);
        completed.expire(now, MOST_AT_ONCE, this::clientOver);
        long earliest =
                Math.min(servers.earliestNanos(), Math.min(accepted.earliestNanos(), completed.earliestNanos()));
        if (earliest != NEVER) {
            wakeAt(earliest <= now ? now : Math.max(earliest, now + GATHERED_NANOS));
        }
    }

    private void serverOver(long left) {
        kept.drop(left);
        tally.liveServers--;
    }

    private void clientOver(int slot) {
        kept.drop(clients.release(slot));
        tally.liveClients--;
    }
}
