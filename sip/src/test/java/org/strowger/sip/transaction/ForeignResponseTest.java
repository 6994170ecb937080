package org.strowger.sip.transaction;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** Responses that find a transaction and yet do not belong to its request. */
class ForeignResponseTest {
    private final Setting setting = new Setting();

    @ParameterizedTest
    @Rfc("3261 §17.1.3: a response matches by the branch and the method of its CSeq, and CSeq is that of the request")
    @Rfc("6026 §8.9-2: what matches no transaction is dropped")
    @CsvSource({"CSeq: 986759,CSeq: 986758", "CSeq: 986759,CSeq: 1"})
    void isDroppedUnderAnotherSequenceNumber(String was, String is) {
        setting.start(INVITE);
        comes(200, text -> text.replace(was, is));

        assertDropped();
    }

    @Test
    @Rfc("3261 §17.1.3: the branch is ours to its end")
    void isDroppedUnderABranchThatWasCutOrChangedBehindItsFirstPart() {
        setting.inside(
                INVITE,
                shard -> setting.layer.start(
                        shard,
                        INVITE.edit(),
                        setting.peer.node().hop(Protocol.UDP),
                        setting.user,
                        Slice.of(".0123abcd")));
        comes(200, text -> text.replace(".0123abcd", ""));
        comes(200, text -> text.replace(".0123abcd", ".0123abce"));
        comes(200, text -> text.replace(".0123abcd", ".0123abcd0"));

        assertThat(setting.user.heard()).isEmpty();
        assertThat(setting.layer.counts().strayResponses()).isEqualTo(3);

        comes(200, text -> text);
        assertThat(setting.user.heard()).containsExactly("response 200");
    }

    @Test
    @Rfc("3261 §16.7.3-1: a response that has only our Via was meant for us, who asked for nothing")
    void isDroppedWithoutTheViasOfOthers() {
        setting.start(INVITE);
        var lower = INVITE.topVia().text().toString();
        comes(486, text -> text.replaceFirst("Via: " + Pattern.quote(lower) + "[^\r]*\r\n", ""));

        assertDropped();
    }

    @Test
    @Rfc("3261 §8.1.3.3: a response with several Via values to a request with one is discarded")
    void isDroppedWithViasOfOthersWhereWeAskedOurselves() {
        setting.start(
                INVITE.edit().removeAll(HeaderName.VIA), setting.peer.node().hop(Protocol.UDP));
        comes(
                200,
                text -> text.replaceFirst(
                        "\r\nVia: ([^\r]*)", "\r\nVia: $1\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx"));

        assertDropped();
    }

    /** The request goes on as if nothing had come. */
    private void assertDropped() {
        assertThat(setting.user.heard()).isEmpty();
        assertThat(setting.layer.counts().strayResponses()).isEqualTo(1);
        int sent = setting.peer.requests().size();
        setting.loop.advance(ofSeconds(1));
        assertThat(setting.peer.requests()).hasSizeGreaterThan(sent);
        comes(200, text -> text);
        assertThat(setting.user.heard()).containsExactly("response 200");
    }

    private void comes(int code, UnaryOperator<String> changed) {
        setting.pass();
        var invite = setting.peer.request();
        setting.peer.send(
                parsed(changed.apply(Samples.response(invite, code).bytes().toString())));
        setting.pass();
    }

    private static SipResponse parsed(String text) {
        try {
            return (SipResponse) SipParser.parse(Slice.of(text).toBytes());
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
