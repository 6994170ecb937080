package org.strowger.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

class DigestResponseTest {
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static final Realm REALM = new Realm("http-auth@example.org");

    private static String mufasa(Algorithm algorithm) {
        var secret = HashedA1.of(algorithm, "Mufasa", REALM, "Circle of Life");
        var asked = new DigestResponse.Asked("GET", "/dir/index.html", NONCE);
        return HexFormat.of().formatHex(DigestResponse.of(secret, asked, "00000001", CNONCE, "auth"));
    }

    @Test
    @Rfc("7616 §3.9.1: the example with MD5")
    void givesTheExampleOfMd5() {
        assertThat(mufasa(Algorithm.MD5)).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    }

    @Test
    @Rfc("7616 §3.9.1: the example with SHA-256")
    @Rfc("8760 §2.2: 64 hexadecimal characters")
    void givesTheExampleOfSha256() {
        assertThat(mufasa(Algorithm.SHA_256))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    @Test
    @Rfc("7616 §3.9.2: the example with SHA-512-256, as erratum 4897 corrects it (the RFC cut SHA-512 short instead)")
    void givesTheExampleOfSha512Over256() {
        var secret = HashedA1.of(
                Algorithm.SHA_512_256, "J\u00e4s\u00f8n Doe", new Realm("api@example.org"), "Secret, or not?");
        var asked = new DigestResponse.Asked("GET", "/doe.json", "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK");

        byte[] response =
                DigestResponse.of(secret, asked, "00000001", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", "auth");

        assertThat(HexFormat.of().formatHex(response))
                .isEqualTo("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
    }

    @Test
    @Rfc("7616 §3.4.1: the example of RFC 2617 §3.5 still holds")
    void givesTheExampleOfRfc2617() {
        var secret = HashedA1.of(Algorithm.MD5, "Mufasa", new Realm("testrealm@host.com"), "Circle Of Life");
        var asked = new DigestResponse.Asked("GET", "/dir/index.html", "dcd98b7102dd2f0e8b11d0f600bfb0c093");

        byte[] response = DigestResponse.of(secret, asked, "00000001", "0a4f113b", "auth");

        assertThat(HexFormat.of().formatHex(response)).isEqualTo("6629fae49393a05397450978507c4ef1");
    }

    @Test
    @Rfc("3261 §22.4: backwards compatible with RFC 2069")
    void givesTheExampleOfRfc2069AsItsErratumCorrectsIt() {
        var secret = HashedA1.of(Algorithm.MD5, "Mufasa", new Realm("testrealm@host.com"), "CircleOfLife");
        var asked = new DigestResponse.Asked("GET", "/dir/index.html", "dcd98b7102dd2f0e8b11d0f600bfb0c093");

        assertThat(HexFormat.of().formatHex(DigestResponse.of(secret, asked)))
                .isEqualTo("1949323746fe6a43ef61f9606e7febea");
    }

    @Test
    void readsAStoredHashAndNeverShowsOne() {
        var secret = HashedA1.of(Algorithm.MD5, "alice", REALM, "secret");

        assertThat(HashedA1.parse(Algorithm.MD5, secret.hexadecimal())).isEqualTo(secret);
        assertThat(HashedA1.of(Algorithm.MD5, secret.toBytes())).isEqualTo(secret);
        assertThat(secret.toString()).doesNotContain(secret.hexadecimal());
        assertThatThrownBy(() -> HashedA1.parse(Algorithm.SHA_256, secret.hexadecimal()))
                .hasMessage("expected 64 hexadecimal digits of SHA-256, found 32 characters");
    }
}
