package org.strowger.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.strowger.sip.media.RtpStatistics;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.ua.Conversation;
import org.strowger.sip.ua.InviteSession;
import org.strowger.sip.ua.SessionEnd;
import org.strowger.sip.ua.SessionListener;

/** Prints what happens to a call while it happens. */
record CallReport(PrintWriter out) implements SessionListener {
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    @Override
    public void trying(InviteSession session) {
        out.println("trying");
    }

    @Override
    public void ringing(InviteSession session, SipResponse response) {
        var status = response.status();
        out.println((status.code() == 180 ? "ringing" : "progress") + ": " + status.code() + " " + status.reason());
    }

    @Override
    public void answered(InviteSession session, Conversation conversation) {
        out.println("answered: " + conversation.summary());
    }

    @Override
    public void ended(InviteSession session, SessionEnd end) {
        out.println("ended: " + end.summary());
    }

    /** What went and came of a call that is over. */
    void statistics(InviteSession session) throws IOException, InterruptedException {
        var counted = Awaited.within(A_MOMENT, session.statistics());
        out.println("RTP: "
                + counted.flatMap(now -> now).map(RtpStatistics::summary).orElse("none"));
    }
}
