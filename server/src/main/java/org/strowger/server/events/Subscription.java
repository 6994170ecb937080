package org.strowger.server.events;

import java.util.List;

/**
 * When a subscription is notified (RFC 6665 §4.2.2): one NOTIFY at a time, so that they arrive in order.
 *
 * <pre>
 *   Active ──Expires: 0, time is up──▶ Ending ──its last NOTIFY is over──▶ Over
 *      └───a NOTIFY that says the subscriber is gone, or lost──────────────▶ Over
 * </pre>
 *
 * <p>A pure function of its events: no clock, no socket, no lock.
 *
 * @param owed what is to be told as soon as may be
 * @param underWay whether a NOTIFY is not answered yet
 * @param resting whether the last change was told a moment ago
 */
record Subscription(Phase phase, Owed owed, boolean underWay, boolean resting) {
    static final Subscription NEW = new Subscription(Phase.ACTIVE, Owed.NOTHING, false, false);

    enum Phase {
        ACTIVE,
        ENDING,
        OVER
    }

    /** In the order of what contains what. */
    enum Owed {
        NOTHING,
        /** What has changed, when the pause is over. */
        CHANGES,
        /** The whole state, when the pause is over: something was missed. */
        STATE,
        /** The whole state at once: in answer to a SUBSCRIBE, or at the end. */
        ANSWER
    }

    /** What can happen. */
    enum Event {
        /** A SUBSCRIBE was accepted. */
        SUBSCRIBED,
        /** One with Expires: 0. */
        UNSUBSCRIBED,
        /** The state that is watched may have changed. */
        CHANGED,
        /** The pause behind a notification is over. */
        RESTED,
        /** Nobody refreshed the subscription. */
        TIME_IS_UP,
        /** The NOTIFY was answered with a 2xx. */
        DELIVERED,
        /** The NOTIFY failed, which does not mean that the subscriber is gone. */
        FAILED,
        /** The NOTIFY was answered with what ends a subscription, or not at all. */
        GONE
    }

    /** What is asked of the world. */
    sealed interface Action {
        /**
         * Send a NOTIFY.
         *
         * @param full with the whole state, else with what has changed; not at all if nothing has
         * @param last whether it tells of the end
         */
        record Notify(boolean full, boolean last) implements Action {}

        /** Say when the pause is over. */
        record Rest() implements Action {}

        /** Forget it. */
        record Finish() implements Action {}
    }

    /** One turn. */
    record Step(Subscription subscription, List<Action> actions) {}

    Step on(Event event) {
        if (phase == Phase.OVER) {
            return new Step(this, List.of());
        }
        return switch (event) {
            case SUBSCRIBED -> owing(Owed.ANSWER).told();
            case UNSUBSCRIBED, TIME_IS_UP -> ending().told();
            case CHANGED -> owing(Owed.CHANGES).told();
            case RESTED -> new Subscription(phase, owed, underWay, false).told();
            case DELIVERED -> settled().told();
            case FAILED -> isTold() ? over() : settled().owing(Owed.STATE).told();
            case GONE -> over();
        };
    }

    /** Whether the last NOTIFY has been sent. */
    private boolean isTold() {
        return phase == Phase.ENDING && owed == Owed.NOTHING;
    }

    private Subscription owing(Owed more) {
        boolean isMore = phase == Phase.ACTIVE && more.compareTo(owed) > 0;
        return isMore ? new Subscription(phase, more, underWay, resting) : this;
    }

    private Subscription ending() {
        return phase == Phase.ENDING ? this : new Subscription(Phase.ENDING, Owed.ANSWER, underWay, resting);
    }

    private Subscription settled() {
        return new Subscription(phase, owed, false, resting);
    }

    private Step told() {
        boolean last = phase == Phase.ENDING;
        if (!underWay && isTold()) {
            return over();
        }
        if (underWay || owed == Owed.NOTHING || resting && owed != Owed.ANSWER) {
            return new Step(this, List.of());
        }
        var notify = new Action.Notify(owed != Owed.CHANGES, last);
        return new Step(
                new Subscription(phase, Owed.NOTHING, true, true),
                resting ? List.of(notify) : List.of(notify, new Action.Rest()));
    }

    private static Step over() {
        return new Step(new Subscription(Phase.OVER, Owed.NOTHING, false, false), List.of(new Action.Finish()));
    }
}
