package org.strowger.sip.proxy;

import java.util.List;
import java.util.function.Consumer;
import org.strowger.sip.loop.Shard;

/**
 * A dynamic source of targets: "it SHOULD monitor that source for the duration of processing the request. New locations SHOULD be added to
 * the target set as they become available" (RFC 3261 §16.5).
 */
@FunctionalInterface
public interface LateTargets {
    /**
     * Watches from now on.
     *
     * @param found called inside the shard, for each that comes; what is known already does no harm
     * @return ends it; called once, inside the shard
     */
    Runnable watch(Shard shard, Consumer<List<Target>> found);
}
