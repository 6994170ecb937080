package org.strowger.server.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.Rfc;

class AddressOfRecordTest {
    private static Optional<AddressOfRecord> of(String uri) {
        try {
            return AddressOfRecord.of(Uri.parse(uri));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sips:alice@example.com",
                "sip:alice@EXAMPLE.com",
                "sip:alice@example.com:5061",
                "sip:alice@example.com.",
                "sip:alice:secret@example.com",
                "sip:%61lice@example.com",
                "sip:alice@example.com;transport=tcp;user=phone",
                "sip:alice@example.com?subject=x"
            })
    @Rfc("3261 §10.3-13: converted to a canonical form")
    @Rfc("5630 §5.2-1: SIP and SIPS are the same address-of-record")
    @Rfc("3261 §10.3-14: parameters removed, escapes undone")
    @Rfc("3261 §16.5-3: the Request-URI is canonicalized in the same way")
    void isTheSameForEveryUriOfTheSameUser(String uri) {
        assertThat(of(uri)).isEqualTo(of("sip:alice@example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:Alice@example.com",
                "sip:alice@example.org",
                "sip:alice%00@example.com",
                "sip:alic%65e@example.com",
                "sip:alice;day=monday@example.com"
            })
    void differsForAnotherUser(String uri) {
        assertThat(of(uri)).isPresent().isNotEqualTo(of("sip:alice@example.com"));
    }

    @Test
    @Rfc("4475 §3.1.1.4: an escaped NUL does not end the user")
    void keepsAnEscapedNul() {
        assertThat(of("sip:null-%00-null@example.com"))
                .isNotEqualTo(of("sip:null-@example.com"))
                .isNotEqualTo(of("sip:null--null@example.com"));
        assertThat(of("sip:%00@example.com")).isNotEqualTo(of("sip:%00%00@example.com"));
    }

    @Test
    void keepsOctetsApartThatAreNoUtf8() {
        assertThat(of("sip:%FE@example.com")).isNotEqualTo(of("sip:%FF@example.com"));
        assertThat(of("sip:a%2541@example.com")).isNotEqualTo(of("sip:aA@example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "Jürgen Müller, sip:J%c3%bcrgen%20M%C3%BCller@example.com",
        "a@b, sip:a%40b@example.com",
        "+49(0)89, sip:+49(0)89@example.com"
    })
    void isThatOfAPlainName(String name, String uri) {
        assertThat(AddressOfRecord.of(name, "Example.Com")).isEqualTo(of(uri).orElseThrow());
        assertThat(of(uri).orElseThrow().userName()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:example.com", "tel:+15551234", "mailto:alice@example.com"})
    @Rfc("3261 §10.2-5: an address-of-record is a SIP or SIPS URI")
    void isNotThereWithoutAUser(String uri) {
        assertThat(of(uri)).isEmpty();
    }

    @Test
    void comesBackFromItsText() {
        var aor = of("sip:null-%00-null@example.com").orElseThrow();

        assertThat(AddressOfRecord.stored(aor.text())).isEqualTo(aor);
        assertThat(aor).hasToString("sip:null-%00-null@example.com");
        assertThat(AddressOfRecord.of(Phones.uri("sip:null-%00-null@example.com"), "example.org"))
                .hasValueSatisfying(other -> assertThat(other.text()).isEqualTo("null-%00-null@example.org"));
        assertThat(aor.isOf("example.com")).isTrue();
        assertThat(aor.isOf("ample.com")).isFalse();
        assertThat(aor.domain()).isEqualTo("example.com");
        assertThatThrownBy(() -> AddressOfRecord.stored("nobody")).hasMessageContaining("user@domain");
    }

    @Test
    void findsTheDomainOfAHost() throws MalformedMessageException {
        Domains domains = host ->
                host.equals("127.0.0.1") || host.equals("example.com") ? Optional.of("example.com") : Optional.empty();

        assertThat(domains.addressOfRecord(Uri.parse("sip:alice@127.0.0.1:5062")))
                .isEqualTo(of("sip:alice@example.com"));
        assertThat(domains.addressOfRecord(Uri.parse("sip:alice@example.org"))).isEmpty();
        assertThat(domains.domainOf(Uri.parse("tel:+1"))).isEmpty();
    }
}
