package org.strowger.server.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.strowger.server.config.ConfigurationException;
import org.strowger.server.config.ConfigurationFile;
import org.strowger.sip.message.Slice;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.Tap;

/** The whole server, on sockets, as a configuration file makes it; it knows the names of a hosts file, and no name server unless told. */
final class RunningServer implements AutoCloseable {
    /** Nobody answers there. */
    private static final InetSocketAddress NO_NAME_SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private final Exchange exchange;
    private final BlockingQueue<Sent> sent;

    /** What left the server. */
    record Sent(Heard message, InetSocketAddress to) {}

    private RunningServer(Exchange exchange, BlockingQueue<Sent> sent) {
        this.exchange = exchange;
        this.sent = sent;
    }

    /**
     * Starts it.
     *
     * @param folder of the configuration file; its hosts file, if there is one, is used
     */
    static RunningServer of(String yaml, Path folder) {
        try {
            var configuration = ConfigurationFile.parse("strowger.yaml", yaml, folder);
            var sent = new LinkedBlockingQueue<Sent>();
            var asked = configuration.tuning().dns().withHosts(folder.resolve("hosts"));
            var names = asked.servers().isEmpty() ? asked.withServers(List.of(NO_NAME_SERVER)) : asked;
            var exchange = Exchange.start(configuration, tap(sent), ProxyObserver.NONE, names);
            return new RunningServer(exchange, sent);
        } catch (ConfigurationException | IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Tap tap(BlockingQueue<Sent> sent) {
        return new Tap() {
            @Override
            public void received(Slice message, Flow flow, long atNanos) {}

            @Override
            public void sent(Slice message, Flow flow, long atNanos) {
                sent.add(new Sent(Heard.of(message.toBytes()), flow.remote()));
            }
        };
    }

    Exchange exchange() {
        return exchange;
    }

    InetSocketAddress address(Protocol protocol) {
        return exchange.listeningPoints().stream()
                .filter(point -> point.protocol() == protocol)
                .findFirst()
                .orElseThrow()
                .address();
    }

    /** The next that leaves for that place, answered there or not. */
    Heard nextSentTo(InetSocketAddress place) {
        try {
            var next = sent.take();
            while (!next.to().equals(place)) {
                next = sent.take();
            }
            return next.message();
        } catch (InterruptedException interrupted) {
            throw new AssertionError("the test was stopped", interrupted);
        }
    }

    /** What has left for that place and was not taken. */
    List<Heard> sentTo(InetSocketAddress place) {
        return sent.stream()
                .filter(one -> one.to().equals(place))
                .map(Sent::message)
                .toList();
    }

    @Override
    public void close() {
        exchange.close();
    }
}
