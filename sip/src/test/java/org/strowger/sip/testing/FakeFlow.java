package org.strowger.sip.testing;

import java.net.InetSocketAddress;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;

/** A flow of the false network: two addresses for UDP, one end of a {@link FakeConnection} for TCP. */
sealed interface FakeFlow extends Flow {
    /** A pair of addresses; always open. */
    record Datagrams(InetSocketAddress local, InetSocketAddress remote) implements FakeFlow {
        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** One end of a connection. */
    record End(FakeConnection connection, InetSocketAddress local, InetSocketAddress remote) implements FakeFlow {
        @Override
        public Protocol protocol() {
            return Protocol.TCP;
        }

        @Override
        public boolean isOpen() {
            return connection.isOpen();
        }
    }
}
