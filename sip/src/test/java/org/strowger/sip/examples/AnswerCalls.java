package org.strowger.sip.examples;

import java.io.IOException;
import java.time.Duration;
import org.strowger.sip.ua.UserAgent;
import org.strowger.sip.ua.UserAgentSettings;

/** Rings, and answers with a tone. */
final class AnswerCalls {
    private AnswerCalls() {}

    // README: answer calls
    static UserAgent wait(Duration ringing) throws IOException {
        var settings = UserAgentSettings.of("sip:bob@127.0.0.1").listening("udp://127.0.0.1:0");
        return UserAgent.open(settings, call -> {
            call.ring();
            call.session().after(ringing, call::answer);
        });
    }
    // README: end
}
