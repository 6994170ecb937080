package org.strowger.server.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.strowger.sip.media.RtpStatistics;
import org.strowger.sip.media.Tone;
import org.strowger.sip.message.Status;
import org.strowger.sip.ua.Conversation;
import org.strowger.sip.ua.IncomingCall;
import org.strowger.sip.ua.InviteSession;
import org.strowger.sip.ua.SessionEnd;
import org.strowger.sip.ua.SessionEnd.Party;
import org.strowger.sip.ua.UserAgent;
import org.strowger.sip.ua.UserAgentListener;

/** Plays one scene on the stage, and says at the end whether it went as it should. */
final class DemoPlay {
    private static final Duration RINGING = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofMillis(2500);

    private final DemoScene scene;
    private final DemoStage stage;
    private final Duration talk;
    private final List<CompletableFuture<InviteSession>> taken = new ArrayList<>();

    DemoPlay(DemoScene scene, DemoStage stage, Duration talk) {
        this.scene = scene;
        this.stage = stage;
        this.talk = talk;
    }

    /**
     * What became of it.
     *
     * @param asMeant whether the scene went as it should
     * @param lines for people: how it ended, codec, packets
     */
    record Outcome(boolean asMeant, List<String> lines) {}

    /** Everybody comes on the stage: the caller first, then the callee's phones, which register. */
    UserAgent prepare() throws IOException, InterruptedException {
        var caller = stage.caller(scene != DemoScene.UNAUTHORISED);
        for (int phone = 0; phone < scene.phones(); phone++) {
            boolean answers = phone == scene.phones() - 1;
            var session = new CompletableFuture<InviteSession>();
            taken.add(session);
            stage.phone(listener(answers, session));
        }
        return caller;
    }

    /** The call itself. */
    Outcome play(UserAgent caller) throws IOException, InterruptedException {
        var call = caller.call("sip:bob@" + DemoStage.DOMAIN);
        return switch (scene) {
            case ANSWERED, FORKED -> talked(call, caller);
            case CANCELLED -> cancelled(call, caller);
            case BUSY -> refused(call, 486);
            case NO_ANSWER -> refused(call, 480);
            case UNAUTHORISED -> unauthorised(call);
        };
    }

    private UserAgentListener listener(boolean answers, CompletableFuture<InviteSession> session) {
        return incoming -> {
            session.complete(incoming.session());
            switch (scene) {
                case BUSY -> incoming.reject(Status.of(486));
                case ANSWERED, FORKED, CANCELLED, NO_ANSWER, UNAUTHORISED -> incoming.ring();
            }
            later(incoming, answers);
        };
    }

    private void later(IncomingCall incoming, boolean answers) {
        if (answers && (scene == DemoScene.ANSWERED || scene == DemoScene.FORKED)) {
            stage.latest().after(RINGING, incoming::answer);
        }
        if (scene == DemoScene.NO_ANSWER) {
            stage.latest().after(PATIENCE, () -> incoming.reject(Status.of(480)));
        }
    }

    private Outcome talked(InviteSession call, UserAgent caller) throws IOException, InterruptedException {
        var conversation = DemoStage.wait(call.answered());
        var callee = DemoStage.wait(taken.getLast());
        var theirs = DemoStage.wait(callee.answered());
        var done = new CompletableFuture<Boolean>();
        caller.after(talk, () -> done.complete(true));
        DemoStage.wait(done, talk);
        boolean heard = DemoStage.wait(hears(conversation, Tone.CALLEE)) && DemoStage.wait(hears(theirs, Tone.CALLER));
        call.hangUp();
        boolean hungUp = DemoStage.wait(call.ended()).equals(new SessionEnd.HungUp(Party.US))
                && DemoStage.wait(callee.ended()).equals(new SessionEnd.HungUp(Party.THEM));
        var lines = new ArrayList<String>();
        lines.add("Codec  " + conversation.summary() + ", as the SDP offer and answer agreed");
        lines.add("RTP    A: " + statistics(call));
        lines.add("       B: " + statistics(callee));
        lines.add(
                heard
                        ? "Audio  each heard the other's tone (A %d Hz, B %d Hz)"
                                .formatted(Tone.CALLER.hertz(), Tone.CALLEE.hertz())
                        : "Audio  NOT heard on both sides");
        return new Outcome(heard && hungUp && others(), lines);
    }

    /** The phones that did not answer were told to stop ringing. */
    private boolean others() throws IOException, InterruptedException {
        for (var other : taken.subList(0, taken.size() - 1)) {
            var end = DemoStage.wait(DemoStage.wait(other).ended());
            if (!end.equals(new SessionEnd.Cancelled(Party.THEM))) {
                return false;
            }
        }
        return true;
    }

    private static CompletableFuture<Boolean> hears(Conversation conversation, Tone tone) {
        return conversation.rtp().map(rtp -> rtp.hears(tone)).orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    private static String statistics(InviteSession session) throws IOException, InterruptedException {
        return DemoStage.wait(session.statistics()).map(RtpStatistics::summary).orElse("no media");
    }

    private Outcome cancelled(InviteSession call, UserAgent caller) throws IOException, InterruptedException {
        var callee = DemoStage.wait(taken.getLast());
        caller.after(RINGING, call::hangUp);
        var ours = DemoStage.wait(call.ended());
        var theirs = DemoStage.wait(callee.ended());
        boolean asMeant =
                ours.equals(new SessionEnd.Cancelled(Party.US)) && theirs.equals(new SessionEnd.Cancelled(Party.THEM));
        return new Outcome(asMeant, List.of("A: " + ours.summary(), "B: " + theirs.summary()));
    }

    private static Outcome refused(InviteSession call, int code) throws IOException, InterruptedException {
        var end = DemoStage.wait(call.ended());
        boolean asMeant =
                end instanceof SessionEnd.Refused(var by, var status) && by == Party.THEM && status.code() == code;
        return new Outcome(asMeant, List.of("A: " + end.summary()));
    }

    private Outcome unauthorised(InviteSession call) throws IOException, InterruptedException {
        var end = DemoStage.wait(call.ended());
        boolean asMeant = end instanceof SessionEnd.Refused(var _, var status)
                && (status.code() == 407 || status.code() == 403)
                && taken.stream().noneMatch(CompletableFuture::isDone);
        return new Outcome(asMeant, List.of("A: " + end.summary(), "B: heard nothing of it"));
    }
}
