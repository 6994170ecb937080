package org.strowger.sip.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

class IdentitiesTest {
    @Test
    @Rfc("5922 §7.1-5: the host of a sip URI without user is an identity, whatever the scheme's case")
    @Rfc("5922 §7.2-1: without scheme, port and parameters")
    void speaksForTheHostOfASipUri() {
        assertThat(of("URI:SIP:Example.com").domains()).containsExactly("example.com");
        assertThat(of("URI:sip:example.com:5061;transport=tls").domains()).containsExactly("example.com");
    }

    @Test
    @Rfc("5922 §7.1-3: another scheme than sip is no identity")
    @Rfc("5922 §7.1-4: a URI with a userpart is no identity")
    void speaksForNoUserAndNoOtherScheme() {
        assertThat(of("URI:sips:example.com", "URI:https://example.com", "URI:sip:alice@example.com")
                        .isEmpty())
                .isTrue();
    }

    @Test
    @Rfc("5922 §7.1-6: a DNS name counts if and only if there is no sip URI")
    void speaksForDnsNamesOnlyWithoutSipUris() {
        assertThat(of("DNS:one.example", "DNS:TWO.example").domains())
                .containsExactlyInAnyOrder("one.example", "two.example");
        assertThat(of("DNS:one.example", "URI:sip:two.example").domains()).containsExactly("two.example");
        assertThat(of("DNS:one.example", "URI:sip:alice@two.example").domains()).containsExactly("one.example");
    }

    @Test
    @Rfc("5922 §7.1: the CN counts if and only if there is no subjectAltName")
    void speaksForTheCommonNameOnlyWithoutAlternativeNames() {
        assertThat(Identities.of(TestCertificate.named("Old.example").certificate())
                        .domains())
                .containsExactly("old.example");
        assertThat(Identities.of(TestCertificate.named("Alice Liddell").certificate())
                        .isEmpty())
                .isTrue();
        assertThat(of("URI:https://example.com").cover("common.example")).isFalse();
    }

    @Test
    @Rfc("5922 §7.2-2: compared as DNS names, without regard to case")
    @Rfc("5922 §7.2-3: internationalized names by their A-labels")
    void comparesWithoutRegardToCase() {
        assertThat(of("DNS:example.com").cover("EXAMPLE.com")).isTrue();
        assertThat(of("DNS:example.com").cover("example.com.")).isTrue();
        assertThat(of("DNS:xn--bcher-kva.example").cover("bücher.example")).isTrue();
    }

    @Test
    @Rfc("5922 §7.2-4: values match in their entirety")
    @Rfc("5922 §7.2-5: no suffix matches")
    @Rfc("5922 §7.2-6: and no wildcard")
    void comparesWhole() {
        assertThat(of("DNS:example.com").cover("foo.example.com")).isFalse();
        assertThat(of("DNS:*.example.com").cover("foo.example.com")).isFalse();
        assertThat(of("DNS:.example.com").cover("foo.example.com")).isFalse();
        assertThat(of("DNS:foo.example.com").cover("example.com")).isFalse();
    }

    @Test
    void speaksForAnAddressOnlyByAnAddress() {
        var both = of("IP:192.0.2.1", "IP:2001:db8::1");
        assertThat(both.cover("192.0.2.1")).isTrue();
        assertThat(both.cover("2001:DB8:0:0::1")).isTrue();
        assertThat(both.cover("192.0.2.2")).isFalse();
        assertThat(of("DNS:192.0.2.1").cover("192.0.2.1")).isFalse();
    }

    private static Identities of(String... names) {
        return Identities.of(TestCertificate.of(names).certificate());
    }
}
