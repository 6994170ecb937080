package org.strowger.sip.resolver;

import java.util.List;
import java.util.function.Consumer;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.NextHop;

/** Finds the next hops of a URI (RFC 3263). NAPTR and SRV follow in a later version; their place is here. */
public interface Resolver {
    /**
     * Answers inside the shard: at once where host is an address or the answer is cached, otherwise later.
     *
     * @param answer gets the next hops in the order to try; empty if there are none (unknown name, unsupported transport or scheme)
     */
    void resolve(Shard shard, Uri uri, Consumer<List<NextHop>> answer);
}
