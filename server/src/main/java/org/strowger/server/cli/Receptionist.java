package org.strowger.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.strowger.sip.message.Status;
import org.strowger.sip.ua.Conversation;
import org.strowger.sip.ua.IncomingCall;
import org.strowger.sip.ua.InviteSession;
import org.strowger.sip.ua.SessionEnd;
import org.strowger.sip.ua.SessionListener;
import org.strowger.sip.ua.UserAgentListener;

/** Takes calls as it was told, and says what happens. Belongs to the agent's shard. */
final class Receptionist implements UserAgentListener {
    private final PrintWriter out;
    private final Manner manner;
    private final CompletableFuture<Boolean> enough = new CompletableFuture<>();
    private int begun;
    private int ended;

    /**
     * How calls are taken.
     *
     * @param after how long it rings
     * @param rejection refuses all, if it is there
     * @param talk hangs up after so long, if it is there
     * @param calls how many are enough; 0: never
     */
    record Manner(Duration after, Optional<Status> rejection, Optional<Duration> talk, int calls) {}

    Receptionist(PrintWriter out, Manner manner) {
        this.out = out;
        this.manner = manner;
    }

    /** Done when enough calls have come and gone. */
    CompletableFuture<Boolean> enough() {
        return enough.copy();
    }

    @Override
    public void incoming(IncomingCall call) {
        begun++;
        out.println("call " + begun + " from " + call.from().uri());
        call.session().follow(new Report(begun));
        if (manner.rejection().isPresent()) {
            call.reject(manner.rejection().get());
        } else {
            call.ring();
            call.session().after(manner.after(), call::answer);
        }
    }

    private void endedOne() {
        ended++;
        if (manner.calls() > 0 && ended >= manner.calls()) {
            enough.complete(true);
        }
    }

    /** Says what happens to one call. */
    private final class Report implements SessionListener {
        private final int number;

        Report(int number) {
            this.number = number;
        }

        @Override
        public void answered(InviteSession session, Conversation conversation) {
            out.println("call " + number + " answered: " + conversation.summary());
            manner.talk().ifPresent(talk -> session.after(talk, session::hangUp));
        }

        @Override
        public void ended(InviteSession session, SessionEnd end) {
            session.statistics().thenAccept(counted -> {
                var rtp = counted.map(now -> "; RTP: " + now.summary()).orElse("");
                out.println("call " + number + " ended: " + end.summary() + rtp);
                endedOne();
            });
        }
    }
}
