package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;

@Timeout(60)
class UdpTest {
    private final Station station = Station.at("udp://127.0.0.1:0", "tcp://127.0.0.1:0");
    private final UdpPeer peer = new UdpPeer("127.0.0.2");

    @AfterEach
    void close() {
        peer.close();
        station.close();
    }

    @Test
    @Rfc("3261 §18-3: UDP")
    void bringsARequestToTheShardOfItsCallId() {
        var text = Texts.options("UDP 127.0.0.2:" + peer.port() + ";branch=z9hG4bK1");
        peer.send(text, station.udp());

        var arrival = station.recorder.next();

        assertThat(arrival.request().bytes()).hasToString(text);
        assertThat(arrival.shard())
                .isSameAs(station.shards.of(arrival.request().callId().value().hash(station.shards.seed())));
        assertThat(arrival.flow().protocol()).isEqualTo(Protocol.UDP);
        assertThat(arrival.flow().local()).isEqualTo(station.udp());
        assertThat(arrival.flow().remote()).isEqualTo(peer.address());
        assertThat(arrival.flow().isOpen()).isTrue();
        assertThat(station.recorder.nextTapped()).isEqualTo("< " + text);
        assertThat(station.count(TransportCounter.RECEIVED)).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §18.2.1-4: sent-by is examined")
    @Rfc("3261 §18.2.1-5: received is added where sent-by is a name or another address")
    @Rfc("3261 §18.2.1-6: it is the source address")
    void marksTheSourceWhereSentByIsNotIt() {
        peer.send(Texts.options("UDP phone.example.com;branch=z9hG4bK1"), station.udp());
        assertThat(station.recorder.next().request().topVia().received()).hasToString("Optional[127.0.0.2]");

        peer.send(Texts.options("UDP 10.0.0.1:5060;branch=z9hG4bK1"), station.udp());
        assertThat(station.recorder.next().request().topVia().received()).hasToString("Optional[127.0.0.2]");

        peer.send(Texts.options("UDP 127.0.0.2:5060;branch=z9hG4bK1"), station.udp());
        assertThat(station.recorder.next().request().topVia().received()).isEmpty();
    }

    @Test
    @Rfc("3581 §4-1: rport gets the source port")
    @Rfc("3581 §4-2: received is there with it, even if sent-by is the same address")
    @Rfc("3581 §4-3: the response goes to received and rport")
    @Rfc("3581 §4-4: from the address and port the request came to")
    void answersToWhereTheRequestCameFromIfAsked() {
        peer.send(Texts.options("UDP 127.0.0.2:9;branch=z9hG4bK1;rport"), station.udp());
        var arrival = station.recorder.next();
        assertThat(arrival.request().topVia().rport()).hasValue(peer.port());
        assertThat(arrival.request().topVia().received()).hasToString("Optional[127.0.0.2]");

        station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

        var answer = peer.receive();
        assertThat(answer.text())
                .startsWith("SIP/2.0 100 Trying\r\n")
                .contains("rport=" + peer.port())
                .contains("received=127.0.0.2");
        assertThat(answer.source()).isEqualTo(station.udp());
    }

    @Test
    @Rfc("3261 §18.2.2-7: without rport to received and the port of sent-by")
    void answersToThePortOfSentByUnlessAsked() {
        try (var other = new UdpPeer("127.0.0.2")) {
            peer.send(Texts.options("UDP phone.example.com:" + other.port() + ";branch=z9hG4bK1"), station.udp());
            var arrival = station.recorder.next();

            station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

            assertThat(other.receive().text()).startsWith("SIP/2.0 100 Trying\r\n");
        }
    }

    @Test
    @Rfc("3261 §18.2.2-5: to maddr")
    void answersToMaddr() {
        try (var other = new UdpPeer("127.0.0.3")) {
            peer.send(Texts.options("UDP 127.0.0.2:" + other.port() + ";maddr=127.0.0.3;rport"), station.udp());
            var arrival = station.recorder.next();

            station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

            assertThat(other.receive().text()).startsWith("SIP/2.0 100 Trying\r\n");
        }
    }

    @Test
    void answersByTheFlowWhateverProtocolTheViaNames() {
        peer.send(Texts.options("TCP 127.0.0.2:" + peer.port() + ";branch=z9hG4bK1;rport"), station.udp());
        var arrival = station.recorder.next();

        station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

        assertThat(peer.receive().text()).startsWith("SIP/2.0 100 Trying\r\n");
    }

    @Test
    @Rfc("3581 §3-2: ready for the response where the request was sent from")
    @Rfc("3261 §18.1.1-11: ready for responses at the source address and the port of sent-by")
    void sendsARequestFromWhereItListensAndTakesTheResponseThere() {
        var hop = new NextHop.Address(Protocol.UDP, peer.address());
        var sentBy = station.transport.sentBy(hop);
        var via = "UDP " + sentBy.host() + ":" + sentBy.port() + ";branch=z9hG4bK1;rport";

        station.send(Texts.request(Texts.options(via)), hop);

        var received = peer.receive();
        assertThat(received.source()).isEqualTo(station.udp());
        assertThat(received.source()).isEqualTo(Texts.address(sentBy.host(), sentBy.port()));
        peer.send(Texts.ok(via), received.source());
        assertThat(station.recorder.next().response().status().code()).isEqualTo(200);
        assertThat(station.recorder.nextTapped()).startsWith("> OPTIONS");
        assertThat(station.recorder.nextTapped()).startsWith("< SIP/2.0 200");
        assertThat(station.count(TransportCounter.SENT)).isEqualTo(1);
    }

    @Test
    @Rfc("3261 §18.1.1-12: ready for a response that comes from elsewhere")
    @Rfc("3581 §3-3: at the port of sent-by")
    void takesAResponseFromAnotherAddress() {
        var sentBy = station.transport.sentBy(new NextHop.Address(Protocol.UDP, peer.address()));
        try (var elsewhere = new UdpPeer("127.0.0.3")) {
            elsewhere.send(
                    Texts.ok("UDP %s:%d;branch=z9hG4bK1".formatted(sentBy.host(), sentBy.port())), station.udp());

            assertThat(station.recorder.next().flow().remote()).isEqualTo(elsewhere.address());
        }
    }

    @Test
    @Rfc("3261 §18.1.2-1: a response whose sent-by is not ours is silently discarded")
    void discardsAResponseToSomebodyElse() {
        peer.send(Texts.ok("UDP 192.0.2.1:5060;branch=z9hG4bK1"), station.udp());
        peer.send(Texts.ok("UDP 127.0.0.1:9;branch=z9hG4bK1"), station.udp());
        peer.send(Texts.numbered("UDP 127.0.0.2", 2), station.udp());

        assertThat(station.recorder.next().request().callId()).hasToString("number-2");
        assertThat(station.recorder.hasMore()).isFalse();
        assertThat(station.count(TransportCounter.STRAY_RESPONSES)).isEqualTo(2);
        assertThat(peer.receivesNothing()).isTrue();
    }

    @Test
    @Rfc("3261 §18.3-1: bytes behind the body are discarded")
    void discardsWhatFollowsTheBody() {
        var text = Texts.options("UDP 127.0.0.2;branch=z9hG4bK1", "body");
        peer.send(text + "and more", station.udp());

        assertThat(station.recorder.next().request().bytes()).hasToString(text);
    }

    @Test
    @Rfc("3261 §18.3-2: a response that ends before its body does is discarded")
    @Rfc("3261 §18.3-3: a request that ends before its body does is answered with 400")
    void answersARequestThatIsTooShortAndDiscardsAResponse() {
        peer.send(Texts.ok(ourVia()).replace("Content-Length: 0", "Content-Length: 10"), station.udp());
        peer.send(
                Texts.options("UDP 127.0.0.2:9;branch=z9hG4bK1;rport")
                        .replace("Content-Length: 0", "Content-Length: 10"),
                station.udp());

        var answer = peer.receive();

        assertThat(answer.text())
                .startsWith("SIP/2.0 400 ")
                .contains("rport=" + peer.port())
                .contains("received=127.0.0.2");
        assertThat(answer.source()).isEqualTo(station.udp());
        assertThat(station.recorder.hasMore()).isFalse();
        assertThat(station.count(TransportCounter.MALFORMED)).isEqualTo(2);
        assertThat(station.count(TransportCounter.RECEIVED)).isZero();
    }

    @Test
    void answersNothingToWhatCannotBeRead() {
        peer.send("hello", station.udp());
        peer.send(
                Texts.options("UDP 127.0.0.2:9;rport")
                        .replace("OPTIONS", "ACK")
                        .replace("Content-Length: 0", "Content-Length: 10"),
                station.udp());

        assertThat(peer.receivesNothing()).isTrue();
        assertThat(station.count(TransportCounter.MALFORMED)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n", "\0", "\0\0\0\0"})
    void ignoresKeepAlives(String datagram) {
        peer.send(datagram, station.udp());
        peer.send(Texts.numbered("UDP 127.0.0.2", 7), station.udp());

        assertThat(station.recorder.next().request().callId()).hasToString("number-7");
        assertThat(station.count(TransportCounter.KEEP_ALIVES)).isEqualTo(1);
        assertThat(station.count(TransportCounter.MALFORMED)).isZero();
    }

    @Test
    @Rfc("5626 §8-2: STUN comes to the SIP port and is answered from there")
    void answersStunBesideSip() {
        byte[] request = new byte[20];
        request[1] = 1;
        request[4] = 0x21;
        request[5] = 0x12;
        request[6] = (byte) 0xa4;
        request[7] = 0x42;
        peer.send(request, station.udp());

        var answer = peer.receive();
        assertThat(answer.source()).isEqualTo(station.udp());
        // a success response of twelve bytes behind the header; the port in it is no text
        assertThat(answer.text()).startsWith("\u0001\u0001\u0000\u000C!\u0012");
        assertThat(station.count(TransportCounter.KEEP_ALIVES)).isEqualTo(1);
        assertThat(station.count(TransportCounter.MALFORMED)).isZero();
    }

    @Test
    @Rfc("3261 §18.1.1-3: messages up to the largest datagram")
    void takesAndSendsTheLargestDatagram() {
        var via = "UDP 127.0.0.2:9;branch=z9hG4bK1;rport";
        var largest = Texts.options(via, Texts.bodyFor(via, 65_507));
        peer.send(largest, station.udp());

        var arrival = station.recorder.next();
        assertThat(arrival.request().bytes().length()).isEqualTo(65_507);
        station.send(arrival.request(), Protocol.UDP, peer.address());

        assertThat(peer.receive().text()).isEqualTo(largest);
    }

    @Test
    @Rfc("3261 §18.4-1: the sender is told of what cannot be sent")
    void tellsTheSenderWhatCannotBeSent() {
        var via = "UDP 127.0.0.1:5060;branch=z9hG4bK1";
        station.send(Texts.request(Texts.options(via, Texts.bodyFor(via, 65_508))), Protocol.UDP, peer.address());
        assertThat(station.nextFailure()).hasMessageContaining("too long");

        station.send(Texts.request(Texts.options(via)), Protocol.UDP, Texts.address("::1", 5060));
        assertThat(station.nextFailure()).hasMessageContaining("no listening point for UDP reaches");
        assertThat(station.count(TransportCounter.SEND_FAILURES)).isEqualTo(2);
    }

    @Test
    void sendsOnAFlowThatIsThere() {
        peer.send(Texts.options("UDP 127.0.0.2:9;rport"), station.udp());
        var flow = station.recorder.next().flow();

        station.send(Texts.request(Texts.options(ourVia())), new NextHop.Established(flow));

        assertThat(peer.receive().source()).isEqualTo(station.udp());
        assertThat(station.transport.sentBy(new NextHop.Established(flow)))
                .isEqualTo(new SentBy(Protocol.UDP, "127.0.0.1", station.udp().getPort()));
        assertThat(station.transport.sentBy(flow)).isEqualTo(station.transport.sentBy(new NextHop.Established(flow)));
    }

    @Test
    void knowsAFlowAgain() {
        var text = Texts.options("UDP 127.0.0.2:9;rport");
        peer.send(text, station.udp());
        peer.send(text, station.udp());
        var first = station.recorder.next().flow();
        var second = station.recorder.next().flow();

        assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
        try (var other = new UdpPeer("127.0.0.2")) {
            other.send(text, station.udp());
            assertThat(station.recorder.next().flow()).isNotEqualTo(first);
        }
    }

    @Test
    void speaksIpv6() {
        try (var six = Station.at("udp://[::1]:0");
                var phone = new UdpPeer("::1")) {
            phone.send(Texts.options("UDP phone.example.com:9;branch=z9hG4bK1;rport"), six.udp());
            var arrival = six.recorder.next();
            assertThat(arrival.request().topVia().received()).hasToString("Optional[::1]");

            six.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

            assertThat(phone.receive().text())
                    .startsWith("SIP/2.0 100 Trying\r\n")
                    .contains("received=::1");
            assertThat(six.transport.sentBy(arrival.flow()).host()).isEqualTo("[::1]");
        }
    }

    @Test
    void servesBothFamiliesWhereItListensOnAllAddresses() {
        try (var all = Station.at("udp://[::]:0");
                var six = new UdpPeer("::1")) {
            int port = all.udp().getPort();
            six.send(Texts.options("UDP [::1]:9;rport"), Texts.address("::1", port));
            var fromSix = all.recorder.next();
            assertThat(fromSix.flow().local()).isEqualTo(Texts.address("::1", port));
            assertThat(all.transport.sentBy(fromSix.flow())).isEqualTo(new SentBy(Protocol.UDP, "[::1]", port));

            peer.send(Texts.options("UDP 127.0.0.2:9;rport"), Texts.address("127.0.0.1", port));
            var fromFour = all.recorder.next();
            assertThat(fromFour.flow().local()).isEqualTo(Texts.address("127.0.0.1", port));
            all.send(fromFour.request().respond(Status.TRYING).write(), fromFour.flow());
            assertThat(peer.receive().text()).contains("received=127.0.0.2");
        }
    }

    @Test
    @Rfc("3261 §18.2.1-1: ready for requests at the address it hands out")
    void hearsWhoeverUsesTheAddressItHandsOut() {
        try (var all = Station.at("udp://0.0.0.0:0")) {
            var handedOut = all.transport.sentBy(new NextHop.Address(Protocol.UDP, peer.address()));
            assertThat(all.transport.isOurs(Protocol.UDP, handedOut.host(), handedOut.port()))
                    .isTrue();

            peer.send(Texts.options("UDP 127.0.0.2:9;rport"), Texts.address(handedOut.host(), handedOut.port()));

            assertThat(all.recorder.next().request().method().name()).isEqualTo("OPTIONS");
        }
    }

    @Test
    void sendsFromThePointThatReachesThePeer() {
        try (var two = Station.at("udp://[::1]:0", "udp://127.0.0.1:0");
                var six = new UdpPeer("::1")) {
            two.send(Texts.request(Texts.options(ourVia())), Protocol.UDP, peer.address());
            assertThat(peer.receive().source().getAddress().getHostAddress()).isEqualTo("127.0.0.1");

            two.send(Texts.request(Texts.options(ourVia())), Protocol.UDP, six.address());
            assertThat(six.receive().source().getPort()).isEqualTo(two.udp().getPort());
        }
    }

    @Test
    void sharesThePortAmongSeveralLoops() {
        try (var wide = Station.at(settings -> settings.withLoops(3), "udp://127.0.0.1:0")) {
            var callIds = new HashSet<String>();
            for (int number = 0; number < 20; number++) {
                try (var phone = new UdpPeer("127.0.0.4")) {
                    phone.send(Texts.numbered("UDP 127.0.0.4:9;rport", number), wide.udp());
                    var arrival = wide.recorder.next();
                    callIds.add(arrival.request().callId().toString());
                    wide.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());
                    assertThat(phone.receive().source()).isEqualTo(wide.udp());
                }
            }
            assertThat(callIds).hasSize(20);
        }
    }

    private String ourVia() {
        return "UDP 127.0.0.1:" + station.udp().getPort() + ";branch=z9hG4bK1";
    }
}
