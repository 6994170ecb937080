package org.strowger.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strowger.server.events.Subscription.Action;
import org.strowger.server.events.Subscription.Event;
import org.strowger.sip.testing.Rfc;

class SubscriptionTest {
    private static final Action EVERYTHING = new Action.Notify(true, false);
    private static final Action CHANGES = new Action.Notify(false, false);
    private static final Action LAST = new Action.Notify(true, true);
    private static final Action REST = new Action.Rest();
    private static final Action FINISH = new Action.Finish();

    private Subscription machine = Subscription.NEW;

    private List<Action> on(Event... events) {
        var actions = new ArrayList<Action>();
        for (var event : events) {
            var step = machine.on(event);
            machine = step.subscription();
            actions.addAll(step.actions());
        }
        return actions;
    }

    @Test
    @Rfc("6665 §4.2.1.2-1: at once")
    @Rfc("6665 §4.2.2-1: behind each 200")
    void tellsEverythingBehindASubscribe() {
        assertThat(on(Event.SUBSCRIBED)).containsExactly(EVERYTHING, REST);
        assertThat(on(Event.DELIVERED)).isEmpty();
        assertThat(on(Event.SUBSCRIBED)).as("without a pause").containsExactly(EVERYTHING);
    }

    @Test
    @Rfc("6665 §4.2.2-2: and of each change")
    @Rfc("3680 §4.10-1: no faster than once in five seconds")
    void tellsChangesWhenThePauseIsOver() {
        on(Event.SUBSCRIBED, Event.DELIVERED);

        assertThat(on(Event.CHANGED, Event.CHANGED)).isEmpty();
        assertThat(on(Event.RESTED)).containsExactly(CHANGES, REST);
        assertThat(on(Event.DELIVERED, Event.RESTED)).as("nothing more").isEmpty();
        assertThat(on(Event.CHANGED)).containsExactly(CHANGES, REST);
    }

    @Test
    void sendsOneNotificationAtATime() {
        assertThat(on(Event.SUBSCRIBED, Event.RESTED, Event.CHANGED, Event.SUBSCRIBED))
                .containsExactly(EVERYTHING, REST);
        assertThat(on(Event.DELIVERED)).containsExactly(EVERYTHING, REST);
    }

    @Test
    @Rfc("6665 §4.2.1.4: Expires: 0 is told of like any other end")
    void endsWithALastNotification() {
        on(Event.SUBSCRIBED);

        assertThat(on(Event.UNSUBSCRIBED)).as("behind the one under way").isEmpty();
        assertThat(on(Event.DELIVERED)).containsExactly(LAST);
        assertThat(on(Event.TIME_IS_UP, Event.CHANGED)).isEmpty();
        assertThat(on(Event.DELIVERED)).containsExactly(FINISH);
        assertThat(on(Event.CHANGED, Event.RESTED, Event.SUBSCRIBED)).isEmpty();
    }

    @Test
    @Rfc("6665 §4.4.3: a fetch")
    void fetchesOnce() {
        assertThat(on(Event.UNSUBSCRIBED)).containsExactly(LAST, REST);
        assertThat(on(Event.RESTED)).isEmpty();
        assertThat(on(Event.DELIVERED)).containsExactly(FINISH);
    }

    @Test
    @Rfc("6665 §4.2.1.4-3: nobody refreshed it")
    void endsWhenTimeIsUp() {
        on(Event.SUBSCRIBED, Event.DELIVERED);

        assertThat(on(Event.TIME_IS_UP)).containsExactly(LAST);
        assertThat(on(Event.FAILED)).as("is not told twice").containsExactly(FINISH);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBSCRIBED", "UNSUBSCRIBED"})
    @Rfc("6665 §4.2.2-3: a NOTIFY that times out")
    @Rfc("6665 §4.2.2-4: a NOTIFY that is answered 481 and the like")
    void endsWhenTheSubscriberIsGone(Event first) {
        on(first);

        assertThat(on(Event.GONE)).containsExactly(FINISH);
    }

    @Test
    void tellsEverythingWhenSomethingWasMissed() {
        on(Event.SUBSCRIBED, Event.DELIVERED, Event.RESTED, Event.CHANGED);

        assertThat(on(Event.FAILED)).as("not at once").isEmpty();
        assertThat(on(Event.CHANGED, Event.RESTED)).containsExactly(EVERYTHING, REST);
    }
}
