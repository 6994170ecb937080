package org.strowger.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.registrar.Office.contacts;
import static org.strowger.server.registrar.Office.register;
import static org.strowger.server.registrar.Office.registerTo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

/** What a Contact value brings with it. */
class ContactsTest {
    private static final String ALICE = "sip:alice@example.com";

    private final Office office = Office.open();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                ";expires=60;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\";reg-id=1;q=0.5"
                    + "|;expires=60;q=0.500;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\";reg-id=1",
                ";methods=\"INVITE, ACK\" ; EXPIRES=60|;expires=60;methods=\"INVITE, ACK\"",
                ";audio;expires=60;x=y;video|;expires=60;audio;x=y;video",
                ";expires=60|;expires=60"
            })
    @Rfc("3261 §10.3-28: all current bindings are listed, each with the parameters that it was registered with")
    @Rfc("3261 §10.3-29: and the expiration that was granted")
    void isListedWithItsOwnParameters(String given, String listed) {
        var answer = office.send(register(1, "Contact: <sip:alice@192.0.2.1>" + given));

        assertThat(contacts(answer)).containsExactly("<sip:alice@192.0.2.1>" + listed);
        assertThat(contacts(office.send(register(2)))).containsExactly("<sip:alice@192.0.2.1>" + listed);
    }

    @Test
    void isListedWithTheParametersOfTheLastRegistration() {
        office.send(register(1, "Contact: <sip:alice@192.0.2.1>;expires=60;audio"));

        assertThat(contacts(office.send(register(2, "Contact: <sip:alice@192.0.2.1>;expires=60;video"))))
                .containsExactly("<sip:alice@192.0.2.1>;expires=60;video");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: <sips:alice@192.0.2.1>",
                "Contact: <sip:alice@192.0.2.1>, <sips:alice@192.0.2.2>",
            })
    @Rfc("5630 §5.2-3: a SIPS contact is refused with 400 where not all is SIPS")
    void isNoSipsUriInARegisterForASipUri(String contact) {
        var answer = office.send(register(1, contact));

        assertThat(answer.status().code()).isEqualTo(400);
        assertThat(office.location.size()).isZero();
    }

    @Test
    @Rfc("5630 §5.2-2: Request-URI, all contacts and Path are SIPS")
    void isASipsUriWhereAllIsSips() {
        assertThat(sips(1, "Contact: <sip:alice@192.0.2.1>, <sips:alice@192.0.2.2>"))
                .isEqualTo(400);
        assertThat(sips(2, "Contact: <sips:alice@192.0.2.1>", "Supported: path", "Path: <sip:edge.example.com;lr>"))
                .isEqualTo(400);
        assertThat(sips(3, "Contact: <sips:alice@192.0.2.1>", "Supported: path", "Path: <sips:edge.example.com;lr>"))
                .isEqualTo(200);
        assertThat(sips(4, "Contact: <sip:alice@192.0.2.9>")).isEqualTo(200);
    }

    private int sips(int cseq, String... lines) {
        return office.send(registerTo("sips:example.com", ALICE, cseq, lines))
                .status()
                .code();
    }
}
