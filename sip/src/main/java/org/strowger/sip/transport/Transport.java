package org.strowger.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/**
 * The transport layer as the rooms above see it (RFC 3261 §18): the real one is {@link TransportLayer}; simulations have a false
 * network behind the same interface.
 */
public interface Transport {
    /** Whether we can send by that protocol. */
    boolean supports(Protocol protocol);

    /** How the peer at that next hop reaches us (address of the interface that faces it, or the advertised one). */
    SentBy sentBy(NextHop hop);

    /** How the peer of that flow reached us: for Record-Route on the side a request came from. */
    SentBy sentBy(Flow flow);

    /**
     * Whether host, port and protocol name one of our listening points, by address, advertised name or (wildcard listener) any
     * address of this machine. A port of 0 stands for the protocol's default.
     */
    boolean isOurs(Protocol protocol, String host, int port);

    /** Whether one of our listening points has that host (by the same rule), whatever its port. */
    boolean isOurHost(String host);

    /** Whether one of our listening points has that port, or is advertised with it. */
    boolean isOurPort(int port);

    /**
     * The way between these two addresses by that protocol, if it is there: for UDP while we listen on the local one, else a connection
     * that stands or is being opened, whatever its local address (RFC 5626 §5.3).
     *
     * @param local as {@link Flow#local} gave it
     */
    default Optional<Flow> flow(Protocol protocol, InetSocketAddress local, InetSocketAddress remote) {
        return Optional.empty();
    }

    /**
     * From now on that flow is closed when nothing was heard by it for so long, keep-alives included: the listener is told of its end as of
     * that of a connection (RFC 5626 §4.4: "the number of seconds the server is prepared to wait without seeing keep-alives"). Asked again
     * for the same flow, the time begins anew. Only inside the shard.
     */
    default void watch(Shard shard, Flow flow, Duration silence) {}

    /** Sends a request as it is. Opens a connection where there is none to that address. */
    void send(Shard shard, SipRequest request, NextHop hop, SendFailure failure);

    /**
     * Sends a response by the rules of RFC 3261 §18.2.2 and RFC 3581 §4: on the flow the request came by; if that connection is closed,
     * on a new one to received (or sent-by) and the port of sent-by; by UDP to maddr, received:rport, received:port.
     */
    void send(Shard shard, SipResponse response, Flow flow, SendFailure failure);

    /** Sends a response as it is: where no flow was kept for it, because its request was forwarded statelessly (§16.11). */
    default void send(Shard shard, SipResponse response, NextHop hop, SendFailure failure) {
        failure.failed(new IOException("responses go by the flow of their request only"));
    }
}
