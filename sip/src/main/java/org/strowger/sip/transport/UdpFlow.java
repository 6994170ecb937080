package org.strowger.sip.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** For UDP: the point where we received and the source of what came. Immutable, but for a memory of how the source is written. */
final class UdpFlow implements Flow {
    private final UdpPoint point;
    private final InetSocketAddress remote;
    /** Made when first asked for; two threads that ask at once make the same text. */
    private @Nullable String remoteHost;

    UdpFlow(UdpPoint point, InetSocketAddress remote) {
        this.point = point;
        this.remote = remote;
    }

    UdpPoint point() {
        return point;
    }

    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public InetSocketAddress local() {
        return point.point().local(remote.getAddress());
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public String remoteHost() {
        var host = remoteHost;
        if (host == null) {
            host = Flow.super.remoteHost();
            remoteHost = host;
        }
        return host;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UdpFlow flow && point == flow.point && remote.equals(flow.remote);
    }

    @Override
    public int hashCode() {
        return 31 * point.hashCode() + remote.hashCode();
    }

    @Override
    public String toString() {
        return "udp " + Addresses.text(local()) + " - " + Addresses.text(remote);
    }
}
