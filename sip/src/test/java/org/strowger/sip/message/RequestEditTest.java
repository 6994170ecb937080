package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strowger.sip.message.Messages.INVITE;
import static org.strowger.sip.message.Messages.INVITE_HEAD;
import static org.strowger.sip.message.Messages.inviteWithout;
import static org.strowger.sip.message.Messages.request;
import static org.strowger.sip.message.Messages.text;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class RequestEditTest {
    private static final String ROUTES = "Route: <sip:ss1.atlanta.example.com;lr>, <sip:ss2.biloxi.example.com;lr>\r\n";
    private static final Slice OUR_VIA = text("SIP/2.0/UDP proxy.example.com;branch=z9hG4bKours");

    private final RequestEdit edit = request(INVITE).edit();

    private String written() {
        return edit.write().bytes().toString();
    }

    @Test
    void leavesEverythingAsItIsWithoutEdits() {
        assertThat(written()).isEqualTo(INVITE);
    }

    @Test
    @Rfc("3261 §16.6.1-1: the copy contains all of the header fields")
    @Rfc("3261 §16.6.1-5: the body is not changed")
    @Rfc("3261 §16.6.8-1: our Via goes before the existing ones")
    void changesWhatAProxyChangesAndNothingElse() throws MalformedMessageException {
        edit.requestUri(Uri.parse("sip:bob@192.0.2.4"))
                .maxForwards(69)
                .prepend(HeaderName.RECORD_ROUTE, text("<sip:proxy.example.com;lr>"))
                .removeFirst(HeaderName.ROUTE);

        assertThat(edit.write(OUR_VIA).bytes())
                .hasToString(INVITE.replace(
                                "sip:bob@biloxi.example.com SIP/2.0\r\n",
                                "sip:bob@192.0.2.4 SIP/2.0\r\nVia: " + OUR_VIA + "\r\n")
                        .replace(
                                "Max-Forwards: 70\r\n",
                                "Record-Route: <sip:proxy.example.com;lr>\r\nMax-Forwards: 69\r\n")
                        .replace("<sip:ss1.atlanta.example.com;lr>, ", ""));
    }

    @Test
    @Rfc("3261 §16.6.8-1: our Via goes before the existing ones")
    @Rfc("3581 §3: MUST insert an rport parameter with no value into the top Via")
    void putsOurViaOnTopWithItsBranchAndRport() throws MalformedMessageException {
        var sentBy = Via.parse(text("SIP/2.0/UDP [2001:db8::1]:5060;maddr=224.0.1.75"));

        var written = edit.maxForwards(9).write(sentBy, text("z9hG4bKours"));

        var read = (SipRequest) SipParser.parse(written.bytes().toBytes());
        assertThat(written.headers()).containsExactlyElementsOf(read.headers());
        assertThat(read.topVia()).hasToString(sentBy + ";branch=z9hG4bKours;rport");
        assertThat(written.topVia()).isEqualTo(read.topVia());
        assertThat(written.topVia().branch()).isEqualTo(read.topVia().branch());
        assertThat(written.topVia().rport()).isEqualTo(read.topVia().rport()).isEmpty();
        assertThat(written.topVia().hasRport()).isTrue();
        assertThat(written.topVia().maddr()).contains(text("224.0.1.75"));
        assertThat(written.topVia().host()).isEqualTo(read.topVia().host());
        assertThat(written.maxForwards()).hasValue(9);
    }

    @Test
    void writesAMessageThatIsIndexedLikeOneThatWasRead() throws MalformedMessageException {
        edit.maxForwards(9).prepend(HeaderName.RECORD_ROUTE, text("<sip:p>")).removeFirst(HeaderName.ROUTE);

        var written = edit.write(OUR_VIA);

        var read = (SipRequest) SipParser.parse(written.bytes().toBytes());
        assertThat(written.headers()).containsExactlyElementsOf(read.headers());
        assertThat(written.body()).isEqualTo(read.body());
        assertThat(written.maxForwards()).hasValue(9);
        assertThat(written.topVia()).isEqualTo(read.topVia());
        assertThat(written.method()).isSameAs(Method.INVITE);
    }

    @Test
    void canBeWrittenAgainWithAnotherVia() {
        var first = edit.write(OUR_VIA);
        var second = edit.write(text("SIP/2.0/TCP proxy.example.com;branch=z9hG4bKtcp"));

        assertThat(first.topVia().transport()).hasToString("UDP");
        assertThat(second.topVia().transport()).hasToString("TCP");
        assertThat(second.headers().count(HeaderName.VIA)).isEqualTo(3);
        assertThat(written()).isEqualTo(INVITE);
    }

    @Test
    void showsItsOriginalAndItsRequestUri() throws MalformedMessageException {
        var uri = Uri.parse("sip:x@y");

        assertThat(edit.requestUri().text()).hasToString("sip:bob@biloxi.example.com");
        assertThat(edit.requestUri(uri).requestUri()).isSameAs(uri);
        assertThat(edit.write().requestUri()).isSameAs(uri);
        assertThat(edit.original().bytes()).hasToString(INVITE);
    }

    @Test
    @Rfc("3261 §16.6.3-2: Max-Forwards is added if it is absent")
    void addsMaxForwardsWhereThereIsNone() {
        var without =
                request(inviteWithout("Max-Forwards")).edit().maxForwards(70).write();

        assertThat(without.maxForwards()).hasValue(70);
        assertThat(without.bytes())
                .hasToString(inviteWithout("Max-Forwards").replace("\r\n\r\n", "\r\nMax-Forwards: 70\r\n\r\n"));
    }

    @Test
    void keepsTheNameAndPlaceOfMaxForwards() {
        var odd = request(INVITE.replace("Max-Forwards: 70", "MAX-FORWARDS :\r\n  070  "))
                .edit()
                .maxForwards(5)
                .write();

        assertThat(odd.bytes()).hasToString(INVITE.replace("Max-Forwards: 70", "MAX-FORWARDS :\r\n  5  "));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void refusesMaxForwardsThatNobodyWouldRead(int hops) {
        assertThatThrownBy(() -> edit.maxForwards(hops)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Rfc("3261 §16.6.9-1: Content-Length is inserted, for a stream would need it")
    void addsContentLengthWhereThereIsNone() {
        var written = request(INVITE_HEAD + "\r\nfour").edit().write();

        assertThat(written.bytes()).hasToString(INVITE_HEAD + "Content-Length: 4\r\n\r\nfour");
    }

    @Test
    void putsAValueBeforeOthersOfItsName() {
        edit.prepend(HeaderName.ROUTE, text("<sip:b>")).prepend(HeaderName.ROUTE, text("<sip:a>"));

        assertThat(written()).isEqualTo(INVITE.replace("Route: ", "Route: <sip:a>\r\nRoute: <sip:b>\r\nRoute: "));
        assertThat(edit.values(HeaderName.ROUTE))
                .startsWith(text("<sip:a>"), text("<sip:b>"))
                .hasSize(4);
    }

    @Test
    void putsTheFirstRecordRouteAndRouteBehindTheVias() {
        var written = request(INVITE.replace(ROUTES, ""))
                .edit()
                .prepend(HeaderName.RECORD_ROUTE, text("<sip:rr>"))
                .prepend(HeaderName.ROUTE, text("<sip:r>"))
                .write();

        assertThat(written.headers())
                .extracting(field -> field.name().text())
                .startsWith("Via", "Via", "Record-Route", "Route", "Max-Forwards");
    }

    @Test
    void putsAViaOnTopOfTheOthers() {
        assertThat(edit.prepend(HeaderName.VIA, OUR_VIA).write().topVia().text())
                .isEqualTo(OUR_VIA);
        assertThat(written()).isEqualTo(INVITE.replaceFirst("\r\n", "\r\nVia: " + OUR_VIA + "\r\n"));
    }

    @Test
    void putsTheFirstOfAnyOtherNameBehindAllFields() {
        assertThat(edit.prepend(HeaderName.SUBJECT, text("lunch")).write().headers())
                .extracting(field -> field.name().text())
                .endsWith("Content-Length", "Subject");
    }

    @Test
    void addsFieldsBehindAllOthersInTheOrderOfTheirComing() {
        edit.append(HeaderName.SUBJECT, text(" lunch ")).append(HeaderName.of("X-Trunk"), text("7"));

        assertThat(written()).isEqualTo(INVITE.replace("\r\n\r\n", "\r\nSubject: lunch\r\nX-Trunk: 7\r\n\r\n"));
    }

    @Test
    void takesOneFieldOut() {
        var second = edit.original().headers().all(HeaderName.VIA).get(1);

        edit.remove(second);

        assertThat(written()).isEqualTo(INVITE.replaceFirst("Via: SIP/2.0/UDP 192.0.2.7;.*\r\n", ""));
    }

    @Test
    void refusesToTakeOutAFieldOfAnotherMessage() {
        var foreign = request(INVITE).headers().first(HeaderName.TO).orElseThrow();

        assertThatThrownBy(() -> edit.remove(foreign)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Rfc("3261 §16.4: the first Route value is removed, be it one of a list")
    void takesTheFirstValueOutOfAListByteForByte() {
        var odd = INVITE.replace(ROUTES, "route:\t<sip:a,b> ,\r\n <sip:c>\t,<sip:d>\r\nRoute: <sip:e>\r\n");
        var oddEdit = request(odd).edit();

        assertThat(oddEdit.removeFirst(HeaderName.ROUTE).write().bytes())
                .hasToString(odd.replace("<sip:a,b> ,\r\n ", ""));
        assertThat(oddEdit.removeFirst(HeaderName.ROUTE).write().bytes())
                .hasToString(odd.replace("<sip:a,b> ,\r\n <sip:c>\t,", ""));
        assertThat(oddEdit.values(HeaderName.ROUTE)).containsExactly(text("<sip:d>"), text("<sip:e>"));
        assertThat(oddEdit.removeFirst(HeaderName.ROUTE).write().headers().values(HeaderName.ROUTE))
                .containsExactly(text("<sip:e>"));
        assertThat(oddEdit.removeFirst(HeaderName.ROUTE)
                        .removeFirst(HeaderName.ROUTE)
                        .write()
                        .headers()
                        .has(HeaderName.ROUTE))
                .isFalse();
    }

    @Test
    void takesTheFirstValueOutOfThoseThatWerePutBefore() {
        edit.prepend(HeaderName.ROUTE, text("<sip:a>, <sip:b>")).removeFirst(HeaderName.ROUTE);

        assertThat(written()).isEqualTo(INVITE.replace("Route: ", "Route: <sip:b>\r\nRoute: "));
        edit.removeFirst(HeaderName.ROUTE);
        assertThat(written()).isEqualTo(INVITE);
        edit.removeFirst(HeaderName.ROUTE);
        assertThat(written()).isEqualTo(INVITE.replace("<sip:ss1.atlanta.example.com;lr>, ", ""));
    }

    @Test
    void takesTheOriginalOutBeforeWhatWasAddedBehindIt() {
        var both = request(INVITE.replace(ROUTES, "Subject: a\r\n")).edit().append(HeaderName.SUBJECT, text("b"));

        assertThat(both.removeFirst(HeaderName.SUBJECT).write().headers().values(HeaderName.SUBJECT))
                .containsExactly(text("b"));
        assertThat(both.removeFirst(HeaderName.SUBJECT).write().headers().has(HeaderName.SUBJECT))
                .isFalse();
    }

    @Test
    void takesAllOfANameOutWhateverItsForm() {
        var odd = request(INVITE.replace("Contact: ", "M: <sip:x>\r\ncontact: "))
                .edit()
                .append(HeaderName.CONTACT, text("<sip:y>"));

        assertThat(odd.removeAll(HeaderName.CONTACT).write().bytes()).hasToString(inviteWithout("Contact"));
        assertThat(odd.values(HeaderName.CONTACT)).isEmpty();
    }

    @Test
    void replacesAllOfANameWhereTheFirstStood() {
        edit.replaceAll(HeaderName.ROUTE, List.of(text("<sip:a>"), text("<sip:b>")));

        assertThat(written()).isEqualTo(INVITE.replace(ROUTES, "Route: <sip:a>\r\nRoute: <sip:b>\r\n"));
        edit.replaceAll(HeaderName.ROUTE, List.of(text("<sip:c>"))).prepend(HeaderName.ROUTE, text("<sip:b>"));
        assertThat(written()).isEqualTo(INVITE.replace(ROUTES, "Route: <sip:b>\r\nRoute: <sip:c>\r\n"));
        edit.replaceAll(HeaderName.ROUTE, List.of());
        assertThat(written()).isEqualTo(INVITE.replace(ROUTES, ""));
    }

    @Test
    void putsReplacementsBehindTheViasWhereNoRouteStood() {
        var written = request(INVITE.replace(ROUTES, ""))
                .edit()
                .replaceAll(HeaderName.ROUTE, List.of(text("<sip:a>"), text("<sip:b>")))
                .write();

        assertThat(written.headers())
                .extracting(field -> field.name().text())
                .startsWith("Via", "Via", "Route", "Route");
        assertThat(written.headers().values(HeaderName.ROUTE)).containsExactly(text("<sip:a>"), text("<sip:b>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\nX: y", "a\rb", "a\u0000b", "a\r\n\r\n b"})
    void refusesValuesThatWouldEndTheirField(String value) {
        assertThatThrownBy(() -> edit.append(HeaderName.SUBJECT, text(value)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.prepend(HeaderName.SUBJECT, text(value)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.replaceAll(HeaderName.SUBJECT, List.of(text(value))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edit.write(text(value))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesValuesThatAreFolded() {
        assertThat(edit.append(HeaderName.SUBJECT, text("a\r\n b"))
                        .write()
                        .headers()
                        .value(HeaderName.SUBJECT))
                .hasValue(text("a\r\n b"));
    }

    @Test
    void refusesAContentLengthThatIsNotItsOwn() {
        assertThatThrownBy(() -> edit.append(HeaderName.CONTENT_LENGTH, text("7")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(edit.removeAll(HeaderName.CONTENT_LENGTH).write().headers().value(HeaderName.CONTENT_LENGTH))
                .hasValue(text(Integer.toString(Messages.SDP.length())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "From", "To", "Call-ID", "CSeq"})
    void refusesToWriteARequestThatNobodyWouldAccept(String name) {
        assertThatThrownBy(() -> edit.removeAll(HeaderName.of(name)).write()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesToWriteACSeqOfAnotherMethod() {
        edit.replaceAll(HeaderName.CSEQ, List.of(text("1 BYE")));

        assertThatThrownBy(edit::write).isInstanceOf(IllegalStateException.class);
    }
}
