package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class ContactTest {
    @ParameterizedTest
    @CsvSource({
        "q=0,0",
        "q=1,1000",
        "q=0.7,700",
        "q=0.33,330",
        "q=0.001,1",
        "q=0.999,999",
        "Q=1.0,1000",
        "q=1.000,1000",
        "q=0.,0",
        "q=1.,1000",
        "x=1,1000",
    })
    @Rfc("3261 §20.10: q between 0 and 1; 1 if it is absent")
    void readsItsPreference(String parameter, int thousandths) throws Exception {
        assertThat(contact("<sip:a@b>;" + parameter).qThousandths()).isEqualTo(thousandths);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"q", "q=1.001", "q=2", "q=-1", "q=0.7777", "q=0.7x", "q=.5", "q=00", "q=\"0.5\"", "q=x", "q=1.1"
            })
    @Rfc("3261 §25.1: qvalue has at most three decimals")
    void refusesAPreferenceThatIsNone(String parameter) {
        assertThatThrownBy(() -> contact("<sip:a@b>;" + parameter).qThousandths())
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "expires=60,60",
                "Expires = 0,0",
                "expires=4294967295,4294967295",
                "expires=4294967296,-",
                "expires=280297596632815,-",
                "expires=-1,-",
                "expires=soon,-",
                "expires,-",
                "expires=\"60\",-",
                "q=1,-",
            })
    @Rfc("3261 §10.2.1.1: malformed values are treated as absent, so that the default applies (RFC 4475 §3.1.2.4)")
    void readsItsExpiryIfItIsOne(String parameter, Long seconds) throws Exception {
        var expires = contact("<sip:a@b>;" + parameter).expiresSeconds();

        assertThat(expires.isPresent() ? expires.getAsLong() : null).isEqualTo(seconds);
    }

    @Test
    void isTheStarOrAnAddress() throws Exception {
        assertThat(Contact.parse(Slice.of(" * "))).isEqualTo(new Contact.All());
        assertThat(contact("\"x\" <name:John_Smith>;a=b").address().uri()).hasToString("name:John_Smith");
        assertThatThrownBy(() -> Contact.parse(Slice.of("*;q=1"))).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Contact.parse(Slice.EMPTY)).isInstanceOf(MalformedMessageException.class);
    }

    private static Contact.Address contact(String text) throws MalformedMessageException {
        return (Contact.Address) Contact.parse(Slice.of(text));
    }
}
