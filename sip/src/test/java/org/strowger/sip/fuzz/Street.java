package org.strowger.sip.fuzz;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.Decision;
import org.strowger.sip.proxy.Manner;
import org.strowger.sip.proxy.ProxyCore;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.proxy.ProxySettings;
import org.strowger.sip.proxy.Routing;
import org.strowger.sip.proxy.Secret;
import org.strowger.sip.proxy.Target;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/**
 * A proxy that serves whoever asks, a stranger, and phones that answer by chance. Where a URI leads is a function of its bytes: to a
 * phone by UDP or TCP, to nobody, back to the proxy, or nowhere.
 */
final class Street {
    private static final NextHop NOBODY =
            new NextHop.Address(Protocol.UDP, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.99"), 5060));
    private static final List<Integer> FINALS =
            List.of(200, 202, 302, 305, 380, 401, 407, 423, 481, 486, 500, 503, 600, 603);
    private static final long SEED = 1;

    private final FakeLoop loop = new FakeLoop();
    private final FakeNetwork network = new FakeNetwork(loop, SEED);
    private final FakeNode proxy = network.node("proxy", "192.0.2.1");
    private final FakeNode stranger = network.node("stranger", "192.0.2.50");
    private final Random random;
    private final List<Peer> phones;
    private final TransactionLayer transactions;
    private final ProxyCore core;

    Street(Random random) {
        this.random = random;
        var door = new Door();
        transactions = new TransactionLayer(proxy, loop.shards(), Timers.RFC3261, door);
        var neighbours = new ProxyCore.Neighbours(
                transactions, proxy, this::resolve, Routing.of("example.com", this::decide), ProxyObserver.NONE);
        core = new ProxyCore(neighbours, ProxySettings.DEFAULT.withRecurse(true), new Secret(1, 2), loop.shards());
        door.core = core;
        proxy.listener(transactions);
        new Peer(stranger);
        phones = Stream.of("192.0.2.60", "192.0.2.61", "192.0.2.62")
                .map(address -> phone(network.node("phone", address)))
                .toList();
    }

    private Peer phone(FakeNode node) {
        var phone = new Peer(node);
        return phone.reacting(request -> answer(phone, request));
    }

    /** By UDP, from the stranger. */
    void arrives(Slice message) {
        stranger.send(message, proxy.address());
    }

    void pass(Duration time) {
        loop.advance(time);
    }

    int left() {
        return transactions.live() + core.live() + loop.shards().armed();
    }

    int sent() {
        return network.passed().size();
    }

    /** What the phones could not read. */
    List<String> malformed() {
        return phones.stream()
                .flatMap(phone -> phone.node().malformed().stream())
                .toList();
    }

    private void answer(Peer phone, SipRequest request) {
        if (request.method().equals(Method.ACK)) {
            return;
        }
        if (random.nextInt(4) == 0) {
            phone.send(response(request, 100 + random.nextInt(100)));
        }
        if (random.nextInt(4) > 0) {
            phone.send(response(request, FINALS.get(random.nextInt(FINALS.size()))));
        }
        if (request.method().equals(Method.CANCEL)) {
            phone.requests().stream()
                    .filter(invite -> invite.method().equals(Method.INVITE))
                    .reduce((_, last) -> last)
                    .ifPresent(invite -> phone.send(response(invite, 487)));
        }
    }

    private SipResponse response(SipRequest request, int code) {
        return request.respond(Status.of(code))
                .toTag(new Tag(Slice.of("t")))
                .header(HeaderName.CONTACT, "<sip:u%d@192.0.2.6%d>".formatted(random.nextInt(8), random.nextInt(3)))
                .write();
    }

    private Decision decide(Routing.Question question) {
        var uri = question.requestUri();
        var elsewhere = Decision.Forward.to(uri);
        return switch (number(uri) >>> 8 & 3) {
            case 0 -> elsewhere;
            case 1 -> new Decision.Forward(elsewhere.targets(), List.of(), Manner.STATELESS);
            case 2 -> new Decision.Forward(targets(), List.of());
            default -> Decision.Reject.with(Status.of(404));
        };
    }

    /** Two at once, and one behind them. */
    private static List<Target> targets() {
        return List.of(
                Target.of(SipUri.of("b", "192.0.2.60", 5060)),
                Target.of(SipUri.of("c", "192.0.2.61", 5060)),
                Target.of(SipUri.of("d", "192.0.2.62", 5060)).withPriority(500));
    }

    private void resolve(Shard shard, Uri uri, Consumer<List<NextHop>> answer) {
        answer.accept(
                switch (number(uri) & 7) {
                    case 0 -> List.of();
                    case 1 -> List.of(proxy.hop(Protocol.UDP));
                    case 2 -> List.of(NOBODY, hop(1, Protocol.UDP));
                    case 3 -> List.of(hop(0, Protocol.TCP), hop(1, Protocol.UDP));
                    default -> List.of(hop(number(uri) >>> 4 & 1, Protocol.UDP));
                });
    }

    private static int number(Uri uri) {
        return uri.text().hash(SEED) * 0x9E3779B9 >>> 8;
    }

    private NextHop hop(int phone, Protocol protocol) {
        return phones.get(phone).node().hop(protocol);
    }

    /** Lets the core be made after the layer that calls it. */
    private static final class Door implements TransactionUser {
        private @Nullable TransactionUser core;

        private TransactionUser core() {
            return Optional.ofNullable(core).orElseThrow();
        }

        @Override
        public void request(ServerTransaction transaction) {
            core().request(transaction);
        }

        @Override
        public void ack(Shard shard, SipRequest ack, Flow flow) {
            core().ack(shard, ack, flow);
        }

        @Override
        public void stateless(Shard shard, SipResponse response) {
            core().stateless(shard, response);
        }

        @Override
        public void cancelled(ServerTransaction invite, SipRequest cancel) {
            core().cancelled(invite, cancel);
        }

        @Override
        public void ended(ServerTransaction transaction) {
            core().ended(transaction);
        }
    }
}
