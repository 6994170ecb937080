package org.strowger.server.events;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strowger.server.events.Subscription.Action;
import org.strowger.server.events.Subscription.Event;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Watcher;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Timeout;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;

/**
 * Carries out what a {@link Subscription} asks: looks at the bindings, writes documents, sends NOTIFY requests. Owned by the shard of its
 * Call-ID.
 */
final class LiveSubscription {
    /** "404, 405, 410, 416, 480-485, 489, 501, or 604 […] the notifier MUST remove the corresponding subscription" (RFC 6665 §4.2.2). */
    private static final List<Integer> ENDING =
            List.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    private final Notifier notifier;
    private final Shard shard;
    private final AddressOfRecord aor;
    private final Optional<AddressOfRecord> subscriber;
    private final Slice eventId;
    private final Watcher watcher = this::changed;

    private SubscriptionDialog dialog;
    private Slice contact = Slice.EMPTY;
    /** By which the subscriber is reached, where its Contact does not lead there. */
    private Optional<NextHop> wayBack = Optional.empty();

    private Subscription machine = Subscription.NEW;
    private KnownContacts known = KnownContacts.NONE;
    private int version;
    private boolean lost;
    private Instant expiresAt = Instant.MIN;
    private @Nullable Timeout timeIsUp;
    private @Nullable Timeout nextExpiry;

    /**
     * What a subscription is about.
     *
     * @param subscriber who has proven to be its user; empty where nobody is asked
     * @param eventId of the Event header field; empty if it has none
     */
    record Subject(AddressOfRecord aor, Optional<AddressOfRecord> subscriber, Slice eventId) {}

    LiveSubscription(Notifier notifier, Shard shard, Subject subject, SubscriptionDialog dialog) {
        this.notifier = notifier;
        this.shard = shard;
        this.aor = subject.aor();
        this.subscriber = subject.subscriber();
        this.eventId = subject.eventId();
        this.dialog = dialog;
    }

    AddressOfRecord aor() {
        return aor;
    }

    SubscriptionDialog dialog() {
        return dialog;
    }

    Watcher watcher() {
        return watcher;
    }

    /** Whether a refresh may be of this: the same user, the same event, and not at its end. */
    boolean isOf(Optional<AddressOfRecord> user, Slice event) {
        return subscriber.equals(user) && eventId.equals(event);
    }

    boolean isActive() {
        return machine.phase() == Subscription.Phase.ACTIVE;
    }

    /**
     * A SUBSCRIBE was accepted and answered.
     *
     * @param after the dialog behind it
     * @param from the way it came
     * @param ourContact for the NOTIFY requests
     */
    void subscribed(SubscriptionDialog after, Optional<Flow> from, Slice ourContact, Duration granted) {
        dialog = after;
        contact = ourContact;
        wayBack = from.map(NextHop.Established::new);
        expiresAt = notifier.now().plus(granted);
        if (timeIsUp != null) {
            timeIsUp.forget();
        }
        if (!granted.isZero()) {
            timeIsUp = shard.schedule(granted, () -> on(Event.TIME_IS_UP));
        }
        on(granted.isZero() ? Event.UNSUBSCRIBED : Event.SUBSCRIBED);
    }

    private void changed(boolean connectionLost) {
        shard.execute(() -> {
            lost |= connectionLost;
            on(Event.CHANGED);
        });
    }

    private void on(Event event) {
        shard.check();
        var step = machine.on(event);
        machine = step.subscription();
        for (var action : step.actions()) {
            switch (action) {
                case Action.Notify(boolean full, boolean last) -> notify(full, last);
                case Action.Rest() -> shard.schedule(notifier.policy().pause(), () -> on(Event.RESTED));
                case Action.Finish() -> finish();
            }
        }
    }

    private void notify(boolean full, boolean last) {
        var now = notifier.now();
        var bindings = notifier.location().bindings(aor, now);
        var news = known.since(bindings, now, lost);
        known = news.contacts();
        lost = false;
        awaitExpiry(now);
        if (!full && news.changes().isEmpty()) {
            shard.execute(() -> on(Event.DELIVERED));
            return;
        }
        var document =
                new ReginfoDocument(aor, version, full, !bindings.isEmpty(), full ? known.all() : news.changes());
        version++;
        dialog = dialog.counted();
        send(dialog.notification()
                .header(HeaderName.CONTACT, contact)
                .header(HeaderName.EVENT, event())
                .header(HeaderName.SUBSCRIPTION_STATE, state(last, now))
                .body(ReginfoDocument.TYPE, document.write(now)));
    }

    private String event() {
        return eventId.isEmpty() ? SubscribeRequest.REG : SubscribeRequest.REG + ";id=" + eventId;
    }

    /** "If the value […] is "active" or "pending", the notifier MUST also include […] an "expires" parameter" (RFC 6665 §4.2.2). */
    private String state(boolean last, Instant now) {
        return last
                ? "terminated;reason=timeout"
                : "active;expires="
                        + Math.max(
                                0, Math.ceilDiv(Duration.between(now, expiresAt).toMillis(), 1000));
    }

    /** What expires changes without anybody's doing. */
    private void awaitExpiry(Instant now) {
        if (nextExpiry != null) {
            nextExpiry.forget();
            nextExpiry = null;
        }
        var next = known.all().stream()
                .map(contact -> contact.binding().expiresAt())
                .min(Instant::compareTo);
        if (next.isPresent()) {
            nextExpiry = shard.schedule(Duration.between(now, next.get()).plusMillis(1), () -> on(Event.CHANGED));
        }
    }

    private void send(RequestBuilder request) {
        if (wayBack.isPresent() && wayBack.get() instanceof NextHop.Established(var flow) && flow.isOpen()) {
            send(request, wayBack.stream().toList());
        } else {
            notifier.resolve(shard, dialog, hops -> send(request, hops));
        }
    }

    private void send(RequestBuilder request, List<NextHop> hops) {
        if (hops.isEmpty()) {
            shard.execute(() -> on(Event.GONE));
        } else {
            notifier.transactions().start(shard, request.edit(), hops.getFirst(), new Delivery(request, hops));
        }
    }

    private void finish() {
        if (timeIsUp != null) {
            timeIsUp.forget();
        }
        if (nextExpiry != null) {
            nextExpiry.forget();
        }
        notifier.forget(this);
    }

    Shard shard() {
        return shard;
    }

    /** A NOTIFY under way, to the first of these next hops. */
    private final class Delivery implements ClientListener {
        private final RequestBuilder request;
        private final List<NextHop> hops;

        Delivery(RequestBuilder request, List<NextHop> hops) {
            this.request = request;
            this.hops = hops;
        }

        @Override
        public void response(ClientTransaction transaction, SipResponse response) {
            int code = response.status().code();
            if (code == 503 && hops.size() > 1) {
                send(request, hops.subList(1, hops.size()));
            } else if (code >= 200) {
                on(code < 300 ? Event.DELIVERED : ENDING.contains(code) ? Event.GONE : Event.FAILED);
            }
        }

        /** "If the NOTIFY request fails due to expiration of SIP Timer F […], the notifier SHOULD remove the subscription" (RFC 6665 §4.2.2). */
        @Override
        public void timedOut(ClientTransaction transaction) {
            on(Event.GONE);
        }

        @Override
        public void failed(ClientTransaction transaction, IOException cause) {
            if (hops.size() > 1) {
                send(request, hops.subList(1, hops.size()));
            } else {
                on(Event.GONE);
            }
        }
    }
}
