package org.strowger.sip.transaction;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.INVITE;
import static org.strowger.sip.transaction.Samples.OPTIONS;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.Passed;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

class DepartureTest {
    private final Setting setting = new Setting();

    @Test
    @Rfc("3261 §18.1.1-1: a request larger than 1300 bytes goes by TCP")
    @Rfc("3261 §18.1.1-2: and the Via says so")
    @Rfc("3261 §18-4: larger messages use TCP")
    void sendsWhatIsTooLargeByTcp() {
        var client = setting.start(large(INVITE));
        setting.pass();

        assertThat(setting.network.passed()).extracting(Passed::protocol).containsExactly(Protocol.TCP);
        assertThat(client.request().topVia().transport()).hasToString("TCP");
        assertThat(setting.peer.request().topVia().transport()).hasToString("TCP");
        setting.loop.advance(ofSeconds(10));
        assertThat(setting.network.passed()).hasSize(1);
    }

    @Test
    @Rfc("3261 §18.1.1-1: larger than 1300 bytes, not smaller")
    void measuresTheWholeMessageWithItsVia() {
        int overhead = setting.start(padded(OPTIONS, 0)).request().bytes().length();

        setting.start(padded(OPTIONS, Departure.MAX_DATAGRAM_BYTES - overhead));
        setting.start(padded(OPTIONS, Departure.MAX_DATAGRAM_BYTES - overhead + 1));

        assertThat(setting.network.passed())
                .extracting(Passed::protocol)
                .containsExactly(Protocol.UDP, Protocol.UDP, Protocol.TCP);
    }

    @Test
    @Rfc("3261 §18.1.1-4: falls back to UDP where TCP is reset")
    void fallsBackToUdpWhereTcpIsRefused() {
        setting.peer.node().refusingConnections();

        var client = setting.start(large(INVITE));
        setting.pass();

        assertThat(setting.user.heard()).isEmpty();
        assertThat(client.request().topVia().transport()).hasToString("UDP");
        assertThat(setting.peer.request().topVia().transport()).hasToString("UDP");
        setting.loop.advance(ofSeconds(2));
        assertThat(setting.network.passed()).extracting(Passed::protocol).containsOnly(Protocol.UDP);
        assertThat(setting.network.passed()).hasSize(3);
        setting.peer.answer(486);
        setting.pass();
        assertThat(setting.user.heard()).containsExactly("response 486");
        setting.passForever();
        assertAllEnded();
    }

    @Test
    @Rfc("3261 §18.1.1-4: and where it is never answered")
    void fallsBackToUdpWhereNobodyAnswersTheConnection() {
        var nobody = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.77"), 5060);

        setting.start(large(OPTIONS).edit(), new NextHop.Address(Protocol.UDP, nobody));
        setting.loop.advance(FakeNetwork.CONNECT_TIMEOUT.plusMillis(10));

        assertThat(setting.network.passed()).extracting(Passed::protocol).containsExactly(Protocol.UDP);
        setting.passForever();
        assertThat(setting.user.heard()).containsExactly("timed out");
        assertAllEnded();
    }

    @Test
    void doesNotFallBackWhereTcpWasAskedFor() {
        setting.peer.node().refusingConnections();

        setting.start(OPTIONS.edit(), setting.peer.node().hop(Protocol.TCP));
        setting.pass();

        assertThat(setting.user.heard()).hasSize(1).first().asString().startsWith("failed: connection refused");
        assertAllEnded();
    }

    @Test
    void staysWithUdpWhereWeDoNotSpeakTcp() {
        setting.us.withoutTcp();

        setting.start(large(OPTIONS));
        setting.pass();

        assertThat(setting.network.passed()).extracting(Passed::protocol).containsExactly(Protocol.UDP);
    }

    @Test
    void leavesAFlowAsItIs() {
        setting.comes(OPTIONS);
        Flow flow = setting.user.server().flow();

        setting.start(large(OPTIONS).edit(), new NextHop.Established(flow));
        setting.pass();

        assertThat(setting.network.passed().getLast().protocol()).isEqualTo(Protocol.UDP);
        assertThat(setting.peer.methods()).containsExactly("OPTIONS");
    }

    @Test
    @Rfc("3261 §9.1: the CANCEL goes by the same transport as its INVITE")
    void cancelsByTcpWhatWentByTcp() {
        var client = setting.start(large(INVITE));
        setting.pass();
        setting.peer.answer(180);
        setting.pass();
        setting.inside(INVITE, _ -> client.cancel(List.of()));
        setting.pass();

        assertThat(setting.network.passed().getLast().protocol()).isEqualTo(Protocol.TCP);
        assertThat(setting.peer.methods()).containsExactly("INVITE", "CANCEL");
    }

    @Test
    @Rfc("3261 §18.1.1-5: a Via towards a multicast group has maddr and ttl=1")
    void namesAMulticastGroupInTheVia() {
        var group = new InetSocketAddress(InetAddress.ofLiteral("224.0.1.75"), 5060);

        var client = setting.start(OPTIONS.edit(), new NextHop.Address(Protocol.UDP, group));

        assertThat(client.request().topVia().text().toString()).contains(";maddr=224.0.1.75;ttl=1;");
    }

    private static SipRequest large(SipRequest request) {
        return padded(request, 1300);
    }

    private static SipRequest padded(SipRequest request, int bytes) {
        String more = "Subject: x%s\n".formatted("x".repeat(bytes));
        return Samples.request(
                request.method().name(), request.topVia().branch().orElseThrow().toString(), more);
    }

    private void assertAllEnded() {
        assertThat(setting.layer.live()).isZero();
        assertThat(setting.loop.shards().armed()).isZero();
    }
}
