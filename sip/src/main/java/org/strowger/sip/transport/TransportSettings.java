package org.strowger.sip.transport;

import java.util.List;
import org.strowger.sip.loop.Coalescing;
import org.strowger.sip.transport.framing.WebSocketSettings;
import org.strowger.sip.transport.tls.TlsSettings;

/**
 * What a transport layer is built from.
 *
 * @param listens where it listens; it can send by the protocols that stand here
 * @param loops threads that read UDP, each with a socket of its own per listening point; one is cheapest until it nears a full core
 * @param coalescing when these and the threads of connections let messages gather
 */
public record TransportSettings(
        List<Listen> listens,
        int loops,
        Coalescing coalescing,
        ConnectionLimits limits,
        ConnectionTimes times,
        TlsSettings tls,
        WebSocketSettings webSocket) {
    /** Copies the list, and checks that there is something to do. */
    public TransportSettings {
        listens = List.copyOf(listens);
        if (listens.isEmpty() || loops < 1) {
            throw new IllegalArgumentException(
                    "expected a listening point and a loop, found %s and %d".formatted(listens, loops));
        }
    }

    /** One loop and the usual limits. */
    public static TransportSettings of(List<Listen> listens) {
        return new TransportSettings(
                listens,
                1,
                Coalescing.USUAL,
                ConnectionLimits.USUAL,
                ConnectionTimes.USUAL,
                TlsSettings.NONE,
                WebSocketSettings.USUAL);
    }

    /** The same with that many loops. */
    public TransportSettings withLoops(int count) {
        return new TransportSettings(listens, count, coalescing, limits, times, tls, webSocket);
    }

    /** The same where messages gather so; {@link Coalescing#OFF}: never. */
    public TransportSettings withCoalescing(Coalescing changed) {
        return new TransportSettings(listens, loops, changed, limits, times, tls, webSocket);
    }

    /** The same with those limits. */
    public TransportSettings withLimits(ConnectionLimits changed) {
        return new TransportSettings(listens, loops, coalescing, changed, times, tls, webSocket);
    }

    /** The same with those times. */
    public TransportSettings withTimes(ConnectionTimes changed) {
        return new TransportSettings(listens, loops, coalescing, limits, changed, tls, webSocket);
    }

    /** The same with those certificates. */
    public TransportSettings withTls(TlsSettings changed) {
        return new TransportSettings(listens, loops, coalescing, limits, times, changed, webSocket);
    }

    /** The same for those pages. */
    public TransportSettings withWebSocket(WebSocketSettings changed) {
        return new TransportSettings(listens, loops, coalescing, limits, times, tls, changed);
    }
}
