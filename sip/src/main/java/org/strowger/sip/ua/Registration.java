package org.strowger.sip.ua;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.strowger.sip.message.Contact;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipTime;
import org.strowger.sip.message.Uri;
import org.strowger.sip.ua.KeptBinding.Action;
import org.strowger.sip.ua.KeptBinding.Event;

/** A binding of ours at a registrar, kept alive until it is removed (RFC 3261 §10.2). Its methods may be called on any thread. */
public final class Registration {
    private static final int INTERVAL_TOO_BRIEF = 423;
    /** Those of class 4 that say nothing about the request itself. */
    private static final Set<Integer> PASSING = Set.of(408, 429, 480, 491);

    private final AgentCore core;
    private final Optional<Uri> contact;
    private final RegistrationListener listener;
    private final CompletableFuture<RegistrationState.Registered> registered = new CompletableFuture<>();
    private final CompletableFuture<RegistrationState> removed = new CompletableFuture<>();
    private RegistrationState state = new RegistrationState.Registering();
    private KeptBinding machine;

    Registration(AgentCore core, Optional<Uri> contact, Duration expires, RegistrationListener listener) {
        this.core = core;
        this.contact = contact;
        this.listener = listener;
        this.machine = KeptBinding.start(expires).machine();
    }

    /** Done when the registrar has answered for the first time; fails with a {@link RequestFailedException}. */
    public CompletableFuture<RegistrationState.Registered> registered() {
        return registered.copy();
    }

    /** As it is now. */
    public CompletableFuture<RegistrationState> state() {
        var now = new CompletableFuture<RegistrationState>();
        core.execute(() -> now.complete(state));
        return now;
    }

    /** Takes the binding back and refreshes it no more; done when the registrar has answered or nobody does. */
    public CompletableFuture<RegistrationState> remove() {
        core.execute(() -> on(new Event.Remove()));
        return removed.copy();
    }

    /** Refreshes the binding no more and leaves it at the registrar until it expires, also when the agent is closed. */
    public void letGo() {
        core.execute(() -> {
            on(new Event.LetGo());
            core.forget(this);
        });
    }

    void start() {
        carryOut(KeptBinding.start(machine.wanted()));
    }

    private void on(Event event) {
        carryOut(machine.on(event));
    }

    private void carryOut(Step<KeptBinding, Action> step) {
        machine = step.machine();
        for (var action : step.actions()) {
            switch (action) {
                case Action.Register(var expires) ->
                    core.registers().send(contact, expires.toSeconds(), new Refreshed(expires));
                case Action.Unregister() -> core.registers().send(contact, 0, new TakenBack());
                case Action.Wake(var after) -> core.ground().shard().schedule(after, () -> on(new Event.Due()));
                case Action.Tell(var now) -> tell(now);
            }
        }
    }

    private void tell(RegistrationState now) {
        state = now;
        switch (now) {
            case RegistrationState.Registering() -> {}
            case RegistrationState.Registered held -> registered.complete(held);
            case RegistrationState.Failed(var reason) -> registered.completeExceptionally(reason);
            case RegistrationState.Removed _ -> {
                registered.completeExceptionally(RequestFailedException.unanswered("it was removed before"));
                removed.complete(now);
                core.forget(this);
            }
        }
        listener.changed(this, now);
    }

    /** What the registrar says to a new or refreshed binding. */
    private final class Refreshed implements ClientRequest.Outcome {
        private final Duration asked;

        Refreshed(Duration asked) {
            this.asked = asked;
        }

        @Override
        public void answered(SipRequest request, SipResponse response) {
            try {
                on(heard(request, response));
            } catch (MalformedMessageException e) {
                on(new Event.Failed(RequestFailedException.unreadable(e, response), false, Optional.empty()));
            }
        }

        @Override
        public void unanswered(String reason) {
            on(new Event.Failed(RequestFailedException.unanswered(reason), false, Optional.empty()));
        }

        private Event heard(SipRequest request, SipResponse response) throws MalformedMessageException {
            if (response.status().isSuccess()) {
                return new Event.Granted(granted(request, response), RegisteredContact.listedIn(response));
            }
            var reason = RequestFailedException.refused(response);
            var least = seconds(response, HeaderName.MIN_EXPIRES);
            int code = response.status().code();
            if (code == INTERVAL_TOO_BRIEF && least.isPresent()) {
                return new Event.TooBrief(Duration.ofSeconds(least.getAsLong()), reason);
            }
            boolean hopeless = code >= 600 || (code < 500 && !PASSING.contains(code));
            var after = response.headers()
                    .value(HeaderName.RETRY_AFTER)
                    .map(SipTime::retryAfterSeconds)
                    .filter(OptionalLong::isPresent)
                    .map(seconds -> Duration.ofSeconds(seconds.getAsLong()));
            return new Event.Failed(reason, hopeless, after);
        }

        /** "The 200 (OK) response from the registrar contains a list of Contact fields" (§10.2.4): ours says how long. */
        private Duration granted(SipRequest request, SipResponse response) throws MalformedMessageException {
            var ours = uris(Contact.all(request.headers()));
            for (var listed : RegisteredContact.listedIn(response)) {
                if (listed.expires().isPresent() && ours.stream().anyMatch(listed.uri()::isEquivalentTo)) {
                    return listed.expires().get();
                }
            }
            var forAll = seconds(response, HeaderName.EXPIRES);
            return forAll.isPresent() ? Duration.ofSeconds(forAll.getAsLong()) : asked;
        }

        private static List<Uri> uris(List<Contact> contacts) {
            return contacts.stream()
                    .filter(Contact.Address.class::isInstance)
                    .map(each -> ((Contact.Address) each).address().uri())
                    .toList();
        }

        private static OptionalLong seconds(SipResponse response, HeaderName name) {
            return response.headers().value(name).map(SipTime::seconds).orElse(OptionalLong.empty());
        }
    }

    /** What the registrar says to a binding that is taken back: it is gone in any case. */
    private final class TakenBack implements ClientRequest.Outcome {
        @Override
        public void answered(SipRequest request, SipResponse response) {
            try {
                on(new Event.Removed(response.status().isSuccess() ? RegisteredContact.listedIn(response) : List.of()));
            } catch (MalformedMessageException _) {
                on(new Event.Removed(List.of()));
            }
        }

        @Override
        public void unanswered(String reason) {
            on(new Event.Removed(List.of()));
        }
    }
}
