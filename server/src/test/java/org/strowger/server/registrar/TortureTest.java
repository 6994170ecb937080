package org.strowger.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.server.registrar.Office.contacts;
import static org.strowger.server.registrar.Office.torture;

import org.junit.jupiter.api.Test;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.sip.testing.Rfc;

class TortureTest {
    private final Office office = Office.open();

    @Test
    @Rfc("4475 §3.1.1.4: two contacts that differ by an escaped NUL, of a user with one")
    void registersEscapedNuls() {
        assertThat(contacts(office.send(torture("escnull"))))
                .containsExactly(
                        "<sip:%00@host5.example.com>;expires=3600", "<sip:%00%00@host5.example.com>;expires=3600");
        assertThat(office.location.bindings(AddressOfRecord.of("null-\0-null", "example.com"), office.now()))
                .hasSize(2);
    }

    @Test
    @Rfc("4475 §3.1.2.13: URI headers outside of angle brackets are a 400")
    void refusesHeadersInABareContact() {
        assertThat(office.send(torture("regbadct")).status().code()).isEqualTo(400);
    }

    @Test
    @Rfc("4475 §3.1.1.14: an escaped Route in a contact is registered, not obeyed")
    void registersEscapedHeaders() {
        assertThat(contacts(office.send(torture("regescrt"))))
                .containsExactly("<sip:user@example.com?Route=%3Csip:sip.example.com%3E>;expires=3600");
    }

    @Test
    @Rfc("4475 §3.1.1.9: an unknown parameter of a bare contact belongs to the header field")
    void keepsAnUnknownHeaderParameterOutOfTheContact() {
        assertThat(contacts(office.send(torture("cparam01"))))
                .containsExactly("<sip:+19725552222@gw1.example.net>;expires=3600;unknownparam");
    }

    @Test
    @Rfc("4475 §3.1.1.10: within angle brackets it belongs to the URI")
    void keepsAnUnknownUriParameterInTheContact() {
        assertThat(contacts(office.send(torture("cparam02"))))
                .containsExactly("<sip:+19725552222@gw1.example.net;unknownparam>;expires=3600");
    }

    @Test
    @Rfc("4475 §3.3.7: an unknown authorization scheme is no credential and no error")
    void passesByAnUnknownAuthorizationScheme() {
        assertThat(office.send(torture("regaut01")).status().code()).isEqualTo(200);
        assertThat(Office.guarded().send(torture("regaut01")).status().code()).isEqualTo(401);
    }

    @Test
    @Rfc("4475 §3.3.4: a To that is no SIP URI is a 400")
    @Rfc("3261 §10.2-5: the address-of-record is a SIP or SIPS URI")
    void refusesAnAddressOfRecordOfAnotherScheme() {
        assertThat(office.send(torture("unksm2")).status().code()).isEqualTo(400);
    }
}
