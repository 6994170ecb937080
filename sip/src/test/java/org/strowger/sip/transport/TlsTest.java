package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.tls.TestCertificate;
import org.strowger.sip.transport.tls.TlsSettings;
import org.strowger.sip.transport.tls.TlsSettings.ClientCertificates;
import org.strowger.sip.transport.tls.TlsSettings.Engine;

/** By BoringSSL and by Java's own engine. */
@Timeout(60)
class TlsTest {
    private static final String REQUEST = Texts.options("TLS 127.0.0.1:9;branch=z9hG4bK1");
    private static final TestCertificate OURS = TestCertificate.of("DNS:ours.example", "IP:127.0.0.1");
    private static final TestCertificate THEIRS = TestCertificate.of("DNS:theirs.example");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @Rfc("3261 §18.2.2-2: the response goes by the connection the request came by")
    @Rfc("5923 §8.1-5: requests are received where we listen")
    void answersOnTheConnectionTheRequestCameBy(Engine engine) throws IOException {
        try (var station = station(engine);
                var peer = TlsPeer.connect(station.tls(), TestCertificate.anonymous())) {
            peer.send(REQUEST);
            var arrival = station.recorder.next();
            assertThat(arrival.flow().protocol()).isEqualTo(Protocol.TLS);
            assertThat(arrival.flow().remote()).isEqualTo(peer.address());
            assertThat(station.transport.sentBy(arrival.flow()).protocol()).isEqualTo(Protocol.TLS);

            station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());

            assertThat(peer.readHead()).startsWith("SIP/2.0 100 ");
            assertThat(peer.certificate()).isEqualTo(OURS.certificate());
            assertThat(peer.version()).isEqualTo("TLSv1.3");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rfc("8996 §4: TLS 1.0 is not spoken")
    @Rfc("8996 §5: TLS 1.1 is not spoken")
    void speaksTls12And13Only(Engine engine) throws IOException {
        try (var station = station(engine)) {
            try (var peer = TlsPeer.connect(station.tls(), TestCertificate.anonymous(), "", "TLSv1.2")) {
                assertThat(peer.version()).isEqualTo("TLSv1.2");
            }
            assertThatThrownBy(() -> TlsPeer.connect(station.tls(), TestCertificate.anonymous(), "", "TLSv1.1"))
                    .isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rfc("5922 §7.3-2: the server is authenticated for the domain that was resolved")
    @Rfc("5922 §7.3-1: by the identities of its certificate")
    @Rfc("5923 §8.1-4: what goes to the same address goes by the same connection")
    @Rfc("5923 §8.1-1: which stays when a transaction is over")
    @Rfc("5923 §8.1-6: once it is authenticated")
    @Rfc("5922 §7.8-1: the client asks for the domain by server_name")
    void opensAConnectionToAPeerThatSpeaksForTheDomain(Engine engine) throws IOException {
        try (var station = station(engine);
                var server = TlsPeer.listen(THEIRS.context())) {
            var hop = hop(server.getLocalSocketAddress(), "Theirs.example");
            station.send(Texts.request(REQUEST), hop);
            station.send(Texts.request(REQUEST), hop);
            try (var peer = TlsPeer.accept(server)) {
                assertThat(peer.read(2 * REQUEST.length())).asString().isEqualTo(REQUEST + REQUEST);
                assertThat(peer.certificate()).isEqualTo(OURS.certificate());

                var sentBy = station.transport.sentBy(hop);
                peer.send(Texts.ok("TLS %s:%d;branch=z9hG4bK1".formatted(sentBy.host(), sentBy.port())));
                assertThat(station.recorder.next().response().status().code()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rfc("5922 §7.3-3: a connection to whom the certificate does not name is closed")
    void tellsTheSenderThatThePeerIsAnother(Engine engine) throws IOException {
        try (var station = station(engine);
                var server = TlsPeer.listen(THEIRS.context())) {
            station.send(Texts.request(REQUEST), hop(server.getLocalSocketAddress(), "other.example"));
            try (var peer = TlsPeer.accept(server)) {
                assertThat(station.nextFailure())
                        .isInstanceOf(SSLPeerUnverifiedException.class)
                        .hasMessage("the certificate is not for other.example");
                assertThat(peer.isClosedByPeer()).isTrue();
            }
            assertThat(station.count(TransportCounter.HANDSHAKES_FAILED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rfc("5922 §7.1-1: the certificate is valid by RFC 5280")
    void tellsTheSenderThatNobodyVouchesForThePeer(Engine engine) throws IOException {
        for (var stranger : new TestCertificate[] {
            TestCertificate.of("DNS:theirs.example"), TestCertificate.expired("DNS:theirs.example")
        }) {
            try (var station = station(engine);
                    var server = TlsPeer.listen(stranger.context())) {
                station.send(Texts.request(REQUEST), hop(server.getLocalSocketAddress(), "theirs.example"));
                assertThatThrownBy(() -> TlsPeer.accept(server).readHead())
                        .isInstanceOfAny(IOException.class, AssertionError.class);
                assertThat(station.nextFailure()).isInstanceOf(IOException.class);
                assertThat(station.count(TransportCounter.HANDSHAKES_FAILED)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsConnectionsToTwoDomainsOfOneAddressApart(Engine engine) throws IOException {
        var both = TestCertificate.of("DNS:one.example", "DNS:two.example");
        var settings = settings(engine).trusting(TestCertificate.trusted(folder, both));
        try (var station = Station.at(with -> with.withTls(settings), "tls://127.0.0.1:0");
                var server = TlsPeer.listen(both.context())) {
            for (var domain : new String[] {"one.example", "two.example"}) {
                station.send(Texts.request(REQUEST), hop(server.getLocalSocketAddress(), domain));
                try (var peer = TlsPeer.accept(server)) {
                    assertThat(peer.read(REQUEST.length())).asString().isEqualTo(REQUEST);
                }
            }
            assertThat(station.count(TransportCounter.CONNECTIONS_OPENED)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rfc("5922 §7.4-1: a client that is to be authenticated is asked for its certificate")
    void takesOnlyClientsThatAreVouchedFor(Engine engine) throws IOException {
        var settings = settings(engine).withClients(ClientCertificates.REQUIRED);
        try (var station = Station.at(with -> with.withTls(settings), "tls://127.0.0.1:0")) {
            try (var peer = TlsPeer.connect(station.tls(), THEIRS.context())) {
                peer.send(REQUEST);
                station.recorder.next();
            }
            for (var context : new javax.net.ssl.SSLContext[] {
                TestCertificate.anonymous(),
                TestCertificate.of("DNS:theirs.example").context()
            }) {
                assertThatThrownBy(() -> {
                            try (var peer = TlsPeer.connect(station.tls(), context)) {
                                // by TLS 1.3 the client learns of it when it reads
                                peer.readHead();
                            }
                        })
                        .isInstanceOfAny(IOException.class, AssertionError.class);
            }
            assertThat(station.recorder.hasMore()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rfc("3261 §26.2.2: a request for a sips URI goes by TLS only")
    void sendsNoSipsRequestByAnythingElse(Engine engine) {
        var sips = Texts.request(REQUEST.replace("sip:bob@", "sips:bob@"));
        try (var station = Station.at(
                with -> with.withTls(settings(engine)),
                "udp://127.0.0.1:0",
                "tcp://127.0.0.1:0",
                "tls://127.0.0.1:0")) {
            for (var protocol : new Protocol[] {Protocol.UDP, Protocol.TCP}) {
                station.send(sips, protocol, station.tcp());
                assertThat(station.nextFailure()).hasMessage("a sips request does not leave by " + protocol);
            }
            assertThat(station.recorder.hasMore()).isFalse();
        }
    }

    private Station station(Engine engine) {
        return Station.at(with -> with.withTls(settings(engine)), "tls://127.0.0.1:0");
    }

    private TlsSettings settings(Engine engine) {
        return TlsSettings.of(OURS.write(folder, "ours"))
                .trusting(TestCertificate.trusted(folder, THEIRS))
                .withEngine(engine);
    }

    private static NextHop.Address hop(java.net.SocketAddress address, String domain) {
        return new NextHop.Address(Protocol.TLS, (InetSocketAddress) address, domain);
    }
}
