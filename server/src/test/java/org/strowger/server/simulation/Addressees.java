package org.strowger.server.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/**
 * Whether everybody whom the server sent something could know what it was about, in every weather: a response belongs to a request of his,
 * what is within a dialog to a dialog of his, an ACK to what he answered, a CANCEL to an INVITE that he was sent.
 */
final class Addressees {
    /** Who, and what he sent or was sent, in words. */
    private final Set<String> known = new HashSet<>();

    private final List<String> strangeTo = new ArrayList<>();

    private Addressees() {}

    /** What somebody was sent and could not know, in one call. */
    static List<String> complaints(Story story, String server) {
        var all = new Addressees();
        for (var line : story.lines()) {
            if (!line.passed().from().equals(server)) {
                all.sent(line.passed().from(), line.message());
            }
            if (!line.passed().to().equals(server)) {
                all.isSent(line.passed().to(), line.message());
            }
        }
        return all.strangeTo;
    }

    private void sent(String who, SipMessage message) {
        switch (message) {
            case SipRequest request -> {
                know(who, "request", request.method(), Passage.branch(request, 0));
                know("somebody", "request", request.method(), Passage.branch(request, 0));
                know(who, "dialog", request.fromTag().orElseThrow());
            }
            case SipResponse response -> {
                response.toTag().ifPresent(tag -> know(who, "dialog", tag));
                if (response.status().isFinal()) {
                    know(
                            who,
                            "answered",
                            response.cseq().number(),
                            response.toTag().orElseThrow());
                }
            }
        }
    }

    private void isSent(String who, SipMessage message) {
        switch (message) {
            case SipResponse response ->
                ask(message, who, "request", response.cseq().method(), Passage.branch(response, 0));
            case SipRequest request -> {
                var method = request.method();
                if (isLateForRefusal(request)) {
                    return;
                }
                if (method.equals(Method.ACK)) {
                    ask(
                            message,
                            who,
                            "answered",
                            request.cseq().number(),
                            request.toTag().orElseThrow());
                } else if (request.toTag().isPresent()) {
                    ask(message, who, "dialog", request.toTag().get());
                } else if (method.equals(Method.CANCEL) && Passage.vias(request) == 1) {
                    // of the server's own; one that travels without state has the Via of its sender as well (§16.10)
                    ask(message, who, "invited", Passage.branch(request, 0));
                } else if (method.equals(Method.INVITE)) {
                    know(who, "invited", Passage.branch(request, 0));
                }
            }
        }
    }

    /**
     * Whether it has the branch of its INVITE (§17.1.1.3): it came when the server had forgotten that (timer H), and the tag of who refused
     * tells nobody that it is not for a 2xx.
     */
    private boolean isLateForRefusal(SipRequest ack) {
        return ack.method().equals(Method.ACK)
                && Passage.vias(ack) > 1
                && known.contains(words("somebody", "request", Method.INVITE, Passage.branch(ack, 1)));
    }

    private void know(Object... words) {
        known.add(words(words));
    }

    private void ask(SipMessage message, Object... words) {
        if (!known.contains(words(words))) {
            strangeTo.add("%s was sent what is strange there: %s".formatted(words[0], message.cseq()));
        }
    }

    private static String words(Object... words) {
        var all = new StringBuilder();
        for (var word : words) {
            all.append(word).append(' ');
        }
        return all.toString();
    }
}
