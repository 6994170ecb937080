package org.strowger.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Rfc;

/** SUBSCRIBE for {@code reg}, and the NOTIFY requests that follow, at the whole server with a false clock. */
class NotifierTest {
    private static final Duration PAUSE = Duration.ofSeconds(6);
    private static final String DESK = "<sip:alice@192.0.2.50>";
    private static final String MOBILE = "<sip:alice@192.0.2.50:5062>";

    private final Watch watch = new Watch();

    private static String field(SipResponse response, HeaderName name) {
        return Watch.value(response, name);
    }

    @Test
    @Rfc("6665 §3.1.1-3: the 200 has an Expires")
    @Rfc("6665 §3.2.1-1: Event names our package")
    @Rfc("6665 §3.2.1-2: as the SUBSCRIBE did")
    @Rfc("6665 §8.2.1-2: one event type")
    @Rfc("6665 §4.2.1.1-1: nobody is waited for")
    @Rfc("6665 §8.3.1-1: 200, never 202")
    @Rfc("6665 §8.3.1-2: 200, never 202")
    @Rfc("6665 §4.4.4-1: Allow-Events lists what there is")
    @Rfc("6665 §4.4.4-2: in the answer that begins a dialog")
    @Rfc("6665 §4.5.1-1: our Contact is this server itself, and has no gr (decision 0035)")
    @Rfc("3680 §4.5-1: reginfo")
    @Rfc("6665 §4.2.2-1: immediately")
    @Rfc("6665 §4.2.2-5: Subscription-State is there")
    @Rfc("6665 §4.2.2-6: with the time that is left")
    @Rfc("3680 §4.7.1: nobody is registered: init")
    @Rfc("6665 §8.2.1-3: no Event in a response")
    @Rfc("6665 §8.2.3-1: nor a Subscription-State")
    @Rfc("3680 §4.4: 3761 seconds where nothing is asked for")
    void answersAndNotifiesAtOnce() {
        var answer = watch.subscribe();

        assertThat(answer.status().code()).isEqualTo(200);
        assertThat(field(answer, HeaderName.EXPIRES)).isEqualTo("3761");
        assertThat(field(answer, HeaderName.CONTACT)).isEqualTo("<sip:192.0.2.100:5060>");
        assertThat(field(answer, HeaderName.ALLOW_EVENTS)).isEqualTo("reg");
        assertThat(answer.headers().has(HeaderName.EVENT)).isFalse();
        assertThat(answer.headers().has(HeaderName.SUBSCRIPTION_STATE)).isFalse();
        var notify = watch.notifications().getFirst();
        assertThat(notify.requestUri()).hasToString(Watch.HERE);
        assertThat(notify.fromTag()).isEqualTo(answer.toTag());
        assertThat(Watch.value(notify, HeaderName.EVENT)).isEqualTo("reg");
        assertThat(Watch.value(notify, HeaderName.CONTENT_TYPE)).isEqualTo("application/reginfo+xml");
        assertThat(watch.state()).isEqualTo("active;expires=3761");
        var document = watch.last();
        assertThat(document.version()).isZero();
        assertThat(document.state()).isEqualTo("full");
        assertThat(document.aor()).isEqualTo(Watch.AOR);
        assertThat(document.registration()).isEqualTo("init");
        assertThat(document.contacts()).isEmpty();
    }

    @Test
    @Rfc("6665 §4.2.2-2: of each change a NOTIFY")
    @Rfc("3680 §4.7.2-2: with what has changed")
    @Rfc("3680 §5.1-6: versions start at 0 and grow by one")
    @Rfc("3680 §5.1-11: the id of the registration stays")
    @Rfc("3680 §5.1-16: as that of a contact does")
    void tellsWhatChanges() {
        watch.register(DESK, "Expires: 600");
        watch.subscribe();
        assertThat(watch.last().registration()).isEqualTo("active");
        var desk = watch.last().contact();
        assertThat(desk.happened()).isEqualTo("active registered");
        watch.pass(PAUSE);

        watch.register(MOBILE + ";q=0.5;+sip.instance=\"<urn:x>\"", "Expires: 60");

        var added = watch.last();
        assertThat(added.version()).isEqualTo(1);
        assertThat(added.state()).isEqualTo("partial");
        assertThat(added.contact().happened()).isEqualTo("active registered");
        assertThat(added.contact().uri()).isEqualTo("sip:alice@192.0.2.50:5062");
        assertThat(added.contact().the("q")).isEqualTo("0.500");
        assertThat(added.contact().the("expires")).isEqualTo("60");
        assertThat(added.contact().parameters()).containsExactly("+sip.instance=\"<urn:x>\"");
        assertThat(added.contact().the("id")).isNotEqualTo(desk.the("id"));

        watch.pass(PAUSE);
        watch.register(DESK, "Expires: 700");
        assertThat(watch.last().contact().happened()).isEqualTo("active refreshed");
        assertThat(watch.last().contact().the("id")).isEqualTo(desk.the("id"));
        assertThat(watch.last().id()).isEqualTo(added.id());

        watch.pass(PAUSE);
        watch.register(DESK, "Expires: 0");
        assertThat(watch.last().contact().happened()).isEqualTo("terminated unregistered");
        assertThat(watch.last().registration()).as("the mobile is still there").isEqualTo("active");

        watch.pass(Duration.ofSeconds(60));
        assertThat(watch.last().contact().happened()).isEqualTo("terminated expired");
        assertThat(watch.last().registration()).isEqualTo("terminated");
        assertThat(watch.last().version()).isEqualTo(4);
    }

    @Test
    @Rfc("3680 §4.10-1: no faster than once in five seconds")
    @Rfc("3680 §4.7.1-1: that a registration is init again is never reported")
    void gathersWhatChangesQuickly() {
        watch.subscribe();
        watch.register(DESK);
        watch.register(MOBILE);
        assertThat(watch.notifications()).hasSize(1);

        watch.pass(PAUSE);
        assertThat(watch.notifications()).hasSize(2);
        assertThat(watch.last().contacts()).hasSize(2);

        watch.register(DESK, "Expires: 0");
        watch.register(MOBILE, "Expires: 0");
        watch.pass(PAUSE);
        assertThat(watch.last().registration()).isEqualTo("terminated");
        watch.pass(PAUSE);
        assertThat(watch.notifications()).hasSize(3);
    }

    @Test
    void saysNothingOfWhatCameAndWent() {
        watch.subscribe();
        watch.register(DESK);
        watch.register(DESK, "Expires: 0");
        watch.pass(PAUSE);

        assertThat(watch.notifications()).hasSize(1);
    }

    @Test
    @Rfc("6665 §3.1.1-4: a refresh is granted no more than it asks for")
    @Rfc("6665 §4.2.2-7: nor does a NOTIFY lengthen it")
    @Rfc("3680 §5.2: full state again")
    void refreshes() {
        watch.subscribe("Expires: 100");
        watch.register(DESK, "Expires: 3600");
        watch.pass(Duration.ofSeconds(90));

        assertThat(field(watch.subscribe("Expires: 200"), HeaderName.EXPIRES)).isEqualTo("200");
        assertThat(watch.last().state()).isEqualTo("full");
        watch.pass(Duration.ofSeconds(150));
        assertThat(watch.office.location().watchers()).isOne();

        watch.pass(Duration.ofSeconds(60));
        assertThat(watch.state()).isEqualTo("terminated;reason=timeout");
        assertThat(watch.office.location().watchers()).isZero();
        assertThat(watch.subscribe().status().code()).as("too late").isEqualTo(481);
    }

    @Test
    @Rfc("6665 §4.2.1.4-3: the last NOTIFY says terminated")
    @Rfc("6665 §4.2.1.4-4: reason=timeout")
    @Rfc("6665 §4.2.2-8: a reason")
    void unsubscribes() {
        watch.subscribe();

        assertThat(field(watch.subscribe("Expires: 0"), HeaderName.EXPIRES)).isEqualTo("0");

        assertThat(watch.state()).isEqualTo("terminated;reason=timeout");
        assertThat(watch.office.location().watchers()).isZero();
        watch.register(DESK);
        watch.pass(PAUSE);
        assertThat(watch.notifications()).hasSize(2);
    }

    @Test
    @Rfc("6665 §4.4.3: a fetch is told of the state once")
    @Rfc("3680 §4.7.2-3: the whole of it")
    void fetches() {
        watch.register(DESK);

        assertThat(watch.subscribe("Expires: 0").status().code()).isEqualTo(200);

        assertThat(watch.state()).isEqualTo("terminated;reason=timeout");
        assertThat(watch.last().state()).isEqualTo("full");
        assertThat(watch.last().contacts()).hasSize(1);
        watch.pass(PAUSE);
        assertThat(watch.notifications()).hasSize(1);
        watch.pass(Duration.ofMinutes(2));
        assertThat(watch.office.leftOver()).startsWith("0 transactions, 0 response contexts,");
    }

    @Test
    @Rfc("6665 §4.2.1.1-2: the package is looked at")
    @Rfc("6665 §4.2.1.1-3: 489 to one that we do not know")
    @Rfc("6665 §4.2.3-1: a SUBSCRIBE without Event")
    @Rfc("6665 §5.2: a template of ours is none of ours")
    void refusesOtherPackages() {
        var server = "sip:192.0.2.100:5060";

        for (var answer : new SipResponse[] {
            watch.subscribeTo(server, "Event: presence"),
            watch.subscribeTo(server, "Event:"),
            watch.subscribeTo(Watch.AOR, "Event: reg.winfo"),
            watch.subscribeTo(server, "Event: REG")
        }) {
            assertThat(answer.status().code()).isEqualTo(489);
            assertThat(field(answer, HeaderName.ALLOW_EVENTS)).isEqualTo("reg");
        }
        assertThat(watch.subscribeTo(server).status().code())
                .as("the server is no user")
                .isEqualTo(404);
    }

    @Test
    @Rfc("6665 §4.3: what is not for the notifier is forwarded")
    void leavesOtherPackagesToThePhones() {
        watch.answersWith(0);
        watch.register(DESK);
        watch.once("SUBSCRIBE", Watch.AOR, "other", "Event: presence", "Proxy-Authorization:");

        assertThat(watch.phone.codes()).as("as any request of a user of ours").endsWith(407);
    }

    @Test
    @Rfc("6665 §4.2.1.4-2: a refresh that is too brief as well")
    @Rfc("6665 §4.2.1.1: 423 with Min-Expires")
    void refusesWhatIsTooBrief() {
        var brief = watch.subscribe("Expires: 59");
        assertThat(brief.status().code()).isEqualTo(423);
        assertThat(field(brief, HeaderName.MIN_EXPIRES)).isEqualTo("60");
        assertThat(watch.subscribe("Expires: 60").status().code()).isEqualTo(200);
        assertThat(watch.subscribe("Expires: 1").status().code()).isEqualTo(423);
        assertThat(field(watch.subscribe("Expires: 999999"), HeaderName.EXPIRES))
                .isEqualTo("7200");
    }

    @Test
    @Rfc("6665 §3.2.1-3: the body is one that Accept names")
    @Rfc("3680 §4.5-3: the document is in a format that Accept names")
    void refusesWhoTakesNoReginfo() {
        assertThat(watch.subscribe("Accept: text/plain").status().code()).isEqualTo(406);
        assertThat(watch.subscribe("Accept: text/plain, Application/Reginfo+xml;q=0.3")
                        .status()
                        .code())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThat(watch.subscribe("Expires: soon").status().code()).isEqualTo(400);
        assertThat(watch.subscribe("Contact:").status().code()).isEqualTo(400);
        assertThat(watch.subscribe("Require: eventlist").status().code()).isEqualTo(420);
        assertThat(watch.notifications()).isEmpty();
    }

    @Test
    @Rfc("3680 §4.6-1: who subscribes is authenticated")
    @Rfc("3680 §7-1: and authorized")
    @Rfc("6665 §4.2.1.1-4: authenticated and authorized")
    @Rfc("6665 §6.3-1: whoever subscribes is authenticated")
    @Rfc("6665 §6.4-1: by digest, with a nonce count")
    @Rfc("6665 §4.2.1.3: by 401, not 407")
    @Rfc("6665 §4.2.1.3-1: 403 for who is somebody else")
    @Rfc("3680 §4.6-2: users may watch themselves")
    void letsOnlyTheUserWatch() {
        assertThat(watch.once("SUBSCRIBE", Watch.AOR, "unproven").status().code())
                .isEqualTo(401);

        var bob = new Watch("bob");
        assertThat(bob.subscribe().status().code()).isEqualTo(403);
        assertThat(bob.notifications()).isEmpty();
        assertThat(watch.subscribe().status().code()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604})
    @Rfc("6665 §4.2.2-4: a NOTIFY that is answered so ends the subscription")
    void endsWhenANotifyIsRefused(int code) {
        watch.subscribe();
        watch.answersWith(code);
        watch.pass(PAUSE);
        watch.register(DESK);
        watch.pass();

        assertThat(watch.office.location().watchers()).isZero();
    }

    @Test
    @Rfc("6665 §4.2.2-3: so does one that is not answered")
    void endsWhenANotifyTimesOut() {
        watch.answersWith(0);
        watch.subscribe();
        assertThat(watch.office.location().watchers()).isOne();

        watch.pass(Duration.ofSeconds(33));

        assertThat(watch.office.location().watchers()).isZero();
    }

    @Test
    @Rfc("6665 §B.15: a 5xx to a NOTIFY ends nothing")
    void goesOnWhenANotifyFails() {
        watch.answersWith(500);
        watch.subscribe();
        watch.answersWith(200);
        watch.pass(PAUSE);

        assertThat(watch.last().state()).as("what was missed").isEqualTo("full");
        assertThat(watch.last().version()).isEqualTo(1);
        assertThat(watch.office.location().watchers()).isOne();
    }

    @Test
    @Rfc("6665 §4.5.2-2: another id in the same dialog is refused in words")
    @Rfc("6665 §4.5.2-3: each NOTIFY has the id of its SUBSCRIBE")
    void sharesNoDialog() {
        watch.subscribe("Event: reg;id=7");
        assertThat(Watch.value(watch.notifications().getLast(), HeaderName.EVENT))
                .isEqualTo("reg;id=7");

        var other = watch.subscribe("Event: reg;id=8");

        assertThat(other.status().code()).isEqualTo(403);
        assertThat(other.status().reason()).isEqualTo("Dialogs Are Not Shared");
    }

    @Test
    @Rfc("6665 §4.6-1: a CANCEL is answered")
    @Rfc("6665 §4.6-2: and changes nothing")
    void ignoresACancel() {
        watch.subscribe();
        var ours = watch.phone.responses().getLast();
        watch.cancel(ours);

        assertThat(watch.phone.codes()).as("nothing can be cancelled any more").endsWith(481);
        assertThat(watch.phone.responses().getLast().cseq().method()).isEqualTo(Method.CANCEL);
        assertThat(watch.office.location().watchers()).isOne();
    }

    @Test
    @Rfc("6665 §4.2.1-1: REGISTER, NOTIFY and SUBSCRIBE for others subscribe nobody")
    void subscribesNobodyElse() {
        watch.register(DESK);
        watch.subscribe("Event: presence");

        assertThat(watch.office.location().watchers()).isZero();
    }

    @Test
    @Rfc("6665 §6.3: so many subscriptions, and no more")
    void boundsTheSubscriptionsOfOneUser() {
        for (int number = 0; number < Notifier.MOST_OF_ONE; number++) {
            watch.anew("number-" + number);
            assertThat(watch.subscribe().status().code()).isEqualTo(200);
        }
        watch.anew("one-too-many");
        var refused = watch.subscribe();

        assertThat(refused.status().code()).isEqualTo(500);
        assertThat(field(refused, HeaderName.RETRY_AFTER)).isEqualTo("300");

        watch.anew("number-20");
        watch.pass(Duration.ofSeconds(3762));
        assertThat(watch.subscribe().status().code())
                .as("when the others are over")
                .isEqualTo(200);
    }
}
