package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.bytes;
import static org.strowger.sip.message.Messages.inviteWith;
import static org.strowger.sip.message.Messages.request;
import static org.strowger.sip.message.Messages.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

/** Messages of our own. */
class BuildersTest {
    private static final Slice VIA = text("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKmine");

    private static RequestBuilder options() {
        return SipRequest.builder(Method.OPTIONS, SipUri.of("carol", "chicago.com", 0))
                .header(HeaderName.CSEQ, "63104 OPTIONS")
                .header(HeaderName.ACCEPT, "application/sdp")
                .header(HeaderName.of("i"), "a84b4c76e66710")
                .header(HeaderName.TO, "<sip:carol@chicago.com>")
                .header(HeaderName.FROM, "Alice <sip:alice@atlanta.com>;tag=1928301774");
    }

    @Test
    @Rfc("3261 §7.3.1: fields that proxies need go to the top")
    @Rfc("3261 §8.1.1.6: Max-Forwards is 70 unless set")
    void writesARequestInCanonicalOrderAndLongNames() {
        var written = options()
                .header(HeaderName.CONTACT, "<sip:alice@192.0.2.1>")
                .header(HeaderName.ROUTE, "<sip:proxy;lr>")
                .body("text/plain", bytes("hello"))
                .write(VIA);

        assertThat(written.bytes()).hasToString("""
            OPTIONS sip:carol@chicago.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKmine
            Route: <sip:proxy;lr>
            Max-Forwards: 70
            From: Alice <sip:alice@atlanta.com>;tag=1928301774
            To: <sip:carol@chicago.com>
            Call-ID: a84b4c76e66710
            CSeq: 63104 OPTIONS
            Contact: <sip:alice@192.0.2.1>
            Accept: application/sdp
            Content-Type: text/plain
            Content-Length: 5

            hello\
            """.replace("\n", "\r\n"));
    }

    @Test
    void writesARequestThatIsIndexedLikeOneThatWasRead() throws MalformedMessageException {
        var written = options().maxForwards(1).write(VIA);

        var read = (SipRequest) SipParser.parse(written.bytes().toBytes());
        assertThat(written.headers()).containsExactlyElementsOf(read.headers());
        assertThat(written.callId()).isEqualTo(read.callId());
        assertThat(written.cseq()).isEqualTo(read.cseq());
        assertThat(written.maxForwards()).hasValue(1);
    }

    @Test
    void hasNoViaUntilItIsWrittenWithOne() {
        var edit = options().edit();

        assertThat(edit.original().callId()).hasToString("a84b4c76e66710");
        assertThatThrownBy(() -> edit.original().topVia()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(edit::write).isInstanceOf(IllegalStateException.class);
        assertThat(edit.write(VIA).topVia().text()).isEqualTo(VIA);
        assertThat(edit.write(VIA).bytes()).isEqualTo(options().write(VIA).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "To", "Call-ID", "CSeq"})
    @Rfc("3261 §8.1.1: a valid request has To, From, CSeq and Call-ID")
    void refusesToWriteARequestWithoutARequiredField(String missing) {
        var builder = SipRequest.builder(Method.OPTIONS, SipUri.of("", "a", 0));
        for (var field : options().write(VIA).headers()) {
            if (!field.name().text().equals(missing)
                    && field.name().id() > 0
                    && !field.name().equals(HeaderName.VIA)
                    && !field.name().equals(HeaderName.MAX_FORWARDS)
                    && !field.name().equals(HeaderName.CONTENT_LENGTH)) {
                builder.header(field.name(), field.value());
            }
        }

        assertThatThrownBy(() -> builder.write(VIA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(missing);
    }

    @Test
    @Rfc("3261 §8.1.1.5: the method of CSeq must match that of the request")
    void refusesToWriteACSeqOfAnotherMethod() {
        var bye = SipRequest.builder(Method.BYE, SipUri.of("", "a", 0))
                .header(HeaderName.FROM, "<sip:a>;tag=1")
                .header(HeaderName.TO, "<sip:b>")
                .header(HeaderName.CALL_ID, "x")
                .header(HeaderName.CSEQ, "1 INVITE");

        assertThatThrownBy(() -> bye.write(VIA)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\rb", "a\u0000"})
    void refusesValuesThatWouldEndTheirField(String value) {
        assertThatThrownBy(() -> options().header(HeaderName.SUBJECT, value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options().body(value, new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request(INVITE).respond(Status.OK).header(HeaderName.SUBJECT, value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request(INVITE).respond(Status.OK).body(value, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesFieldsThatItWritesItself() {
        assertThatThrownBy(() -> options().header(HeaderName.CONTENT_LENGTH, "1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options().header(HeaderName.MAX_FORWARDS, "1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options().maxForwards(256)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Rfc("3261 §8.2.6.2: From, Call-ID, CSeq, Via in their order, and To with a tag added")
    void respondsWithTheFieldsOfTheRequest() {
        var notFound = request(INVITE)
                .respond(Status.of(404))
                .toTag(new Tag(text("8321234356")))
                .write();

        assertThat(notFound.bytes()).hasToString("""
            SIP/2.0 404 Not Found
            Via: SIP/2.0/UDP client.atlanta.example.com:5060;branch=z9hG4bK74bf9;rport
            Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKinner
            From: Alice <sip:alice@atlanta.example.com>;tag=9fxced76sl
            To: Bob <sip:bob@biloxi.example.com>;tag=8321234356
            Call-ID: 3848276298220188511@atlanta.example.com
            CSeq: 1 INVITE
            Content-Length: 0

            """.replace("\n", "\r\n"));
        assertThat(notFound.toTag()).hasValue(new Tag(text("8321234356")));
    }

    @Test
    @Rfc("3261 §8.2.6.2: a To that has a tag is equal in the response")
    void keepsTheTagOfTo() {
        var within = request(inviteWith("To: <sip:bob@b>;tag=theirs"));

        assertThat(within.respond(Status.OK)
                        .toTag(new Tag(text("ours")))
                        .write()
                        .toTag())
                .hasValue(new Tag(text("theirs")));
        assertThat(within.respond(Status.OK).write().toTag()).hasValue(new Tag(text("theirs")));
    }

    @Test
    @Rfc("3261 §8.2.6.2: a 100 may be without a tag, all others have one")
    void needsATagAbove100() {
        assertThat(request(INVITE).respond(Status.TRYING).write().toTag()).isEmpty();
        assertThatThrownBy(() -> request(INVITE).respond(Status.RINGING).write())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> request(INVITE).respond(Status.OK).toTag(new Tag(text("a b"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Rfc("3261 §8.2.6.1: Timestamp is copied into a 100")
    void copiesTimestampIntoA100Only() {
        var timed = request(INVITE.replaceFirst("\r\n", "\r\nTimestamp: 54.21\r\n"));

        assertThat(timed.respond(Status.TRYING).write().headers().value(HeaderName.TIMESTAMP))
                .hasValue(text("54.21"));
        assertThat(timed.respond(Status.RINGING)
                        .toTag(new Tag(text("x")))
                        .write()
                        .headers()
                        .has(HeaderName.TIMESTAMP))
                .isFalse();
    }

    @Test
    @Rfc("3261 §12.1.1: all Record-Route values are copied into the response in their order")
    void copiesFieldsOfTheRequest() {
        var routed = request(
                INVITE.replaceFirst("\r\n", "\r\nRecord-Route: <sip:p2>, <sip:p1>\r\nRecord-Route: <sip:p0>\r\n"));

        var ok = routed.respond(Status.OK)
                .toTag(new Tag(text("x")))
                .copy(HeaderName.RECORD_ROUTE)
                .write();

        assertThat(ok.headers().values(HeaderName.RECORD_ROUTE))
                .containsExactly(text("<sip:p2>"), text("<sip:p1>"), text("<sip:p0>"));
    }

    @Test
    void writesTheBodyOfAResponse() throws MalformedMessageException {
        var ok = request(INVITE)
                .respond(Status.OK.withReason("Прошу"))
                .toTag(new Tag(text("x")))
                .header(HeaderName.CONTACT, "<sip:bob@192.0.2.4>")
                .body("text/plain", bytes("hello"))
                .write();

        assertThat(ok.body()).hasToString("hello");
        assertThat(ok.bytes().toString())
                .endsWith("Contact: <sip:bob@192.0.2.4>\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        var read = (SipResponse) SipParser.parse(ok.bytes().toBytes());
        assertThat(read.status()).isEqualTo(ok.status());
        assertThat(read.headers()).containsExactlyElementsOf(ok.headers());
    }
}
