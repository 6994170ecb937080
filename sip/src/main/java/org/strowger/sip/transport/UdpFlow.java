package org.strowger.sip.transport;

import java.net.InetSocketAddress;

/** For UDP: the point where we received and the source of what came. */
record UdpFlow(UdpPoint point, InetSocketAddress remote) implements Flow {
    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public InetSocketAddress local() {
        return point.point().local(remote.getAddress());
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public String toString() {
        return "udp " + Addresses.text(local()) + " - " + Addresses.text(remote);
    }
}
