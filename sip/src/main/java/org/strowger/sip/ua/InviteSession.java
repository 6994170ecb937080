package org.strowger.sip.ua;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.media.RtpSession;
import org.strowger.sip.media.RtpStatistics;
import org.strowger.sip.message.CallId;
import org.strowger.sip.sdp.Negotiated;
import org.strowger.sip.transport.SentBy;
import org.strowger.sip.ua.SessionEnd.Party;

/**
 * A call, placed or taken, from its beginning to its end (RFC 3261 §13 to §15). Its methods may be called on any thread.
 *
 * <p>The futures are completed inside the agent's shard: what is hung on them runs there, and must not wait for anything.
 */
public final class InviteSession {
    private final AgentCore core;
    private final CallId callId;
    private final boolean calling;
    private final Login login;
    private final CompletableFuture<Conversation> answered = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private final ReceivedRequests requests = new ReceivedRequests(this);
    private @Nullable Beginning beginning;
    private SessionListener listener;
    private Optional<Dialog> dialog = Optional.empty();
    private Optional<AudioStream> audio = Optional.empty();
    private boolean leaving;

    InviteSession(AgentCore core, CallId callId, boolean calling, SessionListener listener) {
        this.core = core;
        this.callId = callId;
        this.calling = calling;
        this.login = core.ground().newLogin();
        this.listener = listener;
    }

    /** Who is told from now on what happens to it; who comes too late hears the end only. */
    public void follow(SessionListener follower) {
        core.execute(() -> {
            listener = follower;
            if (ended.isDone()) {
                follower.ended(this, ended.resultNow());
            }
        });
    }

    public CallId callId() {
        return callId;
    }

    /** Done when both sides agreed and media flows; fails with a {@link SessionEndedException} if it ends before. */
    public CompletableFuture<Conversation> answered() {
        return answered.copy();
    }

    /** Done when it is over, however it ended; never fails. */
    public CompletableFuture<SessionEnd> ended() {
        return ended.copy();
    }

    /** Ends it in the way its state asks for: CANCEL, BYE, or a refusal. Without effect on what has ended. */
    public void hangUp() {
        core.execute(this::end);
    }

    /** Does that inside the agent's shard when so much time has passed, unless it is over by then: to answer, to hang up. */
    public void after(Duration delay, Runnable action) {
        core.execute(() -> core.ground().shard().schedule(delay, () -> {
            if (!ended.isDone()) {
                action.run();
            }
        }));
    }

    /** What went out and came in so far, also when it is over; empty if there never was media. */
    public CompletableFuture<Optional<RtpStatistics>> statistics() {
        var answer = new CompletableFuture<Optional<RtpStatistics>>();
        core.execute(() -> rtp().ifPresentOrElse(
                        session -> session.statistics().thenAccept(now -> answer.complete(Optional.of(now))),
                        () -> answer.complete(Optional.empty())));
        return answer;
    }

    void begin(Beginning how) {
        beginning = how;
    }

    Beginning beginning() {
        return Objects.requireNonNull(beginning, "a session begins with an INVITE");
    }

    AgentCore core() {
        return core;
    }

    Login login() {
        return login;
    }

    SessionListener listener() {
        return listener;
    }

    ReceivedRequests requests() {
        return requests;
    }

    Optional<Dialog> dialog() {
        return dialog;
    }

    /** Whether it has ended, or waits only for the answer to our BYE. */
    boolean isLeaving() {
        return leaving || ended.isDone();
    }

    Optional<RtpSession> rtp() {
        return audio.flatMap(AudioStream::rtp);
    }

    /** Its media, opened when it is first needed. */
    AudioStream audio(SentBy local) throws IOException {
        if (audio.isEmpty()) {
            audio = Optional.of(AudioStream.open(core.ground(), local, calling));
        }
        return audio.get();
    }

    /** Its media, which is there once there was an offer or an answer. */
    AudioStream audio() {
        return audio.orElseThrow();
    }

    /** There is a dialog, or it has changed. */
    void in(Dialog changed) {
        dialog = Optional.of(changed);
        core.dialogs().values().removeIf(this::equals);
        core.dialogs().put(changed.id(), this);
    }

    /** Both sides agree, for the first time or anew. */
    void agreed(Negotiated.Agreed agreed) {
        audio().agree(agreed);
        var conversation = new Conversation(agreed, rtp());
        answered.complete(conversation);
        listener.answered(this, conversation);
    }

    private void end() {
        if (ended.isDone() || leaving) {
            return;
        }
        if (answered.isDone()) {
            bye(new SessionEnd.HungUp(Party.US));
        } else {
            beginning().hangUp();
        }
    }

    /** Sends a BYE and is over when it is answered; nothing is said or heard from now on (RFC 3261 §15.1.1). */
    void bye(SessionEnd end) {
        if (leaving || ended.isDone()) {
            return;
        }
        leaving = true;
        audio.ifPresent(AudioStream::close);
        new Farewell(core.ground(), login, dialog.orElseThrow()).send(() -> finish(end));
    }

    /** It is over. */
    void finish(SessionEnd end) {
        if (ended.isDone()) {
            return;
        }
        audio.ifPresent(AudioStream::close);
        core.forget(this);
        answered.completeExceptionally(new SessionEndedException(end));
        ended.complete(end);
        listener.ended(this, end);
    }
}
