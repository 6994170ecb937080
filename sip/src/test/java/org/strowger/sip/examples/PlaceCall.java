package org.strowger.sip.examples;

import java.io.IOException;
import java.time.Duration;
import org.strowger.sip.ua.UserAgent;
import org.strowger.sip.ua.UserAgentSettings;

/** Places a call, and talks for a while in a tone. */
final class PlaceCall {
    private PlaceCall() {}

    // README: place a call
    static String talk(String target, Duration time) throws IOException {
        var settings = UserAgentSettings.of("sip:alice@127.0.0.1").listening("udp://127.0.0.1:0");
        try (var alice = UserAgent.open(settings)) {
            var call = alice.call(target);
            var conversation = call.answered().join();
            call.after(time, call::hangUp);
            var end = call.ended().join();
            var rtp = call.statistics().join().orElseThrow();
            return conversation.summary() + ", " + rtp.summary() + ", " + end.summary();
        }
    }
    // README: end
}
