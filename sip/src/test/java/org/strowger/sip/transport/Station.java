package org.strowger.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/** A transport layer on real sockets of the loopback net, for one test. */
final class Station implements AutoCloseable {
    final Recorder recorder = new Recorder();
    final Shards shards = new Shards(4, Clock.system(), 1);
    final TransportLayer transport;
    private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();

    private Station(TransportSettings settings) {
        this.transport = new TransportLayer(settings, shards, recorder);
        try {
            transport.start(recorder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Station at(String... listens) {
        return at(settings -> settings, listens);
    }

    static Station at(UnaryOperator<TransportSettings> change, String... listens) {
        var wanted = Stream.of(listens).map(Listen::parse).toList();
        return new Station(change.apply(TransportSettings.of(wanted)));
    }

    static Station at(List<Listen> listens) {
        return new Station(TransportSettings.of(listens));
    }

    InetSocketAddress udp() {
        return address(Protocol.UDP);
    }

    InetSocketAddress tcp() {
        return address(Protocol.TCP);
    }

    InetSocketAddress tls() {
        return address(Protocol.TLS);
    }

    InetSocketAddress webSocket() {
        return address(transport.supports(Protocol.WSS) ? Protocol.WSS : Protocol.WS);
    }

    void send(SipRequest request, NextHop hop) {
        inside(shard -> transport.send(shard, request, hop, cause -> failed(shard, cause)));
    }

    void send(SipRequest request, Protocol protocol, InetSocketAddress remote) {
        send(request, new NextHop.Address(protocol, remote));
    }

    void send(SipResponse response, Flow flow) {
        inside(shard -> transport.send(shard, response, flow, cause -> failed(shard, cause)));
    }

    IOException nextFailure() {
        return Recorder.next(failures);
    }

    boolean hasFailed() {
        return !failures.isEmpty();
    }

    long count(TransportCounter counter) {
        return transport.counters().of(counter);
    }

    @Override
    public void close() {
        transport.stop();
    }

    private void failed(Shard shard, IOException cause) {
        shard.check();
        failures.add(cause);
    }

    private void inside(Consumer<Shard> event) {
        var shard = shards.at(0);
        shard.execute(() -> event.accept(shard));
    }

    private InetSocketAddress address(Protocol protocol) {
        return transport.listeningPoints().stream()
                .filter(point -> point.protocol() == protocol)
                .findFirst()
                .orElseThrow()
                .address();
    }
}
