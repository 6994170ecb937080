package org.strowger.sip.ua;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.transport.NextHop;

/** The ACK for the 2xx of one dialog, sent again as often as the 2xx comes (RFC 3261 §13.2.2.4). */
final class Acknowledgement {
    private final Ground ground;
    private final Dialog dialog;
    private final RequestEdit ack;
    private Optional<NextHop> hop = Optional.empty();

    Acknowledgement(Ground ground, Dialog dialog, RequestEdit ack) {
        this.ground = ground;
        this.dialog = dialog;
        this.ack = ack;
    }

    void send() {
        if (hop.isPresent()) {
            sendTo(hop.get());
        } else {
            ground.resolver().resolve(ground.shard(), dialog.destination(), this::found);
        }
    }

    private void found(List<NextHop> hops) {
        if (!hops.isEmpty()) {
            hop = Optional.of(hops.getFirst());
            sendTo(hops.getFirst());
        }
    }

    private void sendTo(NextHop where) {
        // an ACK that is lost is asked for by the next 2xx
        ground.transactions().sendStateless(ground.shard(), ack, where, _ -> {});
    }
}
