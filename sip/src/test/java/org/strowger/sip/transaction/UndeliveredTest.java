package org.strowger.sip.transaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.OPTIONS;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/** ICMP errors for what a transaction sent, and those that somebody made up. */
class UndeliveredTest {
    private static final IOException REFUSED = new PortUnreachableException("Connection refused");

    private final Setting setting = new Setting();
    private final InetSocketAddress peer = setting.peer.node().hop(Protocol.UDP).remote();

    private void comesBack(byte[] quoted, InetSocketAddress to) {
        setting.layer.undelivered(quoted, to, REFUSED);
        setting.pass();
    }

    private static byte[] bytes(SipRequest request) {
        return request.bytes().toBytes();
    }

    @Test
    @Rfc("3261 §18.4-1: the transport user is informed of a failure in sending")
    @Rfc("3261 §17.1.4: and tells the TU")
    void endsAnInviteAtOnce() {
        var client = setting.start(INVITE);
        setting.pass();

        comesBack(bytes(client.request()), peer);

        assertThat(setting.user.heard()).containsExactly("failed: Connection refused");
        assertThat(setting.layer.live()).isZero();
    }

    @Test
    @Rfc("3261 §18.4-1: the beginning of the datagram is enough")
    void endsAnotherRequestByItsBeginning() {
        var client = setting.start(OPTIONS);
        setting.pass();
        var whole = bytes(client.request());
        var text = new String(whole, ISO_8859_1);

        comesBack(Arrays.copyOf(whole, text.indexOf(";rport") + 1), peer);

        assertThat(setting.user.heard()).containsExactly("failed: Connection refused");
    }

    @Test
    void endsAnInviteThatRings() {
        setting.start(INVITE);
        setting.pass();
        var sent = setting.peer.request();
        setting.peer.answer(180);
        setting.pass();

        comesBack(bytes(sent), peer);

        assertThat(setting.user.heard()).containsExactly("response 180", "failed: Connection refused");
    }

    @Test
    void changesNothingAfterTheAnswer() {
        setting.start(INVITE);
        setting.pass();
        var sent = setting.peer.request();
        setting.peer.answer(200);
        setting.pass();

        comesBack(bytes(sent), peer);

        assertThat(setting.user.heard()).containsExactly("response 200");
    }

    @Test
    void endsTheWaitForRepetitionsWithTheAckThatDidNotArrive() {
        setting.start(INVITE);
        setting.pass();
        setting.peer.answer(486);
        setting.pass();

        comesBack(bytes(setting.peer.request()), peer);

        assertThat(setting.user.heard()).containsExactly("response 486");
        assertThat(setting.layer.live()).isZero();
    }

    @Test
    void isNotBelievedOfAnotherPlace() {
        var client = setting.start(INVITE);
        setting.pass();

        comesBack(bytes(client.request()), new InetSocketAddress(peer.getAddress(), peer.getPort() + 1));

        assertThat(setting.user.heard()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INVITE",
                "INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2:5060",
                "INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK\r\n",
                "INVITE sip:bob@example.com SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK00000000000000aaaaaaaaaa\r\n",
                "INVITE sip:bob@example.com SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK???00000000000aaaaaaaaaa\r\n",
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK00000000000000aaaaaaaaaa\r\n",
            })
    void isNotBelievedWithoutTheBranch(String made) {
        setting.start(INVITE);
        setting.pass();

        comesBack(made.getBytes(ISO_8859_1), peer);

        assertThat(setting.user.heard()).isEmpty();
    }

    @Test
    void isNotBelievedWithABranchThatEndsEarly() {
        var client = setting.start(INVITE);
        setting.pass();
        var whole = bytes(client.request());
        var text = new String(whole, ISO_8859_1);

        for (int length = 0; length <= text.indexOf(";rport"); length++) {
            comesBack(Arrays.copyOf(whole, length), peer);
        }

        assertThat(setting.user.heard()).isEmpty();
        setting.loop.advance(ofSeconds(33));
        assertThat(setting.user.heard()).containsExactly("timed out");
    }
}
