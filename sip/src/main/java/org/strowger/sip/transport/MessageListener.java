package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/** Who gets what the transport layer received; always called inside the shard of the message's Call-ID. */
public interface MessageListener {
    /**
     * A request.
     *
     * @param request marked with received and rport
     */
    void request(Shard shard, SipRequest request, Flow flow);

    /** A response whose top Via is one of ours. */
    void response(Shard shard, SipResponse response, Flow flow);

    /**
     * A datagram did not arrive, as an ICMP error says (RFC 3261 §18.4). Told by any thread, outside the shards; strangers may have made it
     * up.
     *
     * @param quoted its beginning, as far as it came back
     */
    default void undelivered(byte[] quoted, InetSocketAddress to, IOException cause) {}

    /** A connection that stood has ended, whoever ended it, or a flow by which nothing was heard for too long ({@link Transport#watch}). Told by any thread, outside the shards, once for each. */
    default void closed(Flow flow) {}
}
