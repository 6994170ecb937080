package org.strowger.sip.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.transport.ListeningPoint;
import org.strowger.sip.ua.SessionEnd;
import org.strowger.sip.ua.SessionEnd.Party;
import org.strowger.sip.ua.UserAgent;
import org.strowger.sip.ua.UserAgentSettings;

/** The programs of the README run, on real sockets. */
class ExamplesTest {
    private static final long BOUND = 20;

    @Test
    void anOptionsIsAnswered() throws Exception {
        try (var server = AnswerOptions.listen("udp://127.0.0.1:0");
                var alice = UserAgent.open(settings())) {
            var answer = alice.options(uri(server)).get(BOUND, SECONDS);

            assertThat(answer.status()).isEqualTo(Status.OK);
            assertThat(answer.headers().values(HeaderName.ALLOW)).containsExactly(Slice.of("OPTIONS"));
        }
    }

    @Test
    void aCallIsPlacedAndAnswered() throws Exception {
        try (var bob = AnswerCalls.wait(Duration.ofMillis(50))) {
            var told = PlaceCall.talk(uri(bob.listeningPoints()).toString(), Duration.ofMillis(300));

            assertThat(told).matches("PCMU/8000, sent [1-9]\\d*, received [1-9].*, hung up");
        }
    }

    @Test
    void aProxyRunsCalls() throws Exception {
        try (var bob = AnswerCalls.wait(Duration.ZERO);
                var proxy = RunProxy.open(uri(bob.listeningPoints()));
                var alice = UserAgent.open(settings().through(uri(proxy)))) {
            var call = alice.call("sip:bob@example.test");
            call.answered().get(BOUND, SECONDS);
            call.hangUp();
            var nobody = alice.call("sip:carol@example.test");

            assertThat(call.ended().get(BOUND, SECONDS)).isEqualTo(new SessionEnd.HungUp(Party.US));
            assertThat(nobody.ended().get(BOUND, SECONDS))
                    .isEqualTo(new SessionEnd.Refused(Party.THEM, Status.of(404)));
        }
    }

    private static UserAgentSettings settings() {
        return UserAgentSettings.of("sip:alice@example.test").listening("udp://127.0.0.1:0");
    }

    private static SipUri uri(SipStack stack) {
        return uri(stack.transport().listeningPoints());
    }

    private static SipUri uri(List<ListeningPoint> points) {
        InetSocketAddress address = points.getFirst().address();
        return SipUri.of("", address.getAddress().getHostAddress(), address.getPort());
    }
}
