package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class SipUriTest {
    /** User, password, host, port and parameters behind the bar. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:alice@atlanta.com                              | alice none atlanta.com none none",
                "sip:alice:secretword@atlanta.com;transport=tcp     | alice secretword atlanta.com none ;transport=tcp",
                "sips:alice@atlanta.com?subject=project%20x         | alice none atlanta.com none none",
                "sip:+1-212-555-1212:1234@gateway.com;user=phone    | +1-212-555-1212 1234 gateway.com none"
                        + " ;user=phone",
                "sips:1212@gateway.com                              | 1212 none gateway.com none none",
                "sip:alice@192.0.2.4                                | alice none 192.0.2.4 none none",
                "sip:atlanta.com;method=REGISTER?to=alice%40atl.com | none none atlanta.com none ;method=REGISTER",
                "sip:alice;day=tuesday@atlanta.com                  | alice;day=tuesday none atlanta.com none none",
                "sip:alice:@atlanta.com                             | alice  atlanta.com none none",
                "SIP:alice@atlanta.com.:65535;lr                    | alice none atlanta.com. 65535 ;lr",
                "sip:a@[2001:db8::9:1]:5070;maddr=[::1]             | a none [2001:db8::9:1] 5070 ;maddr=[::1]",
                "sip:my_host_1:05060                                | none none my_host_1 5060 none",
                "sip:*67#5551234@gw:0                               | *67#5551234 none gw 0 none",
                "sip:a?b/c@3f2a9c;x=a=b;[y]/:&+$=z                  | a?b/c none 3f2a9c none ;x=a=b;[y]/:&+$=z",
            })
    @Rfc("3261 §19.1.3: example SIP and SIPS URIs")
    void readsItsParts(String text, String parts) throws Exception {
        var uri = SipUri.parse(text);

        var user = uri.user().map(Slice::toString).orElse("none");
        var password = uri.password().map(Slice::toString).orElse("none");
        var port = uri.port().isPresent() ? "" + uri.port().getAsInt() : "none";
        var parameters =
                uri.parameters().text().isEmpty() ? "none" : uri.parameters().toString();
        assertThat(String.join(" ", user, password, uri.host().toString(), port, parameters))
                .isEqualTo(parts);
        assertThat(uri.text()).hasToString(text);
        assertThat(uri)
                .isEqualTo(SipUri.parse(text))
                .hasSameHashCodeAs(SipUri.parse(text))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:",
                "sips:",
                "http://example.com",
                "sip:@example.com",
                "sip::secret@example.com",
                "sip:alice@",
                "sip:al ice@example.com",
                "sip:<alice@example.com>",
                "sip:al\u0000ice@example.com",
                "sip:al\"ice@example.com",
                "sip:alice@exa mple.com",
                "sip:alice%4@example.com",
                "sip:alice%zz@example.com",
                "sip:alice:pass;word@example.com",
                "sip:alice@bob@example.com",
                "sip:alice@exam%70le.com",
                "sip:alice@-example.com",
                "sip:alice@example-.com",
                "sip:alice@example..com",
                "sip:alice@.com",
                "sip:alice@example.com:",
                "sip:alice@example.com:65536",
                "sip:alice@example.com:99999999999999999999",
                "sip:alice@example.com:50x",
                "sip:alice@example.com:-1",
                "sip:alice@5551234",
                "sip:bob@444.555.666.777",
                "sip:bob@192.0.2",
                "sip:bob@192.0.2.01",
                "sip:bob@[2001:db8::9:1",
                "sip:bob@2001:db8::9:1",
                "sip:bob@[]",
                "sip:bob@[example.com]",
                "sip:alice@example.com;",
                "sip:alice@example.com;;lr",
                "sip:alice@example.com;lr=",
                "sip:alice@example.com;=x",
                "sip:alice@example.com; lr",
                "sip:alice@example.com;a,b",
                "sip:alice@example.com;a=%4",
                "sip:alice@example.com?",
                "sip:alice@example.com?a",
                "sip:alice@example.com?a=b&",
                "sip:alice@example.com?=b",
                "sip:alice@example.com?a=b;c",
                "sip:alice@example.com ",
            })
    @Rfc("3261 §19.1.1: URIs MUST NOT contain unescaped space and control characters")
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> SipUri.parse(text))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageStartingWith("expected ");
    }

    @Test
    @Rfc("3261 §19.1.2: escapes stand for bytes; a NUL ends nothing (RFC 4475 §3.1.1.4)")
    void undoesTheEscapesOfTheUserOnce() throws Exception {
        assertThat(SipUri.parse("sip:null-%00-null@example.com").userText()).contains("null-\0-null");
        assertThat(SipUri.parse("sip:user;par=u%40example.net@example.com").userText())
                .contains("user;par=u@example.net");
        assertThat(SipUri.parse("sip:%25%34%31@example.com").userText()).contains("%41");
        assertThat(SipUri.parse("sip:J%C3%BCrgen@example.com").userText()).contains("Jürgen");
        assertThat(SipUri.parse("sip:example.com").userText()).isEmpty();
    }

    @Test
    void knowsTheParametersThatRoute() throws Exception {
        var uri = SipUri.parse("sip:alice@example.com;Transport=TCP;%6C%72;maddr=192.0.2.1;n%61me=v%61lue");

        assertThat(uri.transport().map(Slice::toString)).contains("TCP");
        assertThat(uri.maddr().map(Slice::toString)).contains("192.0.2.1");
        assertThat(uri.isLooseRouter()).isTrue();
        assertThat(uri.parameters().value("NAME").map(Slice::toString)).contains("v%61lue");
        assertThat(uri.parameters().value("lr")).contains(Slice.EMPTY);
        assertThat(uri.parameters().value("l")).isEmpty();
        assertThat(SipUri.parse("sip:lr@example.com;lrx=lr").isLooseRouter()).isFalse();
    }

    @Test
    void readsInsideALargerArray() throws Exception {
        var line = Slice.of("INVITE sips:bob@biloxi.com:5061;lr?a=b&c= SIP/2.0");
        var uri = SipUri.parse(line.part(7, line.length() - 8));

        assertThat(uri.isSecure()).isTrue();
        assertThat(uri.scheme()).isEqualTo("sips");
        assertThat(uri.headers().toString()).isEqualTo("a=b&c=");
        assertThat(uri.bare()).hasToString("sips:bob@biloxi.com:5061");
    }

    @Test
    void saysWhatWasExpectedWhere() {
        var line = Slice.of("INVITE sip:bob@biloxi.com:port SIP/2.0");

        assertThatThrownBy(() -> SipUri.parse(line.part(7, line.length() - 8)))
                .hasMessage("expected a port at byte 26, found \"port\"");
    }

    @Test
    void changesACopy() throws Exception {
        var uri = SipUri.parse("sip:alice:pw@example.com:5060;a=1;LR;b?x=y");

        assertThat(uri.withParameter("lr", "on")).hasToString("sip:alice:pw@example.com:5060;a=1;lr=on;b?x=y");
        assertThat(uri.withParameter("c", "")).hasToString("sip:alice:pw@example.com:5060;a=1;LR;b;c?x=y");
        assertThat(uri.withoutParameter("lr")).hasToString("sip:alice:pw@example.com:5060;a=1;b?x=y");
        assertThat(uri.withoutParameter("d")).isSameAs(uri);
        assertThat(uri.bare()).hasToString("sip:alice@example.com:5060");
        assertThat(SipUri.parse("sip:example.com;lr").bare()).hasToString("sip:example.com");
        assertThat(SipUri.parse("sip:a:@example.com").bare()).hasToString("sip:a@example.com");
        assertThat(uri.bare().bare()).isEqualTo(uri.bare());
        assertThat(uri.withoutHeaders()).hasToString("sip:alice:pw@example.com:5060;a=1;LR;b");
        assertThat(uri.withoutHeaders().withoutHeaders()).isEqualTo(uri.withoutHeaders());
        assertThatThrownBy(() -> uri.withParameter("a b", "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(uri).hasToString("sip:alice:pw@example.com:5060;a=1;LR;b?x=y");
    }

    @Test
    void isMadeOfParts() {
        assertThat(SipUri.of("alice", "example.com", 0)).hasToString("sip:alice@example.com");
        assertThat(SipUri.of("", "2001:db8::1", 5070)).hasToString("sip:[2001:db8::1]:5070");
        assertThat(SipUri.of("", "[::1]", 0)).hasToString("sip:[::1]");
        assertThatThrownBy(() -> SipUri.of("al ice", "example.com", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SipUri.of("", "example.com", 65_536)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAsManyParametersAsItsLimitAndNoMore() throws Exception {
        var most = "sip:example.com" + ";a=b".repeat(SipUri.MAX_PARAMETERS);
        var headers = "sip:example.com?a=b" + "&a=b".repeat(SipUri.MAX_PARAMETERS - 1);

        assertThat(SipUri.parse(most).parameters()).hasSize(SipUri.MAX_PARAMETERS);
        assertThat(SipUri.parse(headers)).hasToString(headers);
        assertThatThrownBy(() -> SipUri.parse(most + ";c")).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> SipUri.parse(headers + "&c=d")).isInstanceOf(MalformedMessageException.class);
    }
}
