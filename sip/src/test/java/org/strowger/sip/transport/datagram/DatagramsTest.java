package org.strowger.sip.transport.datagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.strowger.sip.message.Slice;

/** What holds for each way of moving datagrams; the peer at the other end is always a channel. */
@Timeout(60)
class DatagramsTest {
    private static final int LONGEST = 65_507;
    private static final long PATIENCE_MILLIS = 10_000;

    private final List<ChannelDatagrams> open = new ArrayList<>();
    private final Map<Integer, IOException> lost = new TreeMap<>();
    private final Datagrams.Losses losses = new Datagrams.Losses() {
        @Override
        public void dropped(int place) {}

        @Override
        public void failed(int place, IOException cause) {
            lost.put(place, cause);
        }
    };

    /** A way, and how it is laid over a socket. */
    record Way(String name, Overlay overlay) {
        Datagrams over(ChannelDatagrams channel) throws IOException {
            return overlay.over(channel);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    interface Overlay {
        Datagrams over(ChannelDatagrams channel) throws IOException;
    }

    private record Arrived(String text, InetSocketAddress source) {}

    static Stream<Way> ways() {
        return Stream.concat(
                Stream.of(new Way("one by one", channel -> channel)),
                Batching.load().stream()
                        .map(batching -> new Way(
                                "in batches", channel -> batching.over(channel).batches())));
    }

    @AfterEach
    void close() {
        open.forEach(ChannelDatagrams::close);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void receivesAllInOrderWithTheirSources(Way way) throws IOException {
        var channel = bound("127.0.0.1");
        var datagrams = way.over(channel);
        var peers = List.of(bound("127.0.0.2"), bound("127.0.0.3"), bound("127.0.0.2"));
        var sent = new ArrayList<Arrived>();
        for (int number = 0; number < 90; number++) {
            var peer = peers.get(number % peers.size());
            sent.add(new Arrived("datagram " + number, peer.bound()));
            peer.send(Slice.of("datagram " + number), channel.bound());
        }

        assertThat(receive(datagrams, channel, 90)).isEqualTo(sent);
        assertThat(datagrams.receive((_, _) -> {})).isZero();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void sendsWhatWasPostedInOrder(Way way) throws IOException {
        var channel = bound("127.0.0.1");
        var datagrams = way.over(channel);
        var peer = bound("127.0.0.2");

        for (int turn = 0; turn < 3; turn++) {
            for (int number = 0; number < 40; number++) {
                assertThat(datagrams.post(Slice.of(turn + "." + number), peer.bound()))
                        .isTrue();
            }
            datagrams.flush(losses);
        }

        var wanted = IntStream.range(0, 120)
                .mapToObj(number -> new Arrived(number / 40 + "." + number % 40, channel.bound()))
                .toList();
        assertThat(receive(peer, peer, 120)).isEqualTo(wanted);
        assertThat(lost).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void sendsNothingBeforeTheFlush(Way way) throws IOException {
        var channel = bound("127.0.0.1");
        var datagrams = way.over(channel);
        var peer = bound("127.0.0.2");
        datagrams.post(Slice.of("later"), peer.bound());
        channel.send(Slice.of("at once"), peer.bound());

        datagrams.flush(losses);

        assertThat(receive(peer, peer, 2)).extracting(Arrived::text).containsExactly("at once", "later");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void sendsPartsOfAnArray(Way way) throws IOException {
        var channel = bound("127.0.0.1");
        var datagrams = way.over(channel);
        var peer = bound("127.0.0.2");

        datagrams.post(Slice.of("more than this").part(5, 9), peer.bound());
        datagrams.flush(losses);

        assertThat(receive(peer, peer, 1)).extracting(Arrived::text).containsExactly("than");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void carriesTheLongestAndTheEmpty(Way way) throws IOException {
        var channel = bound("127.0.0.1");
        var datagrams = way.over(channel);
        var peer = bound("127.0.0.2");
        var texts = List.of("a".repeat(LONGEST), "", "b".repeat(LONGEST), "c");
        for (var text : texts) {
            assertThat(peer.send(Slice.of(text), channel.bound())).isTrue();
            if (!datagrams.post(Slice.of(text), peer.bound())) {
                datagrams.flush(losses);
                assertThat(datagrams.post(Slice.of(text), peer.bound())).isTrue();
            }
        }
        datagrams.flush(losses);

        assertThat(receive(datagrams, channel, 4)).extracting(Arrived::text).isEqualTo(texts);
        assertThat(receive(peer, peer, 4)).extracting(Arrived::text).isEqualTo(texts);
        assertThat(lost).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void takesNoMoreThanThereArePlaces(Way way) throws IOException {
        var datagrams = way.over(bound("127.0.0.1"));
        var peer = bound("127.0.0.2");
        for (int place = 0; place < Datagrams.MOST_POSTED; place++) {
            assertThat(datagrams.post(Slice.of("x"), peer.bound())).isTrue();
        }
        assertThat(datagrams.post(Slice.of("x"), peer.bound())).isFalse();

        datagrams.flush(losses);

        assertThat(datagrams.post(Slice.of("x"), peer.bound())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void speaksIpv6(Way way) throws IOException {
        var channel = bound("::1");
        var datagrams = way.over(channel);
        var peer = bound("::1");
        peer.send(Slice.of("there"), channel.bound());
        datagrams.post(Slice.of("back"), peer.bound());
        datagrams.flush(losses);

        assertThat(receive(datagrams, channel, 1)).containsExactly(new Arrived("there", peer.bound()));
        assertThat(receive(peer, peer, 1)).containsExactly(new Arrived("back", channel.bound()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void knowsIpv4PeersOfASocketForBothFamiliesByTheirIpv4Address(Way way) throws IOException {
        var channel = bound("::");
        int port = channel.bound().getPort();
        var datagrams = way.over(channel);
        var four = bound("127.0.0.2");
        var six = bound("::1");
        four.send(Slice.of("four"), new InetSocketAddress("127.0.0.1", port));
        six.send(Slice.of("six"), new InetSocketAddress("::1", port));

        var arrived = receive(datagrams, channel, 2);
        arrived.forEach(one -> datagrams.post(Slice.of("back"), one.source));
        datagrams.flush(losses);

        assertThat(arrived).containsExactly(new Arrived("four", four.bound()), new Arrived("six", six.bound()));
        assertThat(arrived.getFirst().source.getAddress()).isInstanceOf(Inet4Address.class);
        assertThat(receive(four, four, 1))
                .containsExactly(new Arrived("back", new InetSocketAddress("127.0.0.1", port)));
        assertThat(receive(six, six, 1)).containsExactly(new Arrived("back", new InetSocketAddress("::1", port)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void tellsWhatDidNotLeaveAndSendsTheRest(Way way) throws IOException {
        var datagrams = way.over(bound("127.0.0.1"));
        var peer = bound("127.0.0.2");
        var notAllowed = new InetSocketAddress("255.255.255.255", 5060);
        datagrams.post(Slice.of("first"), peer.bound());
        datagrams.post(Slice.of("x".repeat(LONGEST + 1)), peer.bound());
        datagrams.post(Slice.of("second"), peer.bound());
        datagrams.post(Slice.of("x"), notAllowed);
        datagrams.post(Slice.of("x"), notAllowed);
        datagrams.post(Slice.of("third"), peer.bound());

        datagrams.flush(losses);

        assertThat(receive(peer, peer, 3)).extracting(Arrived::text).containsExactly("first", "second", "third");
        assertThat(lost).containsOnlyKeys(1, 3, 4);
        assertThat(lost.get(1)).isInstanceOf(SocketException.class).hasMessage("Message too long");
        assertThat(lost.get(3)).isInstanceOf(SocketException.class).hasMessage("Permission denied");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void reachesNoIpv6PeerFromAnIpv4Socket(Way way) throws IOException {
        var channel = bound("127.0.0.1");
        var datagrams = way.over(channel);
        var six = bound("::1");

        boolean posted = datagrams.post(Slice.of("x"), six.bound());
        datagrams.flush(losses);

        assertThat(lost).hasSize(posted ? 1 : 0);
        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> channel.send(Slice.of("x"), six.bound()))
                .withMessageStartingWith("no way from ");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void losesNothingThroughAReceiverThatFails(Way way) throws IOException {
        var channel = bound("127.0.0.1");
        var datagrams = way.over(channel);
        var peer = bound("127.0.0.2");
        for (var text : List.of("1", "2", "3", "4")) {
            peer.send(Slice.of(text), channel.bound());
        }

        assertThat(receive(datagrams, channel, 0)).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> datagrams.receive((_, _) -> {
                    throw new IllegalStateException("planted");
                }));

        assertThat(receive(datagrams, channel, 3)).extracting(Arrived::text).containsExactly("2", "3", "4");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void touchesNoSocketThatIsClosed(Way way) throws IOException {
        var channel = bound("127.0.0.1");
        var datagrams = way.over(channel);
        datagrams.post(Slice.of("x"), bound("127.0.0.2").bound());
        channel.close();

        datagrams.flush(losses);

        assertThat(lost).hasEntrySatisfying(0, cause -> assertThat(cause).isInstanceOf(ClosedChannelException.class));
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> datagrams.receive((_, _) -> {}));
    }

    private ChannelDatagrams bound(String address) throws IOException {
        var channel = ChannelDatagrams.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0), false);
        open.add(channel);
        return channel;
    }

    private static List<Arrived> receive(Datagrams datagrams, ChannelDatagrams socket, int count) throws IOException {
        var arrived = new ArrayList<Arrived>();
        try (var selector = Selector.open()) {
            socket.readiness().register(selector, SelectionKey.OP_READ);
            boolean patient = true;
            while (arrived.size() < count && patient) {
                int received = datagrams.receive((bytes, source) ->
                        arrived.add(new Arrived(Slice.of(bytes).toString(), source)));
                patient = received > 0 || selector.select(PATIENCE_MILLIS) > 0;
                selector.selectedKeys().clear();
            }
        }
        return arrived;
    }
}
