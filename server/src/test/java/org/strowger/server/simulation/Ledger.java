package org.strowger.server.simulation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Tap;

/**
 * Keeps the books of everything that comes to the server and leaves it, and complains of what the RFC does not allow. It knows nothing of
 * how the server came to do what it does.
 */
final class Ledger implements Tap {
    /** Three phones, each told eleven times of whatever there is, and the other way round. */
    private static final int MOST_OF_A_CALL = 500;

    /** By Call-ID, method and branch of the sender: a request and what became of it. */
    private final Map<String, Passage> passages = new HashMap<>();

    /** The same by the branches of the copies that left. */
    private final Map<String, Passage> left = new HashMap<>();

    /** Call-IDs and tags of successes that were passed on. */
    private final Set<String> accepted = new HashSet<>();

    private final Map<String, List<String>> complaints = new HashMap<>();

    /** By Call-ID, how many messages came and went; without those of registrations, which last all day. */
    private final Map<String, Integer> callMessages = new HashMap<>();

    private final Whereabouts whereabouts;
    private final Clock clock;
    private int messages;

    Ledger(Whereabouts whereabouts, Clock clock) {
        this.whereabouts = whereabouts;
        this.clock = clock;
    }

    /** Messages that came and went. */
    int messages() {
        return messages;
    }

    /** What was not allowed, of a call. */
    List<String> complaints(String callId) {
        return complaints.getOrDefault(callId, List.of());
    }

    /** Call-IDs of what was not allowed. */
    Set<String> complained() {
        return complaints.keySet();
    }

    /**
     * Complains of what should have been sent and was not; when all is over.
     *
     * @param gone where nobody is any more, so that sending there fails
     */
    void close(Set<InetAddress> gone) {
        callMessages.forEach((callId, count) -> {
            if (count > MOST_OF_A_CALL) {
                complain(callId, "%d messages of one call".formatted(count));
            }
        });
        passages.forEach((key, passage) -> {
            var missing = passage.missing(gone);
            if (!missing.isEmpty() && !isHopByHop(key)) {
                complain(key.substring(0, key.indexOf(' ')), missing);
            }
        });
    }

    /** Whether that is an ACK for what is above 299: it has the branch of its INVITE (§17.1.1.3). */
    private boolean isHopByHop(String key) {
        return passages.containsKey(key.replace(" ACK ", " INVITE ")) && key.contains(" ACK ");
    }

    /** Of the call that had most. */
    int mostOfACall() {
        return callMessages.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private SipMessage counted(Slice bytes) {
        messages++;
        var message = parsed(bytes);
        if (!message.cseq().method().equals(Method.REGISTER)) {
            callMessages.merge(message.callId().toString(), 1, Integer::sum);
        }
        return message;
    }

    @Override
    public void received(Slice bytes, Flow flow, long atNanos) {
        switch (counted(bytes)) {
            case SipRequest request -> {
                passage(request, request.method(), 0)
                        .received(request, flow.remote().getAddress(), atNanos);
                var invite = passages.get(key(request, Method.INVITE, 0));
                if (invite != null && request.method().equals(Method.CANCEL)) {
                    invite.cancelReceived();
                }
            }
            case SipResponse response -> {
                // one to a CANCEL of the server's own has no passage
                var passage = left.get(key(response, response.cseq().method(), 0));
                if (passage != null) {
                    passage.received(response, atNanos);
                }
            }
        }
    }

    @Override
    public void sent(Slice bytes, Flow flow, long atNanos) {
        switch (counted(bytes)) {
            case SipRequest request -> sent(request, flow, atNanos);
            case SipResponse response -> sent(response, atNanos);
        }
    }

    private void sent(SipRequest request, Flow flow, long atNanos) {
        if (request.headers().has(HeaderName.PROXY_AUTHORIZATION)
                || request.headers().has(HeaderName.AUTHORIZATION)) {
            note(request, "credentials for our realm leave the server (§22.3)");
        }
        if (Passage.vias(request) == 1) {
            note(request, own(request, atNanos));
            return;
        }
        var method = request.method();
        var passage = passage(request, method, 1);
        boolean isNew = left.put(key(request, method, 0), passage) == null;
        note(request, passage.forwarded(request, flow, atNanos));
        if (method.equals(Method.ACK) && !accepted.contains(dialog(request)) && !isLate(request, atNanos)) {
            note(request, "an ACK is passed on that is for no 2xx");
        }
        if (isNew && request.toTag().isEmpty() && passage.isForUser()) {
            var registered = whereabouts.of(passage.user(), clock.now());
            // one whose INVITE is forgotten goes to one of the phones (§16.10)
            note(
                    request,
                    method.equals(Method.CANCEL)
                            ? passage.passedOnTo(flow, registered)
                            : passage.forkedTo(flow, registered));
        }
    }

    private boolean isLate(SipRequest ack, long atNanos) {
        var invite = passages.get(key(ack, Method.INVITE, 1));
        return invite != null && invite.isForgotten(atNanos);
    }

    private void sent(SipResponse response, long atNanos) {
        if (response.status().isSuccess()) {
            accepted.add(dialog(response));
        }
        note(response, passage(response, response.cseq().method(), 0).sent(response, atNanos));
    }

    /** Of the server's own, hop by hop: CANCEL, and ACK for what is above 299. */
    private String own(SipRequest request, long atNanos) {
        var invite = left.get(key(request, Method.INVITE, 0));
        if (invite == null) {
            return "hop by hop, and for no INVITE";
        }
        return request.method().equals(Method.CANCEL)
                ? invite.cancelled(request, atNanos)
                : invite.refusalAcknowledged(request);
    }

    private static String dialog(SipMessage message) {
        return message.callId() + " " + message.toTag().orElseThrow();
    }

    private Passage passage(SipMessage message, Method method, int via) {
        return passages.computeIfAbsent(key(message, method, via), _ -> new Passage(method));
    }

    private static String key(SipMessage message, Method method, int via) {
        return message.callId() + " " + method + " " + Passage.branch(message, via);
    }

    private void note(SipMessage message, String complaint) {
        if (!complaint.isEmpty()) {
            complain(message.callId().toString(), complaint + ": " + message.cseq());
        }
    }

    private void complain(String callId, String complaint) {
        complaints.computeIfAbsent(callId, _ -> new ArrayList<>()).add(complaint);
    }

    private static SipMessage parsed(Slice bytes) {
        try {
            return SipParser.parse(bytes.toBytes());
        } catch (MalformedMessageException e) {
            throw new AssertionError("malformed: " + bytes, e);
        }
    }
}
