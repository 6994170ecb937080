package org.strowger.sip.resolver;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Uri;
import org.strowger.sip.message.Via;
import org.strowger.sip.transport.NextHop;

/** Finds the next hops of a URI (RFC 3263), and remembers which of them did not do what they are for. */
@FunctionalInterface
public interface Resolver {
    /**
     * Answers inside the shard: at once where host is an address or the answer is cached, otherwise later.
     *
     * @param answer gets the next hops in the order to try; empty if there are none (unknown name, unsupported transport or scheme)
     */
    void resolve(Shard shard, Uri uri, Consumer<List<NextHop>> answer);

    /** The same, where it matters whose choice among equals it is. */
    default void resolve(Shard shard, Uri uri, Choice choice, Consumer<List<NextHop>> answer) {
        resolve(shard, uri, answer);
    }

    /** Where a response goes whose own way is closed: by the sent-by of its topmost Via (RFC 3263 §5). Answers as {@link #resolve}. */
    default void resolve(Shard shard, Via via, Consumer<List<NextHop>> answer) {
        answer.accept(List.of());
    }

    /**
     * That hop failed: for so long others of the same name are tried before it. Nothing becomes of the name, nor of the same address with
     * another port or protocol; and where there is no other it is tried all the same.
     */
    default void putOff(Shard shard, NextHop hop, Duration howLong) {}
}
