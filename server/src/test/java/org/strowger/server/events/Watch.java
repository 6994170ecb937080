package org.strowger.server.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.strowger.server.exchange.CentralOffice;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.Peer;

/** A phone of Alice's that registers and watches her registrations, at the whole server on a false network. */
final class Watch {
    static final String AOR = "sip:alice@example.com";
    static final String HERE = "sip:alice@192.0.2.50";

    private static final String SERVER = "sip:192.0.2.100:5060";

    final FakeLoop loop = new FakeLoop(4);
    final FakeNetwork network = new FakeNetwork(loop, 1);
    final CentralOffice office = new CentralOffice(loop, network, 1, List.of("alice", "bob"));
    final Peer phone = new Peer(network.node("alice", "192.0.2.50"));
    private final DigestClient credentials;
    private final String user;
    /** What a NOTIFY is answered with; nothing if it is 0. */
    private int answer = 200;

    private int sent;
    private String toTag = "";
    private String callId = "watch-1";

    Watch() {
        this("alice");
    }

    Watch(String user) {
        this.user = user;
        credentials = new DigestClient(Account.of(user, CentralOffice.passwordOf(user)), new Random(1));
        phone.reacting(request -> {
            if (answer > 0) {
                phone.answer(request, answer);
            }
        });
    }

    void answersWith(int code) {
        answer = code;
    }

    /** Begins another subscription. */
    void anew(String anotherCallId) {
        callId = anotherCallId;
        toTag = "";
    }

    /** A SUBSCRIBE for Alice; in the dialog, once there is one. */
    SipResponse subscribe(String... fields) {
        var uri = toTag.isEmpty() ? AOR : SERVER;
        return subscribeTo(uri, fields);
    }

    SipResponse subscribeTo(String uri, String... fields) {
        var response = ask("SUBSCRIBE", uri, callId, fields);
        if (response.status().isSuccess()) {
            toTag = ";tag=" + response.toTag().orElseThrow();
        }
        return response;
    }

    /** Binds that contact, by a Call-ID of its own. */
    SipResponse register(String contact, String... fields) {
        var all = new ArrayList<>(List.of(fields));
        all.add("Contact: " + contact);
        return ask("REGISTER", "sip:example.com", "register-" + contact.hashCode(), all.toArray(String[]::new));
    }

    /** The final answer, a challenge answered. */
    private SipResponse ask(String method, String uri, String id, String... fields) {
        var response = once(method, uri, id, fields);
        boolean again =
                response.status().code() == 401 && credentials.learn(response) instanceof DigestClient.Advice.Retry;
        var last = again ? once(method, uri, id, fields) : response;
        if (last.status().code() != 401) {
            credentials.accepted();
        }
        return last;
    }

    SipResponse once(String method, String uri, String id, String... fields) {
        sent++;
        boolean subscribes = method.equals("SUBSCRIBE");
        var lines = new ArrayList<>(List.of(
                method + " " + uri + " SIP/2.0",
                "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bK" + sent,
                "Max-Forwards: 70",
                "From: <sip:" + user + "@example.com>;tag=w",
                "To: <" + AOR + ">" + (subscribes ? toTag : ""),
                "Call-ID: " + id,
                "CSeq: " + sent + " " + method));
        if (subscribes && List.of(fields).stream().noneMatch(field -> field.startsWith("Event:"))) {
            lines.add("Event: reg");
        }
        if (subscribes && List.of(fields).stream().noneMatch(field -> field.startsWith("Contact:"))) {
            lines.add("Contact: <" + HERE + ">");
        }
        // what is given without a value is left out
        List.of(fields).stream().filter(field -> !field.endsWith(":")).forEach(lines::add);
        for (var proof : credentials.authorize(Method.of(Slice.of(method)), uri(uri))) {
            lines.add(proof.name() + ": " + proof.value());
        }
        phone.send(parsed(String.join("\r\n", lines) + "\r\nContent-Length: 0\r\n\r\n"), office.node());
        pass();
        return phone.responses().getLast();
    }

    /** A CANCEL for the request that was answered so. */
    void cancel(SipResponse answered) {
        phone.send(
                parsed(String.join(
                                "\r\n",
                                "CANCEL " + AOR + " SIP/2.0",
                                "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bK" + sent,
                                "Max-Forwards: 70",
                                "From: " + value(answered, HeaderName.FROM),
                                "To: <" + AOR + ">",
                                "Call-ID: " + callId,
                                "CSeq: " + sent + " CANCEL")
                        + "\r\nContent-Length: 0\r\n\r\n"),
                office.node());
        pass();
    }

    void pass() {
        loop.advance(Duration.ofMillis(20));
    }

    void pass(Duration time) {
        loop.advance(time);
    }

    /** The NOTIFY requests that came, without repetitions. */
    List<SipRequest> notifications() {
        var cseqs = new ArrayList<String>();
        return phone.requests().stream()
                .filter(request -> request.method().equals(Method.NOTIFY))
                .filter(request -> {
                    var key = request.callId() + " " + request.cseq();
                    boolean isNew = !cseqs.contains(key);
                    cseqs.add(key);
                    return isNew;
                })
                .toList();
    }

    /** The document that came last. */
    Reginfo last() {
        return Reginfo.of(notifications().getLast().body());
    }

    String state() {
        return value(notifications().getLast(), HeaderName.SUBSCRIPTION_STATE);
    }

    static String value(SipMessage message, HeaderName name) {
        return message.headers().value(name).map(Slice::toString).orElse("");
    }

    private static Uri uri(String text) {
        try {
            return Uri.parse(text);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static SipRequest parsed(String text) {
        try {
            return (SipRequest) SipParser.parse(text.getBytes(ISO_8859_1));
        } catch (MalformedMessageException e) {
            throw new AssertionError(text, e);
        }
    }
}
