package org.strowger.sip.stack;

import java.util.List;
import java.util.stream.Stream;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.Tap;
import org.strowger.sip.transport.TransportSettings;

/**
 * What a stack is built from.
 *
 * @param transport where and how it listens
 * @param timers the base values of all transaction timers
 * @param dns how names are looked up
 * @param tap is shown every message
 * @param shards parts of the call state; a power of two, many more than cores
 */
public record StackSettings(TransportSettings transport, Timers timers, DnsSettings dns, Tap tap, int shards) {
    private static final int USUAL_SHARDS = 64;

    /** The usual settings, listening on points such as {@code udp://127.0.0.1:5060}. */
    public static StackSettings listening(String... points) {
        return of(TransportSettings.of(Stream.of(points).map(Listen::parse).toList()));
    }

    /** The usual settings on those points. */
    public static StackSettings listening(List<Listen> points) {
        return of(TransportSettings.of(points));
    }

    /** The usual settings around that transport. */
    public static StackSettings of(TransportSettings transport) {
        return new StackSettings(transport, Timers.RFC3261, DnsSettings.SYSTEM, Tap.NONE, USUAL_SHARDS);
    }

    public StackSettings withTimers(Timers changed) {
        return new StackSettings(transport, changed, dns, tap, shards);
    }

    public StackSettings withDns(DnsSettings changed) {
        return new StackSettings(transport, timers, changed, tap, shards);
    }

    public StackSettings withTap(Tap listener) {
        return new StackSettings(transport, timers, dns, listener, shards);
    }
}
