package org.strowger.sip.transport.datagram;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;

/** What the system says of datagrams to a port where nobody listens. */
@Timeout(60)
class IcmpErrorsTest {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int LONG = 2000;

    private final List<ChannelDatagrams> open = new ArrayList<>();
    private final List<Undelivered> undelivered = new ArrayList<>();

    private record Undelivered(String quoted, InetSocketAddress to, IOException cause) {}

    @AfterEach
    void close() {
        open.forEach(ChannelDatagrams::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.13.1", "::1", "0.0.0.0"})
    @Rfc("3261 §18.4-1: port unreachable is told, with the datagram's beginning")
    void areToldWithWhatTheyQuoteAndWhereItWent(String address) throws IOException {
        var channel = bound(address);
        var errors = listening(channel).errors();
        var nobody = nobody(address.equals("0.0.0.0") ? "127.0.13.2" : address);

        channel.send(Slice.of("x".repeat(LONG)), nobody);
        awaitReadable(channel);
        errors.read(this::note);

        assertThat(undelivered).singleElement().satisfies(one -> {
            assertThat(one.to()).isEqualTo(nobody);
            assertThat(one.cause()).isInstanceOf(PortUnreachableException.class);
            assertThat(one.quoted())
                    .hasSizeGreaterThan(500)
                    .hasSizeLessThan(LONG)
                    .matches("x+");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doNotTouchWhatGoesToOthers(boolean batches) throws IOException {
        var channel = bound("127.0.13.1");
        var peer = bound("127.0.13.2");
        var ways = listening(channel);
        ways.others().send(Slice.of("to nobody"), nobody("127.0.13.2"));
        awaitReadable(channel);

        if (batches) {
            assertThat(ways.batches().post(Slice.of("to the peer"), peer.bound()))
                    .isTrue();
            ways.batches().flush(new Nothing());
        } else {
            assertThat(ways.others().send(Slice.of("to the peer"), peer.bound()))
                    .isTrue();
        }
        awaitReadable(peer);
        peer.receive((datagram, source) -> note(datagram, source, new IOException("received")));
        ways.errors().read(this::note);

        assertThat(undelivered).extracting(Undelivered::quoted).containsExactly("to the peer", "to nobody");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void areReadBatchByBatchUntilThereAreNone(int sends) throws IOException {
        var channel = bound("127.0.13.1");
        var ways = listening(channel);
        var errors = ways.errors();
        var nobody = nobody("127.0.13.2");

        for (int send = 0; send < sends; send++) {
            ways.others().send(Slice.of("number " + send), nobody);
            awaitReadable(channel);
        }
        for (int batch = 0; batch < sends; batch++) {
            errors.read(this::note);
        }

        assertThat(undelivered).hasSize(sends);
        errors.read(this::note);
        assertThat(undelivered).hasSize(sends);
    }

    private static Batching.Ways listening(ChannelDatagrams channel) throws IOException {
        var ways = Batching.load().orElseThrow().over(channel);
        ways.errors().listen();
        return ways;
    }

    private void note(byte[] quoted, InetSocketAddress to, IOException cause) {
        undelivered.add(new Undelivered(new String(quoted, US_ASCII), to, cause));
    }

    private static final class Nothing implements Datagrams.Losses {
        @Override
        public void dropped(int place) {
            throw new AssertionError("dropped: " + place);
        }

        @Override
        public void failed(int place, IOException cause) {
            throw new AssertionError(cause);
        }
    }

    /** A port that was free a moment ago. */
    private InetSocketAddress nobody(String address) throws IOException {
        var gone = bound(address);
        gone.close();
        return gone.bound();
    }

    private ChannelDatagrams bound(String address) throws IOException {
        var channel = ChannelDatagrams.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0), false);
        open.add(channel);
        return channel;
    }

    private static void awaitReadable(ChannelDatagrams datagrams) throws IOException {
        try (var selector = Selector.open()) {
            datagrams.readiness().register(selector, SelectionKey.OP_READ);
            assertThat(selector.select(PATIENCE_MILLIS)).isEqualTo(1);
        }
    }
}
