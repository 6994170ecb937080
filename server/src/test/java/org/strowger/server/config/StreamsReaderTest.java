package org.strowger.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.framing.WebSocketSettings;
import org.strowger.sip.transport.tls.TlsSettings;
import org.strowger.sip.transport.tls.TlsSettings.CertificateFiles;
import org.strowger.sip.transport.tls.TlsSettings.ClientCertificates;

class StreamsReaderTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        for (var name : List.of("chain.pem", "key.pem", "authorities.pem")) {
            Files.writeString(folder.resolve(name), "-");
        }
    }

    @Test
    void readsCertificatesAndOrigins() throws Exception {
        var read = parse("""
            listen: ["tls://0.0.0.0", "wss://0.0.0.0:8443", "ws://127.0.0.1:8080"]
            tls:
              certificates:
                - {chain: chain.pem, key: key.pem}
              trusted: authorities.pem
              clients: asked
            websocket: {origins: ["https://Phone.example.com"], ping: 20s}
            """);

        assertThat(read.listen())
                .extracting(Listen::toString)
                .containsExactly("tls://0.0.0.0:5061", "wss://0.0.0.0:8443", "ws://127.0.0.1:8080");
        var tls = read.streams().tls();
        assertThat(tls.certificates())
                .containsExactly(new CertificateFiles(folder.resolve("chain.pem"), folder.resolve("key.pem")));
        assertThat(tls.trusted()).contains(folder.resolve("authorities.pem"));
        assertThat(tls.clients()).isEqualTo(ClientCertificates.ASKED);
        assertThat(read.streams().webSocket().origins()).containsExactly("https://phone.example.com");
        assertThat(read.streams().webSocket().ping()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void takesOneCertificateWithoutAList() throws Exception {
        var read = parse("tls: {certificates: {chain: chain.pem, key: key.pem}}");

        assertThat(read.streams().tls().certificates()).hasSize(1);
        assertThat(read.streams().tls().clients()).isEqualTo(ClientCertificates.IGNORED);
    }

    @Test
    void hasNoCertificatesAndTakesAllPagesWhereNothingIsSaid() throws Exception {
        assertThat(parse("loops: 1").streams())
                .isEqualTo(new Configuration.Streams(TlsSettings.NONE, WebSocketSettings.USUAL));
    }

    @Test
    void saysWhatItExpected() {
        assertThat(refusal("listen: tls://127.0.0.1"))
                .contains("tls://127.0.0.1:5061 needs the section \"tls\" with a certificate such as");
        assertThat(refusal("tls: {trusted: authorities.pem}")).contains("expected the key \"certificates\"");
        assertThat(refusal("tls: {certificates: {chain: chain.pem}}")).contains("expected the key \"key\"");
        assertThat(refusal("tls: {certificates: {chain: absent.pem, key: key.pem}}"))
                .contains("cannot read \"" + folder.resolve("absent.pem"));
        assertThat(refusal("tls: {certificates: {chain: chain.pem, key: key.pem}, clients: yes}"))
                .contains("expected ignored, asked or required, found \"yes\"");
        assertThat(refusal("websocket: {origins: phone.example.com}"))
                .contains("expected the origin of a page such as https://phone.example.com");
        assertThat(refusal("websocket: {ping: 0s}")).contains("expected a duration from 1s");
    }

    private Configuration parse(String text) throws Exception {
        return ConfigurationFile.read(Files.writeString(folder.resolve("strowger.yaml"), text));
    }

    private String refusal(String text) {
        var refused = catchThrowableOfType(ConfigurationException.class, () -> parse(text));
        return String.valueOf(refused.getMessage());
    }
}
