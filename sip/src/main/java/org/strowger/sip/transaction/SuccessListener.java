package org.strowger.sip.transaction;

import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;

/**
 * Who is told of further 2xx to an INVITE of which its user has let go: repetitions, and those of other forks (RFC 6026 §7.2). Inside the
 * shard of the call.
 *
 * <p>One that serves many calls costs nothing to keep for any of them.
 */
@FunctionalInterface
public interface SuccessListener {
    /** @param remembered what was left at {@link ClientTransaction#letGo(Slice, SuccessListener)} */
    void success(Shard shard, SipResponse response, Slice remembered);
}
