package org.strowger.sip.proxy;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Via;
import org.strowger.sip.proxy.ProxyCore.Neighbours;
import org.strowger.sip.resolver.Choice;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/**
 * What is forwarded without a transaction of its own (RFC 3261 §16.10, §16.11): the ACK for a 2xx, a CANCEL of which we know no INVITE, and
 * what Routing wants so forwarded. The branch of all of them is made of that of the hop before us: it is the same whenever the
 * request comes again, and the same in an INVITE, its CANCEL and the ACK for its failure.
 *
 * <p>All go to one target only, and without a mark against loops, which a proxy that does not fork need not put on (RFC 5393 §4). An ACK that Routing refuses is dropped, for "ACK is never answered"; a CANCEL that it refuses is answered
 * 481 and never challenged, because its sender cannot send it again (§22.1).
 */
final class StatelessForwarding {
    private final ProxyCore core;
    private final Neighbours neighbours;

    StatelessForwarding(ProxyCore core) {
        this.core = core;
        this.neighbours = core.neighbours();
    }

    /** As Routing decided. The request that comes again is forwarded again. */
    void request(ServerTransaction transaction, Prepared prepared, Decision.Forward decision) {
        var targets = targets(prepared, decision, transaction.flow());
        if (targets.isEmpty()) {
            var answer = decision.targets().isEmpty() ? Decision.Reject.with(Status.of(480)) : Downgrade.REFUSED;
            neighbours.observer().answered(prepared.request(), answer.status(), "routing");
            Upstream.answer(transaction, answer.forgotten());
        } else {
            forward(
                    transaction.shard(),
                    new Passage(
                            prepared,
                            transaction.flow(),
                            decision.withhold(),
                            decision.manner().caller()),
                    targets);
            transaction.forget();
        }
    }

    /** A response to what was forwarded so goes to the address in the next Via (§16.11, §16.7 step 9). */
    void response(Shard shard, SipResponse response) {
        // "the proxy MUST inspect the sent-by value in the first (topmost) Via header field value" (§16.11)
        var via = response.topVia();
        boolean mine = Protocol.of(via.transport())
                .filter(protocol -> core.ours()
                        .isSentBy(protocol, via.host().toString(), via.port().orElse(0)))
                .isPresent();
        if (!mine || !hasReadableWayBack(response)) {
            return;
        }
        // nobody remembers whom it comes from
        var passed = core.border().concerns(response) ? withoutIdentity(response) : response;
        Upstream.relayed(passed)
                .ifPresent(relayed -> ReturnPath.of(relayed.topVia())
                        .ifPresent(hop -> neighbours.transport().send(shard, relayed, hop, _ -> {})));
    }

    /** The Vias below ours are as whoever answered left them. */
    private static boolean hasReadableWayBack(SipResponse response) {
        var vias = response.headers().values(HeaderName.VIA);
        if (vias.size() < 2) {
            return false;
        }
        try {
            var _ = Via.parse(vias.get(1));
            return true;
        } catch (MalformedMessageException _) {
            return false;
        }
    }

    private static SipResponse withoutIdentity(SipResponse response) {
        return response.edit()
                .removeAll(HeaderName.P_ASSERTED_IDENTITY)
                .removeAll(HeaderName.P_PREFERRED_IDENTITY)
                .write();
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

    /** What goes through, and what of it ends here. */
    private record Passage(Prepared prepared, Flow from, List<HeaderField> withhold, Optional<Slice> caller) {}

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
        var settled = core.settled(prepared);
        if (settled.isPresent()) {
            switch (settled.get()) {
                case Decision.Reject _ -> refused.run();
                case Decision.Forward way -> {
                    forward(
                            shard,
                            new Passage(
                                    prepared, flow, way.withhold(), way.manner().caller()),
                            TargetSet.of(way.targets()));
                    forwarded.run();
                }
            }
            return;
        }
        neighbours.routing().route(shard, prepared.question(flow), decision -> {
            switch (decision) {
                case Decision.Reject _ -> refused.run();
                case Decision.Forward forward -> {
                    var targets = targets(prepared, forward, flow);
                    if (targets.isEmpty()) {
                        refused.run();
                    } else {
                        forward(
                                shard,
                                new Passage(
                                        prepared,
                                        flow,
                                        forward.withhold(),
                                        forward.manner().caller()),
                                targets);
                        forwarded.run();
                    }
                }
            }
        });
    }

    /** "A stateless proxy MUST choose one and only one target from the target set" (§16.11). */
    private void forward(Shard shard, Passage passage, TargetSet targets) {
        var target = targets.targets().getFirst();
        var prepared = passage.prepared();
        try {
            var outbound = Outbound.to(target, prepared);
            if (target.hasUsableHop()) {
                send(shard, passage, outbound, target.hop().stream().toList());
            } else {
                var choice = Choice.steady(prepared.request().callId());
                neighbours
                        .resolver()
                        .resolve(shard, outbound.next(), choice, hops -> send(shard, passage, outbound, hops));
            }
        } catch (MalformedMessageException e) {
            dropped(prepared.request(), "its route cannot be read");
        }
    }

    private TargetSet targets(Prepared prepared, Decision.Forward decision, Flow flow) {
        boolean responsible = core.ours().isResponsibleFor(prepared.requestUri(), flow);
        return TargetSet.of(prepared, decision, responsible);
    }

    private void send(Shard shard, Passage passage, Outbound outbound, List<NextHop> hops) {
        var request = outbound.prepared().request();
        if (hops.isEmpty()) {
            dropped(request, "no next hop");
            return;
        }
        var hop = hops.getFirst();
        var copy = outbound.copy(passage.withhold(), core.recordRoutesIfUnavoidable(outbound, passage.from(), hop));
        core.border().pass(copy, passage.from(), hop, passage.caller());
        if (!request.method().equals(Method.CANCEL)) {
            Breadth.put(Breadth.of(request), copy);
        }
        neighbours.observer().forwarded(request, outbound.requestUri(), hop);
        neighbours
                .transactions()
                .sendStateless(shard, copy, hop, _ -> send(shard, passage, outbound, hops.subList(1, hops.size())));
    }

    private void dropped(SipRequest request, String why) {
        neighbours.observer().answered(request, Status.of(503), "dropped: " + why);
    }
}
