package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class AuthParametersTest {
    @Test
    @Rfc("3261 §20.7: Authorization is a scheme and parameters with commas between them")
    void readsCredentials() throws Exception {
        var credentials =
                AuthParameters.parse(Slice.of("Digest username=\"Al\\\"ice\", realm=\"a,b\",\r\n nonce=\"84a4cc\" ,"
                        + " URI = \"sip:b@c\",response=7587,qop=auth , nc=00000001,algorithm=SHA-512-256"));

        assertThat(credentials.scheme()).hasToString("Digest");
        assertThat(credentials.unquoted("Username")).contains("Al\"ice");
        assertThat(credentials.unquoted("realm")).contains("a,b");
        assertThat(credentials.unquoted("uri")).contains("sip:b@c");
        assertThat(credentials.value("qop")).contains(Slice.of("auth"));
        assertThat(credentials.value("nonce")).contains(Slice.of("\"84a4cc\""));
        assertThat(credentials.unquoted("algorithm")).contains("SHA-512-256");
        assertThat(credentials.value("opaque")).isEmpty();
        assertThat(credentials.parameters()).hasSize(8);
        assertThat(credentials).hasToString("Digest …");
    }

    @Test
    @Rfc("4475 §3.3.7: unknown authorization scheme")
    void readsOtherSchemes() throws Exception {
        var unknown = AuthParameters.parse(Slice.of("NoOneKnowsThisScheme opaque-data=here"));

        assertThat(unknown.scheme()).hasToString("NoOneKnowsThisScheme");
        assertThat(unknown.value("opaque-data")).contains(Slice.of("here"));
        assertThat(AuthParameters.parse(Slice.of("Bearer abc/def==")).parameters())
                .isEmpty();
        assertThat(AuthParameters.parse(Slice.of("Bearer abc/def==")).text()).hasToString("Bearer abc/def==");
        assertThat(AuthParameters.parse(Slice.of("Negotiate")).parameters()).isEmpty();
    }

    @Test
    @Rfc("3261 §20.6: Authentication-Info has parameters and no scheme")
    void readsParametersAlone() throws Exception {
        var info = AuthParameters.parseParameters(Slice.of("nextnonce=\"47364c23432d2e131a5fb210812c\", nc=1,,"));

        assertThat(info.scheme().isEmpty()).isTrue();
        assertThat(info.unquoted("nextnonce")).contains("47364c23432d2e131a5fb210812c");
        assertThat(info.value("nc")).contains(Slice.of("1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "\"Digest\" a=b",
                "Digest,a=b",
                "Digest a=\"b",
                "Digest a=b c=d",
                "Digest a=b;c=d",
                "Digest a, b=c",
                "Digest a=b, =c",
                "Digest a=b, c=",
                "Digest a=\"b\"c",
                "Digest <a>",
                "Digest a=\"\\"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> AuthParameters.parse(Slice.of(text))).isInstanceOf(MalformedMessageException.class);
    }
}
