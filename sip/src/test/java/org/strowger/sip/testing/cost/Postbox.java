package org.strowger.sip.testing.cost;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SendFailure;
import org.strowger.sip.transport.SentBy;
import org.strowger.sip.transport.Transport;

/** A transport at 192.0.2.1:5060 that allocates nothing: keeps the request and the response that were sent last, and counts. */
public final class Postbox implements Transport {
    private static final String ADDRESS = "192.0.2.1";
    private static final int PORT = 5060;
    private static final SentBy US = new SentBy(Protocol.UDP, ADDRESS, PORT);

    private @Nullable SipRequest request;
    private @Nullable SipResponse response;
    private int sent;

    /** UDP between this box and that address. */
    public static Flow flow(String address, int port) {
        return new Way(
                new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), PORT),
                new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    private record Way(InetSocketAddress local, InetSocketAddress remote) implements Flow {
        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** The last that was sent. */
    public SipRequest request() {
        if (request == null) {
            throw new IllegalStateException("no request was sent");
        }
        return request;
    }

    /** The last that was sent. */
    public SipResponse response() {
        if (response == null) {
            throw new IllegalStateException("no response was sent");
        }
        return response;
    }

    /** Messages sent since the last time this was asked. */
    public int sent() {
        int count = sent;
        sent = 0;
        return count;
    }

    /** Keeps nothing any more. */
    public void empty() {
        request = null;
        response = null;
    }

    @Override
    public boolean supports(Protocol protocol) {
        return protocol == Protocol.UDP;
    }

    @Override
    public SentBy sentBy(NextHop hop) {
        return US;
    }

    @Override
    public SentBy sentBy(Flow flow) {
        return US;
    }

    @Override
    public boolean isOurs(Protocol protocol, String host, int port) {
        return supports(protocol) && isOurHost(host) && (port == 0 || port == PORT);
    }

    @Override
    public boolean isOurHost(String host) {
        return host.equals(ADDRESS);
    }

    @Override
    public boolean isOurPort(int port) {
        return port == PORT;
    }

    @Override
    public void send(Shard shard, SipRequest outgoing, NextHop hop, SendFailure failure) {
        request = outgoing;
        sent++;
    }

    @Override
    public void send(Shard shard, SipResponse outgoing, Flow flow, SendFailure failure) {
        response = outgoing;
        sent++;
    }
}
