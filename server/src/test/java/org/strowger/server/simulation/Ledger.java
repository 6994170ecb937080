package org.strowger.server.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Binding;
import org.strowger.server.location.Bindings;
import org.strowger.server.location.LocationListener;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Tap;

/**
 * Keeps the books of everything that comes to the server and leaves it, and complains of what the RFC does not allow. It knows nothing of
 * how the server came to do what it does.
 */
final class Ledger implements Tap, LocationListener {
    /** By Call-ID, method and branch of the sender: a request and what became of it. */
    private final Map<String, Passage> passages = new HashMap<>();

    /** The same by the branches of the copies that left. */
    private final Map<String, Passage> left = new HashMap<>();

    /** Where each user has ever been registered. */
    private final Map<String, Set<InetSocketAddress>> registered = new HashMap<>();

    /** Call-IDs and tags of successes that were passed on. */
    private final Set<String> accepted = new HashSet<>();

    private final Map<String, List<String>> complaints = new HashMap<>();

    private int messages;

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
        passages.forEach((key, passage) -> {
            if (!passage.missing().isEmpty() && !gone.contains(passage.sender())) {
                complain(key.substring(0, key.indexOf(' ')), passage.missing());
            }
        });
    }

    @Override
    public void changed(AddressOfRecord aor, Bindings before, Bindings after) {
        var places = registered.computeIfAbsent(aor.userName(), _ -> new HashSet<>());
        for (Binding binding : after) {
            var contact = (SipUri) binding.contact();
            places.add(address(contact.host().toString(), contact.port().orElse(5060)));
            places.add(address(binding.source().host(), binding.source().port()));
        }
    }

    @Override
    public void received(Slice bytes, Flow flow, long atNanos) {
        messages++;
        switch (parsed(bytes)) {
            case SipRequest request ->
                passage(request, request.method(), 0)
                        .received(request, flow.remote().getAddress());
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
        messages++;
        switch (parsed(bytes)) {
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
        left.put(key(request, method, 0), passage);
        note(request, passage.forwarded(request, flow.protocol(), atNanos));
        if (method.equals(Method.ACK)) {
            note(request, accepted.contains(dialog(request)) ? "" : "an ACK is passed on that is for no 2xx");
        }
        if (request.toTag().isEmpty()) {
            note(request, stray(passage.user(), flow.remote()));
        }
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

    private String stray(String user, InetSocketAddress remote) {
        return registered.getOrDefault(user, Set.of()).contains(remote)
                ? ""
                : "sent to %s, where %s was never registered".formatted(remote, user);
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

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static SipMessage parsed(Slice bytes) {
        try {
            return SipParser.parse(bytes.toBytes());
        } catch (MalformedMessageException e) {
            throw new AssertionError("malformed: " + bytes, e);
        }
    }
}
