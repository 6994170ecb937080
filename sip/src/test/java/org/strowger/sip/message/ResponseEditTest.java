package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strowger.sip.message.Messages.OK;
import static org.strowger.sip.message.Messages.response;
import static org.strowger.sip.message.Messages.text;

import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

class ResponseEditTest {
    private static final String TOP_VIA = "Via: SIP/2.0/UDP proxy.example.com;branch=z9hG4bKproxy\r\n";

    private final ResponseEdit edit = response(OK).edit();

    @Test
    void leavesEverythingAsItIsWithoutEdits() {
        assertThat(edit.write().bytes()).hasToString(OK);
    }

    @Test
    @Rfc("3261 §16.7.3: the topmost Via is removed")
    void takesTheTopViaAwayAndNothingElse() throws MalformedMessageException {
        var written = edit.removeTopVia().write();

        assertThat(written.bytes()).hasToString(OK.replace(TOP_VIA, ""));
        assertThat(written.topVia().sentBy()).hasToString("client.atlanta.example.com:5060");
        assertThat(written.viaCount()).isEqualTo(1);
        assertThat(written.headers())
                .containsExactlyElementsOf(
                        SipParser.parse(written.bytes().toBytes()).headers());
    }

    @Test
    void takesTheTopViaOutOfAList() {
        var list = response(OK.replace("z9hG4bKproxy\r\nVia: ", "z9hG4bKproxy, "));

        assertThat(list.edit().removeTopVia().write().bytes()).hasToString(OK.replace(TOP_VIA, ""));
    }

    @Test
    @Rfc("3261 §16.7.3-1: a response without a Via left is not forwarded")
    void refusesToWriteAResponseWithoutVia() {
        edit.removeTopVia().removeTopVia();

        assertThatThrownBy(edit::write).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writesAnotherStatusLine() {
        var written = edit.status(Status.of(500)).write();

        assertThat(written.bytes()).hasToString(OK.replace("200 OK", "500 Server Internal Error"));
        assertThat(written.status()).isEqualTo(Status.of(500));
    }

    @Test
    void keepsThePhraseThatCame() {
        var odd = OK.replace("SIP/2.0 200 OK", "SIP/2.0 200 да");

        assertThat(response(odd).edit().removeTopVia().write().bytes()).hasToString(odd.replace(TOP_VIA, ""));
        assertThat(response(odd).edit().write().status().reason()).isEqualTo("да");
    }

    @Test
    void addsAndRemovesFields() {
        var contact = response(OK).headers().first(HeaderName.CONTACT).orElseThrow();
        assertThatThrownBy(() -> edit.remove(contact)).isInstanceOf(IllegalArgumentException.class);

        var written = edit.append(HeaderName.WARNING, text("399 p \"x\""))
                .removeAll(HeaderName.CONTACT)
                .write();

        assertThat(written.bytes())
                .hasToString(OK.replace("Contact: <sip:bob@192.0.2.4>\r\n", "")
                        .replace("\r\n\r\n", "\r\nWarning: 399 p \"x\"\r\n\r\n"));
    }

    @Test
    void removesOneFieldOfItsOriginal() {
        var ok = response(OK);
        var second = ok.headers().all(HeaderName.VIA).get(1);

        assertThat(ok.edit().remove(second).write().viaCount()).isEqualTo(1);
    }

    @Test
    void addsContentLengthWhereThereIsNone() {
        var without = OK.replace("Content-Length: 0\r\n", "");

        assertThat(response(without).edit().write().bytes()).hasToString(OK);
    }
}
