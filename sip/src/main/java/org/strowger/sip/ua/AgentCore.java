package org.strowger.sip.ua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.ResponseBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;
import org.strowger.sip.sdp.Negotiated;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;

/**
 * The core of a user agent (RFC 3261 §8): knows its sessions and gives each what belongs to it; answers itself what belongs to none.
 *
 * <p>Belongs to the agent's shard.
 */
final class AgentCore implements TransactionUser {
    private static final Status BUSY = Status.of(486);
    private static final Status UNAVAILABLE = Status.of(480);
    private static final Status NO_DIALOG = Status.of(481);

    private final UserAgentSettings settings;
    private final UserAgentListener listener;
    private final Map<DialogId, InviteSession> dialogs = new HashMap<>();
    private final Map<ServerTransaction, Invitation> invitations = new HashMap<>();
    private final List<InviteSession> sessions = new ArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();
    private @Nullable Ground ground;
    private @Nullable RegisterRequests registers;
    private boolean leaving;

    AgentCore(UserAgentSettings settings, UserAgentListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** What it sends by; once, before it receives anything. */
    AgentCore standOn(UserAgent.Neighbours neighbours, TransactionLayer transactions) {
        var shards = neighbours.shards();
        ground = new Ground(
                settings,
                shards.at(0),
                shards.clock(),
                neighbours.transport(),
                neighbours.resolver(),
                transactions,
                neighbours.random());
        registers = new RegisterRequests(this);
        return this;
    }

    Ground ground() {
        return Objects.requireNonNull(ground, "an agent stands on something before it begins");
    }

    RegisterRequests registers() {
        return Objects.requireNonNull(registers, "an agent stands on something before it begins");
    }

    Map<DialogId, InviteSession> dialogs() {
        return dialogs;
    }

    void execute(Runnable event) {
        ground().shard().execute(event);
    }

    InviteSession call(Uri target, SessionListener follower) {
        var session = new InviteSession(this, new CallId(Slice.of(ground().newCallId())), true, follower);
        execute(() -> {
            sessions.add(session);
            var call = new OutgoingCall(this, session, target);
            session.begin(call);
            call.start();
        });
        return session;
    }

    Registration register(Optional<Uri> contact, Duration expires, RegistrationListener follower) {
        var registration = new Registration(this, contact, expires, follower);
        execute(() -> {
            registrations.add(registration);
            registration.start();
        });
        return registration;
    }

    /** Asks something inside the shard. */
    <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> question) {
        var answer = new CompletableFuture<T>();
        execute(() -> question.get().whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }

    /** Hangs up and unregisters everywhere; done when nothing is left. */
    CompletableFuture<Void> leave() {
        return ask(() -> {
            leaving = true;
            var ends = new ArrayList<CompletableFuture<?>>();
            for (var session : List.copyOf(sessions)) {
                ends.add(session.ended());
                session.hangUp();
            }
            for (var registration : List.copyOf(registrations)) {
                ends.add(registration.remove());
            }
            return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
        });
    }

    void forget(Registration registration) {
        registrations.remove(registration);
    }

    void forget(InviteSession session) {
        sessions.remove(session);
        dialogs.values().removeIf(session::equals);
    }

    /** A request of ours outside any dialog, without Call-ID, CSeq and Contact (RFC 3261 §8.1.1). */
    RequestBuilder fromUs(Method method, Uri target, Uri to, Tag tag) {
        // "A request outside of a dialog MUST NOT contain a To tag" (§8.1.1.2)
        return SipRequest.builder(method, target instanceof SipUri sip ? sip.withoutHeaders() : target)
                .header(HeaderName.FROM, "<" + ground().settings().addressOfRecord() + ">;tag=" + tag)
                .header(HeaderName.TO, "<" + to.text() + ">");
    }

    /** Where requests reach us from whoever sent that one. */
    SipUri contact(ServerTransaction transaction) {
        return ground().contact(ground().transport().sentBy(transaction.flow()));
    }

    ResponseBuilder named(ResponseBuilder response) {
        return response.header(HeaderName.SERVER, ground().settings().product());
    }

    /** Answers what is no matter of a session. */
    void respond(ServerTransaction transaction, ResponseBuilder response) {
        transaction.respond(named(response.toTag(transaction.tag())).write());
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        var refusal = Inspection.refusal(request, transaction.isMerged());
        if (refusal.isPresent()) {
            respond(transaction, refusal.get());
        } else if (request.toTag().isPresent()) {
            within(transaction);
        } else if (request.method().equals(Method.INVITE)) {
            invited(transaction);
        } else if (request.method().equals(Method.OPTIONS)) {
            // "The response code chosen MUST be the same that would have been chosen had the request been an INVITE"
            // (§11.2)
            respond(
                    transaction,
                    Inspection.withCapabilities(request.respond(availability().orElse(Status.OK))));
        } else {
            respond(transaction, request.respond(NO_DIALOG));
        }
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        var session = dialogs.get(DialogId.ofReceived(ack));
        if (session != null) {
            session.requests().ack(ack);
        }
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        var invitation = invitations.get(invite);
        if (invitation != null) {
            invitation.cancelled();
        }
    }

    @Override
    public void ended(ServerTransaction transaction) {
        invitations.remove(transaction);
    }

    private void within(ServerTransaction transaction) {
        var session = dialogs.get(DialogId.ofReceived(transaction.request()));
        if (session == null) {
            // "If the UAS wishes to reject the request because it does not wish to recreate the dialog, it MUST respond
            // to the request with a 481" (§12.2.2)
            respond(transaction, transaction.request().respond(NO_DIALOG));
        } else {
            session.requests().request(transaction);
        }
    }

    private Optional<Status> availability() {
        if (leaving) {
            return Optional.of(UNAVAILABLE);
        }
        return sessions.size() < ground().settings().mostSessions() ? Optional.empty() : Optional.of(BUSY);
    }

    private void invited(ServerTransaction transaction) {
        var request = transaction.request();
        var body = SessionBody.of(request);
        var refusal = Inspection.refusal(request, body);
        var unavailable = availability();
        if (refusal.isPresent()) {
            respond(transaction, refusal.get());
        } else if (unavailable.isPresent()) {
            respond(transaction, request.respond(unavailable.get()));
        } else if (body instanceof SessionBody.Described(var offer)
                && !(AudioStream.preview(offer) instanceof Negotiated.Agreed)) {
            respond(transaction, Inspection.notAcceptable(request));
        } else {
            offer(transaction);
        }
    }

    private void offer(ServerTransaction transaction) {
        var request = transaction.request();
        try {
            var from = NameAddr.parse(request.headers().value(HeaderName.FROM).orElseThrow());
            var dialog = Dialog.ofCallee(request, transaction.tag());
            var session = new InviteSession(this, request.callId(), false, SessionListener.NONE);
            var invitation = new Invitation(this, session, transaction);
            session.begin(invitation);
            session.in(dialog);
            sessions.add(session);
            invitations.put(transaction, invitation);
            invitation.watchExpiry();
            listener.incoming(new IncomingCall(this, invitation, from));
        } catch (MalformedMessageException e) {
            respond(transaction, request.respond(e.answer()));
        }
    }
}
