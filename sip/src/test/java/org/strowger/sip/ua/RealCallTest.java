package org.strowger.sip.ua;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.media.RtpPorts;
import org.strowger.sip.media.Tone;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Status;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.ua.SessionEnd.Party;

/** Two agents on sockets of the loopback interface, with real audio. */
class RealCallTest {
    private static final long BOUND = 20;
    private static final MediaSettings EVEN =
            new MediaSettings.Rtp(Tone.CALLER, Tone.CALLEE, new RtpPorts(20_000, 30_000));

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    @Rfc("3261 §13.2.2.4: a 2xx establishes a dialog")
    @Rfc("3261 §15.1: either side ends the session with BYE")
    void talkAndHangUp(String protocol) throws Exception {
        var taken = new CompletableFuture<InviteSession>();
        try (var bob = agent("bob", protocol, call -> {
                    call.ring();
                    taken.complete(call.answer());
                });
                var alice = agent("alice", protocol, UserAgentListener.ABSENT)) {
            var session = alice.call(uri(bob, protocol));

            var conversation = session.answered().get(BOUND, SECONDS);
            var theirs = taken.get(BOUND, SECONDS).answered().get(BOUND, SECONDS);
            awaitTone(alice, conversation, Tone.CALLEE);
            awaitTone(bob, theirs, Tone.CALLER);
            session.hangUp();

            assertThat(session.ended().get(BOUND, SECONDS)).isEqualTo(new SessionEnd.HungUp(Party.US));
            assertThat(taken.join().ended().get(BOUND, SECONDS)).isEqualTo(new SessionEnd.HungUp(Party.THEM));
            var counted = session.statistics().get(BOUND, SECONDS).orElseThrow();
            assertThat(counted.sent().packets()).isPositive();
            assertThat(counted.received().packets()).isPositive();
        }
    }

    @Test
    void hearsWhyACallIsRefused() throws Exception {
        try (var bob = agent("bob", "udp", call -> call.reject(Status.of(486)));
                var alice = agent("alice", "udp", UserAgentListener.ABSENT)) {
            var session = alice.call(uri(bob, "udp"));

            assertThat(session.ended().get(BOUND, SECONDS))
                    .isEqualTo(new SessionEnd.Refused(Party.THEM, Status.of(486)));
            assertThat(session.answered()).isCompletedExceptionally();
        }
    }

    @Test
    void doesNotCallWithoutAPortForMedia() throws Exception {
        try (var taken = new TakenPort();
                var alice = UserAgent.open(settings("alice", "udp").withMedia(taken.only()))) {
            var end = alice.call("sip:bob@127.0.0.1:9").ended().get(BOUND, SECONDS);

            assertThat(end.summary()).startsWith("failed: no port for media");
        }
    }

    @Test
    void doesNotAnswerWithoutAPortForMedia() throws Exception {
        try (var taken = new TakenPort();
                var bob = UserAgent.open(settings("bob", "udp").withMedia(taken.only()), IncomingCall::answer);
                var alice = agent("alice", "udp", UserAgentListener.ABSENT)) {
            var end = alice.call(uri(bob, "udp")).ended().get(BOUND, SECONDS);

            assertThat(end).isEqualTo(new SessionEnd.Refused(Party.THEM, Status.of(500)));
        }
    }

    /** A port for media that somebody else has. */
    private static final class TakenPort implements AutoCloseable {
        private final UserAgent holder =
                UserAgent.open(settings("holder", "udp").withMedia(EVEN));
        private final UserAgent silent = agent("silent", "udp", IncomingCall::ring);
        private final int port;

        TakenPort() throws Exception {
            var ringing = new CompletableFuture<Integer>();
            holder.call(uri(silent, "udp"), new SessionListener() {
                @Override
                public void ringing(InviteSession session, SipResponse response) {
                    ringing.complete(session.rtp().orElseThrow().address().port());
                }
            });
            port = ringing.get(BOUND, SECONDS);
        }

        MediaSettings only() {
            return new MediaSettings.Rtp(Tone.CALLER, Tone.CALLEE, new RtpPorts(port, port));
        }

        @Override
        public void close() {
            holder.close();
            silent.close();
        }
    }

    @Test
    void answersOptions() throws Exception {
        try (var bob = agent("bob", "udp", UserAgentListener.ABSENT);
                var alice = agent("alice", "udp", UserAgentListener.ABSENT)) {
            var response = alice.options(uri(bob, "udp")).get(BOUND, SECONDS);

            assertThat(response.status()).isEqualTo(Status.OK);
        }
    }

    private static UserAgent agent(String name, String protocol, UserAgentListener listener) throws Exception {
        return UserAgent.open(settings(name, protocol), listener);
    }

    private static UserAgentSettings settings(String name, String protocol) {
        return UserAgentSettings.of("sip:" + name + "@127.0.0.1").listening(protocol + "://127.0.0.1:0");
    }

    private static SipUri uri(UserAgent agent, String protocol) {
        int port = agent.listeningPoints().getFirst().address().getPort();
        return SipUri.of("bob", "127.0.0.1", port).withParameter("transport", protocol);
    }

    /** Asks again every 50 ms of the agent's own time, until the tone is there. */
    private static void awaitTone(UserAgent agent, Conversation conversation, Tone tone) throws Exception {
        var heard = new CompletableFuture<Boolean>();
        ask(agent, conversation, tone, heard);
        assertThat(heard.get(BOUND, SECONDS)).isTrue();
    }

    private static void ask(UserAgent agent, Conversation conversation, Tone tone, CompletableFuture<Boolean> heard) {
        conversation.rtp().orElseThrow().hears(tone).thenAccept(yes -> {
            if (yes) {
                heard.complete(true);
            } else {
                agent.after(Duration.ofMillis(50), () -> ask(agent, conversation, tone, heard));
            }
        });
    }
}
