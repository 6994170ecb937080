package org.strowger.server.registrar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.testing.cost.Budget;
import org.strowger.sip.testing.cost.Door;
import org.strowger.sip.testing.cost.Postbox;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;

/** What a registration costs in bytes, from the datagram to the answer and the end of its transaction. */
class RegistrationAllocationTest {
    private static final int USERS = 100;
    private static final int WARM_UP = 1000;
    private static final int MEASURED = 2000;
    private static final String PHONE = "192.0.2.50";
    private static final Flow FROM_PHONE = Postbox.flow(PHONE, 5060);

    private final Office office = Office.open();
    private final Postbox wire = new Postbox();
    private final TransactionLayer transactions =
            new TransactionLayer(wire, office.loop.shards(), Timers.RFC3261, new Desk(office.registrar));
    private final Door door = new Door(office.loop.shards(), transactions);
    private int sent;

    @Test
    void allocatesLittleWhenABindingIsRefreshed() {
        refreshed(WARM_UP);

        Budget.REGISTRATION_REFRESHED.covers(refreshed(MEASURED));

        assertThat(wire.response().status().code()).isEqualTo(200);
        assertThat(office.location.size()).isEqualTo(USERS);
        assertThat(transactions.live()).isZero();
    }

    private long refreshed(int count) {
        door.meter().reset();
        for (int number = 0; number < count; number++) {
            door.datagram(register(++sent), FROM_PHONE, PHONE);
        }
        door.meter().start();
        office.loop.advance(Duration.ofSeconds(40));
        door.meter().stop();
        return door.meter().allocated() / count;
    }

    private static byte[] register(int number) {
        var text = """
            REGISTER sip:example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKr%1$d;rport
            Max-Forwards: 70
            From: <sip:u%2$d@example.com>;tag=r%1$d
            To: <sip:u%2$d@example.com>
            Call-ID: %2$d@192.0.2.50
            CSeq: %1$d REGISTER
            Contact: <sip:u%2$d@192.0.2.50:5060>
            Expires: 3600
            User-Agent: bench/1.0
            Content-Length: 0

            """.formatted(number, number % USERS);
        return text.replace("\n", "\r\n").getBytes(US_ASCII);
    }

    /** Where every request goes to the registrar. */
    private record Desk(Registrar registrar) implements TransactionUser {
        @Override
        public void request(ServerTransaction transaction) {
            registrar.register(transaction);
        }

        @Override
        public void ack(Shard shard, SipRequest ack, Flow flow) {}

        @Override
        public void cancelled(ServerTransaction invite, SipRequest cancel) {}
    }
}
