package org.strowger.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
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

/** Which certificate is shown to whom, and when another takes its place. */
@Timeout(60)
class TlsReloadTest {
    private static final String REQUEST = Texts.options("TLS 127.0.0.1:9;branch=z9hG4bK1");
    private static final SSLContext ANYBODY = TestCertificate.anonymous();

    /** Files written within one tick of the file system's clock would look unchanged. */
    private final AtomicLong modified = new AtomicLong(1_000_000_000_000L);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @Rfc("5922 §7.8: server_name chooses the certificate of a virtual server")
    void showsEachPeerTheCertificateItAsksFor(Engine engine) throws IOException {
        var one = TestCertificate.of("DNS:one.example", "DNS:*.browsers.example");
        var two = TestCertificate.of("URI:sip:two.example");
        var settings = new TlsSettings(
                List.of(one.write(folder, "one"), two.write(folder, "two")),
                Optional.empty(),
                ClientCertificates.IGNORED,
                engine);
        try (var station = station(settings)) {
            assertThat(shown(station, "one.example")).isEqualTo(one.certificate());
            assertThat(shown(station, "TWO.example")).isEqualTo(two.certificate());
            assertThat(shown(station, "phone.browsers.example")).isEqualTo(one.certificate());
            assertThat(shown(station, "stranger.example")).isEqualTo(one.certificate());
            assertThat(shown(station, "")).isEqualTo(one.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesUpAReplacedCertificateAndDropsNoConnection(Engine engine) throws IOException {
        var before = TestCertificate.of("DNS:ours.example");
        var after = TestCertificate.of("DNS:ours.example");
        var settings = TlsSettings.of(before.write(folder, "ours")).withEngine(engine);
        try (var station = station(settings);
                var peer = TlsPeer.connect(station.tls(), ANYBODY)) {
            replace(after);
            assertThat(shown(station, "")).isEqualTo(before.certificate());

            station.transport.refreshCertificates();

            assertThat(shown(station, "")).isEqualTo(after.certificate());
            peer.send(REQUEST);
            var arrival = station.recorder.next();
            station.send(arrival.request().respond(Status.TRYING).write(), arrival.flow());
            assertThat(peer.readHead()).startsWith("SIP/2.0 100 ");
            assertThat(peer.certificate()).isEqualTo(before.certificate());
        }
    }

    @Test
    void keepsTheOldCertificateWhileOnlyHalfOfTheNewOneIsThere() throws IOException {
        var before = TestCertificate.of("DNS:ours.example");
        var after = TestCertificate.of("DNS:ours.example");
        var files = before.write(folder, "ours");
        var oldKey = Files.readString(files.key());
        try (var station = station(TlsSettings.of(files))) {
            replace(after);
            var newKey = Files.readString(files.key());
            Files.writeString(files.key(), oldKey);
            station.transport.refreshCertificates();
            assertThat(shown(station, "")).isEqualTo(before.certificate());
            Files.delete(files.key());
            station.transport.refreshCertificates();
            assertThat(shown(station, "")).isEqualTo(before.certificate());

            Files.writeString(files.key(), newKey);
            station.transport.refreshCertificates();

            assertThat(shown(station, "")).isEqualTo(after.certificate());
        }
    }

    @Test
    void saysWhichFileCannotBeUsed() throws IOException {
        var files = TestCertificate.of("DNS:ours.example").write(folder, "ours");
        Files.writeString(files.key(), "-----BEGIN EC PRIVATE KEY-----");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> station(TlsSettings.of(files)))
                .rootCause()
                .hasMessageContaining("expected \"-----BEGIN PRIVATE KEY-----\" in \"" + files.key());

        TestCertificate.of("DNS:ours.example").write(folder, "other");
        Files.copy(folder.resolve("other.key"), files.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> station(TlsSettings.of(files)))
                .rootCause()
                .hasMessageContaining("is not that of the certificate");
    }

    @Test
    @Rfc("5923 §8.2-7: an alias leads what is meant for the peer's domain and advertised address over its connection")
    @Rfc("5923 §8.2-5: at the port of the sent-by")
    @Rfc("5923 §9.3-2: and nothing that is meant for another domain")
    @Rfc("5923 §8.2-4: where it is gone a new one is opened")
    @Rfc("5923 §8.1-7: by a client as well")
    @Rfc("5923 §8.2-6: only a connection whose client proved who it is becomes one")
    @Rfc("5923 §9.2-2: without a certificate the parameter is passed over")
    @Rfc("5923 §9.2-3: and changes no table")
    @Rfc("5923 §8.2-3: the request goes on all the same")
    @Rfc("5922 §7.4-1: who shows no certificate has proved nothing")
    @Rfc("5922 §7.4-2: the identities are those of the certificate")
    void reusesAConnectionByItsAliasOnlyForWhomThePeerHasProvedToBe() throws IOException {
        var theirs = TestCertificate.of("DNS:theirs.example");
        var settings = TlsSettings.of(TestCertificate.of("DNS:ours.example").write(folder, "ours"))
                .trusting(TestCertificate.trusted(folder, theirs))
                .withClients(ClientCertificates.ASKED);
        var advertised = new InetSocketAddress("127.0.0.1", 9);
        var hop = new NextHop.Address(Protocol.TLS, advertised, "theirs.example");
        var aliased = REQUEST.replace(":9;", ":9;alias;");
        try (var station = station(settings)) {
            try (var stranger = TlsPeer.connect(station.tls(), ANYBODY)) {
                stranger.send(aliased);
                station.recorder.next();
                refuses(station, hop);
            }
            try (var peer = TlsPeer.connect(station.tls(), theirs.context())) {
                peer.send(REQUEST);
                station.recorder.next();
                refuses(station, hop);

                peer.send(aliased);
                station.recorder.next();
                station.send(Texts.request(REQUEST), hop);
                assertThat(peer.read(REQUEST.length())).asString().isEqualTo(REQUEST);
                refuses(station, new NextHop.Address(Protocol.TLS, advertised, "other.example"));
                refuses(
                        station,
                        new NextHop.Address(Protocol.TLS, new InetSocketAddress("127.0.0.1", 10), "theirs.example"));
            }
            org.awaitility.Awaitility.await()
                    .until(() -> station.transport.counters().openConnections() == 0);
            refuses(station, hop);
        }
    }

    /** A thief behind the NAT of his victim, with a certificate of his own that everybody believes. */
    @Test
    @Rfc("5923 §8.2-6: an address is no identity")
    void leadsNobodysCallsToWhoSharesHisAddress() throws IOException {
        var thief = TestCertificate.of("DNS:thief.example");
        var settings = TlsSettings.of(TestCertificate.of("DNS:ours.example").write(folder, "ours"))
                .trusting(TestCertificate.trusted(folder, thief))
                .withClients(ClientCertificates.ASKED);
        try (var station = station(settings);
                var peer = TlsPeer.connect(station.tls(), thief.context())) {
            peer.send(REQUEST.replace(":9;", ":9;alias;"));
            station.recorder.next();

            var victim = new InetSocketAddress("127.0.0.1", 9);
            refuses(station, new NextHop.Address(Protocol.TLS, victim, "127.0.0.1"));
            refuses(station, new NextHop.Address(Protocol.TLS, victim, "victim.example"));
            refuses(station, new NextHop.Address(Protocol.TLS, victim, ""));
        }
    }

    @Test
    @Rfc("5923 §9.1: without TLS there is no alias")
    @Rfc("5923 §9.3-1: nor with virtual servers")
    void knowsNoAliasOfTcp() throws IOException {
        try (var station = Station.at("tcp://127.0.0.1:0");
                var peer = TcpPeer.connect(station.tcp())) {
            peer.send(Texts.options("TCP 127.0.0.1:9;alias;branch=z9hG4bK1"));
            station.recorder.next();

            refuses(station, new NextHop.Address(Protocol.TCP, new InetSocketAddress("127.0.0.1", 9)));
        }
    }

    /** Nobody listens there: only a connection that is there already leads to it. */
    private static void refuses(Station station, NextHop.Address hop) {
        station.send(Texts.request(REQUEST), hop);
        assertThat(station.nextFailure()).isInstanceOf(ConnectException.class);
    }

    private void replace(TestCertificate certificate) throws IOException {
        var files = certificate.write(folder, "ours");
        for (var file : List.of(files.chain(), files.key())) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(modified.addAndGet(5_000)));
        }
    }

    private static Station station(TlsSettings settings) {
        return Station.at(with -> with.withTls(settings), "tls://127.0.0.1:0");
    }

    private static java.security.cert.X509Certificate shown(Station station, String server) throws IOException {
        try (var peer = TlsPeer.connect(station.tls(), TestCertificate.anonymous(), server)) {
            return peer.certificate();
        }
    }
}
