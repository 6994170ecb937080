package org.strowger.sip.ua;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A binding that is kept alive at a registrar (RFC 3261 §10.2).
 *
 * <pre>
 *   Asking ──200──▶ Held ──well before it expires──▶ Asking
 *      │ └──423: asks for longer──▶ Asking
 *      ├──nobody, 5xx──▶ Waiting ──after a while──▶ Asking
 *      ├──4xx, 6xx──▶ Over
 *      └──remove──▶ Removing ──whatever is answered──▶ Over
 * </pre>
 *
 * @param wanted how long it is to last
 */
record KeptBinding(State state, Duration wanted) {
    /** Time enough for a refresh to be tried, to time out and to be tried once more. */
    private static final Duration MARGIN = Duration.ofSeconds(90);

    /** However little a registrar grants, it is asked no more often. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    private static final int MOST_DOUBLINGS = 6;

    /** Where it stands. */
    sealed interface State {
        /** @param failures in a row before */
        record Asking(int failures) implements State {}

        record Held() implements State {}

        record Waiting(int failures) implements State {}

        record Removing() implements State {}

        record Over() implements State {}
    }

    /** What can happen to it. */
    sealed interface Event {
        record Granted(Duration granted, List<RegisteredContact> bindings) implements Event {}

        /** "423 (Interval Too Brief)" (§10.2.8). */
        record TooBrief(Duration least, RequestFailedException reason) implements Event {}

        /**
         * Another failure.
         *
         * @param hopeless whether asking again would bring the same
         */
        record Failed(RequestFailedException reason, boolean hopeless, Optional<Duration> retryAfter)
                implements Event {}

        record Due() implements Event {}

        record Remove() implements Event {}

        /** It is refreshed no more, and left to expire. */
        record LetGo() implements Event {}

        /** The removal was answered, with what is left; nobody answered: nothing. */
        record Removed(List<RegisteredContact> bindings) implements Event {}
    }

    /** What it asks for. */
    sealed interface Action {
        record Register(Duration expires) implements Action {}

        record Unregister() implements Action {}

        record Wake(Duration after) implements Action {}

        record Tell(RegistrationState state) implements Action {}
    }

    static Step<KeptBinding, Action> start(Duration wanted) {
        return Step.to(
                new KeptBinding(new State.Asking(0), wanted),
                new Action.Tell(new RegistrationState.Registering()),
                new Action.Register(wanted));
    }

    Step<KeptBinding, Action> on(Event event) {
        if (event instanceof Event.Remove) {
            return remove();
        }
        if (event instanceof Event.LetGo) {
            return Step.to(in(new State.Over()));
        }
        return switch (state) {
            case State.Asking(var failures) -> asking(failures, event);
            case State.Held() -> due(0, event);
            case State.Waiting(var failures) -> due(failures, event);
            case State.Removing() ->
                event instanceof Event.Removed(var left)
                        ? Step.to(in(new State.Over()), new Action.Tell(new RegistrationState.Removed(left)))
                        : Step.to(this);
            case State.Over() -> Step.to(this);
        };
    }

    /** Long before it expires; half of the time if it is short. */
    static Duration refreshAfter(Duration granted) {
        var half = granted.dividedBy(2);
        var refresh = granted.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
        return refresh.compareTo(SHORTEST) < 0 ? SHORTEST : refresh;
    }

    private Step<KeptBinding, Action> asking(int failures, Event event) {
        return switch (event) {
            case Event.Granted(var granted, var bindings) ->
                Step.to(
                        in(new State.Held()),
                        new Action.Wake(refreshAfter(granted)),
                        new Action.Tell(new RegistrationState.Registered(granted, bindings)));
            // "the UA MAY retry the registration after making the expiration interval […] equal to or greater than the
            // expiration interval within the Min-Expires header field" (§10.2.8)
            case Event.TooBrief(var least, var reason) ->
                least.compareTo(wanted) > 0
                        ? Step.to(new KeptBinding(state, least), new Action.Register(least))
                        : over(reason);
            case Event.Failed(var reason, var hopeless, var retryAfter) ->
                hopeless
                        ? over(reason)
                        : Step.to(
                                in(new State.Waiting(failures + 1)),
                                new Action.Wake(retryAfter.orElse(pause(failures))),
                                new Action.Tell(new RegistrationState.Failed(reason)));
            case Event.Due(), Event.Remove(), Event.LetGo(), Event.Removed _ -> Step.to(this);
        };
    }

    private Step<KeptBinding, Action> due(int failures, Event event) {
        return event instanceof Event.Due
                ? Step.to(in(new State.Asking(failures)), new Action.Register(wanted))
                : Step.to(this);
    }

    private Step<KeptBinding, Action> remove() {
        return switch (state) {
            case State.Asking _, State.Held(), State.Waiting _ ->
                Step.to(in(new State.Removing()), new Action.Unregister());
            case State.Removing() -> Step.to(this);
            case State.Over() -> Step.to(this, new Action.Tell(new RegistrationState.Removed(List.of())));
        };
    }

    private Step<KeptBinding, Action> over(RequestFailedException reason) {
        return Step.to(in(new State.Over()), new Action.Tell(new RegistrationState.Failed(reason)));
    }

    /** "SHOULD NOT immediately re-attempt a registration to the same registrar" (§10.2.7). */
    private static Duration pause(int failures) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private KeptBinding in(State next) {
        return new KeptBinding(next, wanted);
    }
}
