package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.testing.Rfc;

class ReceivedFromTest {
    private static SipRequest inviteWithVia(String via) {
        return request(INVITE.replaceFirst("Via: .*\r\n", "Via: " + via + "\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIP/2.0/UDP bobspc.biloxi.com:5060;branch=z9 | SIP/2.0/UDP"
                        + " bobspc.biloxi.com:5060;branch=z9;received=192.0.2.4",
                "SIP/2.0/UDP 192.0.2.5;branch=z9 | SIP/2.0/UDP 192.0.2.5;branch=z9;received=192.0.2.4",
                "SIP/2.0/UDP bobspc.biloxi.com | SIP/2.0/UDP bobspc.biloxi.com;received=192.0.2.4",
                "SIP/2.0/UDP 192.0.2.4;branch=z9 | SIP/2.0/UDP 192.0.2.4;branch=z9",
                "SIP/2.0/UDP 192.0.2.4;rport;branch=z9 | SIP/2.0/UDP 192.0.2.4;rport=9988;branch=z9;received=192.0.2.4",
                "SIP/2.0/UDP a.b ; RPort ;branch=z9 | SIP/2.0/UDP a.b ; RPort=9988 ;branch=z9;received=192.0.2.4",
                "SIP/2.0/UDP a.b;branch=z9;y=1;rport | SIP/2.0/UDP a.b;branch=z9;y=1;rport=9988;received=192.0.2.4",
                "SIP/2.0/UDP a.b;rport | SIP/2.0/UDP a.b;rport=9988;received=192.0.2.4",
                "SIP/2.0/UDP a.b;branch=z9;rport=1;received=10.0.0.1 | SIP/2.0/UDP"
                        + " a.b;branch=z9;rport=9988;received=192.0.2.4",
                "SIP/2.0/UDP 192.0.2.4;received=10.0.0.1;branch=z9 | SIP/2.0/UDP 192.0.2.4;branch=z9",
                "SIP/2.0/UDP a.b;rport;rport;branch=z9 | SIP/2.0/UDP a.b;rport=9988;branch=z9;received=192.0.2.4",
                "SIP/2.0/UDP a.b;x=\"y;rport\";branch=z9 | SIP/2.0/UDP a.b;x=\"y;rport\";branch=z9;received=192.0.2.4",
            })
    @Rfc("3261 §18.2.1-4: the sent-by of the top Via is examined")
    @Rfc("3261 §18.2.1-5: received is added where sent-by is a name or another address")
    @Rfc("3261 §18.2.1-6: received is the source address")
    @Rfc("3581 §4-1: rport without a value gets the source port")
    @Rfc("3581 §4-2: received is inserted with rport even if it is identical to sent-by")
    void showsTheSourceInTheTopVia(String via, String marked) throws MalformedMessageException {
        var shown = inviteWithVia(via).receivedFrom("192.0.2.4", 9988).topVia();

        var read = Via.parse(Slice.of(marked));
        assertThat(shown.text()).hasToString(marked);
        assertThat(shown.branch()).isEqualTo(read.branch());
        assertThat(shown.rport()).isEqualTo(read.rport());
        assertThat(shown.received()).isEqualTo(read.received());
        assertThat(shown.sentBy()).isEqualTo(read.sentBy());
    }

    @Test
    @Rfc("5118 §4.5: received holds an IPv6 address")
    void showsIpv6SourcesWithoutBrackets() {
        assertThat(inviteWithVia("SIP/2.0/UDP [2001:db8::1]:5070;branch=z9")
                        .receivedFrom("2001:db8::2", 5070)
                        .topVia()
                        .received())
                .hasValue(Slice.of("2001:db8::2"));
        assertThat(inviteWithVia("SIP/2.0/UDP [2001:DB8::1]:5070;branch=z9")
                        .receivedFrom("2001:db8::1", 5070)
                        .topVia()
                        .received())
                .isEmpty();
    }

    @Test
    void leavesTheBytesAsTheyCame() {
        var invite = request(INVITE).receivedFrom("192.0.2.4", 9988);

        assertThat(invite.bytes()).hasToString(INVITE);
        assertThat(invite.topVia().rport()).hasValue(9988);
    }

    @Test
    void showsTheLastSourceIfMarkedTwice() {
        var invite = request(INVITE).receivedFrom("192.0.2.4", 9988).receivedFrom("192.0.2.5", 7);

        assertThat(invite.topVia().text().toString()).endsWith(";rport=7;received=192.0.2.5");
    }

    @Test
    void isWrittenByEditsAndNothingElseChanges() {
        var invite = request(INVITE).receivedFrom("192.0.2.4", 9988);

        assertThat(invite.edit().write().bytes())
                .hasToString(INVITE.replaceFirst(";rport", ";rport=9988;received=192.0.2.4"));
    }

    @Test
    void isWrittenIntoTheFirstOfSeveralViasInOneField() {
        var invite = inviteWithVia("SIP/2.0/UDP a;rport , SIP/2.0/UDP b;rport").receivedFrom("192.0.2.4", 9988);

        assertThat(invite.edit().write().bytes().toString())
                .contains("Via: SIP/2.0/UDP a;rport=9988;received=192.0.2.4, SIP/2.0/UDP b;rport\r\n");
        assertThat(invite.respond(Status.TRYING).write().bytes().toString())
                .contains("Via: SIP/2.0/UDP a;rport=9988;received=192.0.2.4, SIP/2.0/UDP b;rport\r\n");
    }

    @Test
    void isGoneWithTheViaThatCarriesIt() {
        var invite = request(INVITE).receivedFrom("192.0.2.4", 9988);

        assertThat(invite.edit().removeFirst(HeaderName.VIA).write().bytes().toString())
                .doesNotContain("received");
    }

    @Test
    void isWrittenIntoResponses() {
        var trying = request(INVITE)
                .receivedFrom("192.0.2.4", 9988)
                .respond(Status.TRYING)
                .write();

        assertThat(trying.topVia().rport()).hasValue(9988);
        assertThat(trying.topVia().received()).hasValue(Slice.of("192.0.2.4"));
    }

    @Test
    void refusesAHostThatIsNone() {
        assertThatThrownBy(() -> request(INVITE).receivedFrom("\r\nX: y", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
