package org.strowger.sip.ua;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.ResponseBuilder;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.resolver.DnsResolver;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.testing.Passed;
import org.strowger.sip.testing.Peer;

/** Agents on a false network, without media, and a stranger who sends what the test tells it. */
final class Town {
    static final String ALICE = "192.0.2.1";
    static final String BOB = "192.0.2.2";
    static final String STRANGER = "192.0.2.9";
    static final Tag FIRST = new Tag(Slice.of("first"));
    static final Tag SECOND = new Tag(Slice.of("second"));

    /** An offer, or an answer, of somebody who would like to talk in PCMU. */
    static final String SDP = """
        v=0
        o=- 1 1 IN IP4 192.0.2.9
        s=-
        c=IN IP4 192.0.2.9
        t=0 0
        m=audio 4000 RTP/AVP 0
        """.replace("\n", "\r\n");

    final FakeLoop loop = new FakeLoop(1);
    final FakeNetwork network;
    final Peer stranger;
    private final Map<String, FakeNode> nodes = new HashMap<>();
    private final long seed;

    Town() {
        this(1);
    }

    Town(long seed) {
        this.seed = seed;
        network = new FakeNetwork(loop, seed);
        stranger = new Peer(network.node("stranger", STRANGER));
    }

    /** A node by its name. */
    FakeNode node(String name) {
        return nodes.get(name);
    }

    UserAgent alice(UserAgentListener listener) {
        return agent("alice", ALICE, settings("alice"), listener);
    }

    UserAgent bob(UserAgentListener listener) {
        return agent("bob", BOB, settings("bob"), listener);
    }

    UserAgent agent(String name, String address, UserAgentSettings settings, UserAgentListener listener) {
        var node = network.node(name, address, 5060, loop.moreShards(1, seed));
        nodes.put(name, node);
        var neighbours = new UserAgent.Neighbours(
                node.shards(),
                node,
                new DnsResolver(node::supports, DnsSettings.SYSTEM),
                new Random(seed + name.hashCode()));
        var agent = UserAgent.on(neighbours, settings, listener);
        node.listener(agent.messages());
        return agent;
    }

    static UserAgentSettings settings(String name) {
        return UserAgentSettings.of("sip:" + name + "@example.com").withMedia(MediaSettings.off());
    }

    static SipUri uri(String address) {
        return SipUri.of("somebody", address, 0);
    }

    /** Time enough for everything that is under way, and for no timer. */
    void pass() {
        pass(Duration.ofMillis(20));
    }

    void pass(Duration time) {
        loop.advance(time);
    }

    /** Summaries of what one sent another, without the CSeq. */
    List<String> lines(String from, String to) {
        return network.passed(from, to).stream()
                .map(line -> line.substring(0, line.indexOf(" (")).replace("SIP/2.0 ", ""))
                .map(line -> line.replace(" SIP/2.0", ""))
                .toList();
    }

    /** Methods and status codes of what one sent another. */
    List<String> words(String from, String to) {
        return lines(from, to).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    /** The last request of that method that one sent another. */
    SipRequest last(String method, String from, String to) {
        return network.passed().stream()
                .filter(passed -> passed.from().equals(from) && passed.to().equals(to))
                .map(Passed::message)
                .filter(message -> message instanceof SipRequest request
                        && request.method().name().equals(method))
                .map(SipRequest.class::cast)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /** The stranger answers the last request with that, under that tag, with a Contact of its own. */
    void answers(int code, Tag tag, String sdp) {
        stranger.send(response(stranger.request(), code, tag, sdp));
        pass();
    }

    static SipResponse response(SipRequest request, int code, Tag tag, String sdp) {
        var response = respond(request, code, tag);
        if (!sdp.isEmpty()) {
            response.body(SessionBody.TYPE, Slice.of(sdp).toBytes());
        }
        return response.write();
    }

    static ResponseBuilder respond(SipRequest request, int code, Tag tag) {
        return request.respond(Status.of(code))
                .toTag(tag)
                .header(HeaderName.CONTACT, "<sip:" + tag + "@" + STRANGER + ">");
    }

    /** The stranger sends a request to a node, as {@link #request} makes it. */
    void sends(String text, String to) {
        stranger.send(request(text), node(to));
        pass();
    }

    /** The same, and what came back last. */
    SipResponse asks(String text, String to) {
        sends(text, to);
        return stranger.responses().getLast();
    }

    /** @param text a start line, header fields, perhaps an empty line and a body; with line feeds */
    static SipRequest request(String text) {
        var crlf = text.strip().replace("\r\n", "\n").replace("\n", "\r\n");
        int headers = crlf.indexOf("\r\n\r\n");
        var head = headers < 0 ? crlf : crlf.substring(0, headers);
        var body = headers < 0 ? "" : crlf.substring(headers + 4) + "\r\n";
        int line = head.indexOf("\r\n") + 2;
        var whole = head.substring(0, line)
                + "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK" + Integer.toHexString(text.hashCode())
                + ";rport\r\nMax-Forwards: 70\r\n" + head.substring(line)
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try {
            return (SipRequest) SipParser.parse(Slice.of(whole).toBytes());
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(whole, e);
        }
    }
}
