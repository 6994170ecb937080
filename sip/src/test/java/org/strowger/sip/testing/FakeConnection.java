package org.strowger.sip.testing;

import java.net.InetSocketAddress;

/** A TCP connection of the false network: keeps order, loses nothing while it is open. */
final class FakeConnection {
    private final FakeNode client;
    private final FakeNode server;
    private final FakeFlow.End clientEnd;
    private final FakeFlow.End serverEnd;
    private boolean open = true;
    /** Nothing arrives before what was sent before it. */
    private long arrivedUpToNanos;

    FakeConnection(FakeNode client, FakeNode server, int clientPort) {
        this.client = client;
        this.server = server;
        var clientAddress = new InetSocketAddress(client.address().getAddress(), clientPort);
        this.clientEnd = new FakeFlow.End(this, clientAddress, server.address());
        this.serverEnd = new FakeFlow.End(this, server.address(), clientAddress);
    }

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
    }

    void tellBothEnds() {
        client.lost(clientEnd);
        server.lost(serverEnd);
    }

    boolean joins(FakeNode from, FakeNode to) {
        return client == from && server == to;
    }

    /** Whether that node took this connection, from that very address. */
    boolean comesFrom(InetSocketAddress remote, FakeNode to) {
        return open && server == to && serverEnd.remote().equals(remote);
    }

    boolean touches(FakeNode node) {
        return client == node || server == node;
    }

    /** Who hears what is sent at that end. */
    FakeNode otherNode(FakeFlow.End end) {
        return end.equals(clientEnd) ? server : client;
    }

    FakeFlow.End otherEnd(FakeFlow.End end) {
        return end.equals(clientEnd) ? serverEnd : clientEnd;
    }

    FakeFlow.End clientEnd() {
        return clientEnd;
    }

    FakeFlow.End serverEnd() {
        return serverEnd;
    }

    /** When something arrives that would arrive then, if nothing were before it. */
    long inOrder(long arrivalNanos) {
        arrivedUpToNanos = Math.max(arrivedUpToNanos, arrivalNanos);
        return arrivedUpToNanos;
    }
}
