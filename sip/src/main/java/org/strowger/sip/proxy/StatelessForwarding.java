package org.strowger.sip.proxy;

import java.util.List;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.ProxyCore.Neighbours;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;

/**
 * What is forwarded without a transaction of its own (RFC 3261 §16.10, §16.11): the ACK for a 2xx, and a CANCEL of which we know no INVITE.
 *
 * <p>Both go to one target only. An ACK that Routing refuses is dropped, for "ACK is never answered"; a CANCEL that it refuses is answered
 * 481 and never challenged, because its sender cannot send it again (§22.1).
 */
final class StatelessForwarding {
    private final Neighbours neighbours;
    private final Ours ours;

    StatelessForwarding(Neighbours neighbours, Ours ours) {
        this.neighbours = neighbours;
        this.ours = ours;
    }

    void ack(Shard shard, Prepared ack, Flow flow) {
        decide(
                shard,
                ack,
                flow,
                () -> neighbours
                        .observer()
                        .answered(ack.request(), Status.of(403), "dropped: routing does not let this ACK pass"),
                () -> {});
    }

    /** What is forwarded leaves nothing behind, so that it is forwarded again when it comes again. */
    void cancel(ServerTransaction transaction, Prepared cancel) {
        decide(
                transaction.shard(),
                cancel,
                transaction.flow(),
                () -> {
                    neighbours.observer().answered(cancel.request(), Status.of(481), "no INVITE for this CANCEL");
                    transaction.respond(Upstream.made(transaction, Status.of(481)));
                },
                transaction::forget);
    }

    private void decide(Shard shard, Prepared prepared, Flow flow, Runnable refused, Runnable forwarded) {
        var request = prepared.request();
        if (prepared.proven()) {
            forward(
                    shard,
                    prepared,
                    TargetSet.straight(prepared),
                    neighbours.routing().withheld(request));
            forwarded.run();
            return;
        }
        neighbours.routing().route(shard, prepared.question(flow), decision -> {
            switch (decision) {
                case Decision.Reject _ -> refused.run();
                case Decision.Forward forward -> {
                    boolean responsible = ours.isResponsibleFor(prepared.requestUri(), flow);
                    var targets = TargetSet.of(prepared, forward, responsible);
                    if (targets.isEmpty()) {
                        refused.run();
                    } else {
                        forward(shard, prepared, targets, forward.withhold());
                        forwarded.run();
                    }
                }
            }
        });
    }

    /** "A stateless proxy MUST choose one and only one target from the target set" (§16.11). */
    private void forward(Shard shard, Prepared prepared, TargetSet targets, List<HeaderField> withhold) {
        var target = targets.targets().getFirst();
        try {
            var outbound = Outbound.to(target, prepared);
            if (target.hasUsableHop()) {
                send(shard, outbound, withhold, target.hop().stream().toList());
            } else {
                neighbours.resolver().resolve(shard, outbound.next(), hops -> send(shard, outbound, withhold, hops));
            }
        } catch (MalformedMessageException e) {
            dropped(prepared.request(), "its route cannot be read");
        }
    }

    private void send(Shard shard, Outbound outbound, List<HeaderField> withhold, List<NextHop> hops) {
        var request = outbound.prepared().request();
        if (hops.isEmpty()) {
            dropped(request, "no next hop");
            return;
        }
        var hop = hops.getFirst();
        var copy = outbound.copy(withhold, List.of());
        if (!request.method().equals(Method.CANCEL)) {
            Breadth.put(Breadth.of(request), copy);
        }
        neighbours.observer().forwarded(request, outbound.requestUri(), hop);
        neighbours
                .transactions()
                .sendStateless(shard, copy, hop, _ -> send(shard, outbound, withhold, hops.subList(1, hops.size())));
    }

    private void dropped(SipRequest request, String why) {
        neighbours.observer().answered(request, Status.of(503), "dropped: " + why);
    }
}
