package org.strowger.sip.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** Messages as they stand on the wire, with what a test does not care about filled in. */
final class Wire {
    /** The proxy listens at 192.0.2.1:5060 and is responsible for example.com. */
    static final Ours OURS = new Ours(
            (protocol, host, port) -> (protocol == Protocol.UDP || protocol == Protocol.TCP)
                    && host.equals("192.0.2.1")
                    && (port == 0 || port == 5060),
            "example.com"::equals);

    static final Flow FROM_ALICE = flow(Protocol.UDP, "192.0.2.1", 5060, "192.0.2.50", 5060);
    static final Secret SECRET = new Secret(1, 2);
    static final RouteMark MARK = new RouteMark(SECRET);

    private static final List<String> COMMON =
            List.of("From: Alice <sip:alice@example.com>;tag=a1", "To: <sip:bob@example.com>", "Call-ID: call-1@alice");

    private Wire() {}

    /** Given fields replace those that are filled in. */
    static SipRequest request(String method, String uri, String... fields) {
        var filled =
                new ArrayList<>(List.of("Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKalice1", "Max-Forwards: 70"));
        filled.addAll(COMMON);
        filled.add("CSeq: 1 " + method);
        return (SipRequest) parse(method + " " + uri + " SIP/2.0", filled, fields);
    }

    /** As a branch of ours gets it. */
    static SipResponse response(int code, String... fields) {
        var filled = new ArrayList<>(List.of(
                "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKours",
                "Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKalice1;received=192.0.2.50"));
        filled.addAll(COMMON);
        filled.set(3, "To: <sip:bob@example.com>;tag=b" + code);
        filled.add("CSeq: 1 INVITE");
        return (SipResponse) parse("SIP/2.0 " + code + " " + Status.of(code).reason(), filled, fields);
    }

    static Uri uri(String text) {
        try {
            return Uri.parse(text);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    static NextHop hop(int port) {
        return new NextHop.Address(Protocol.UDP, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.99"), port));
    }

    /** The mark that a proxy gives an INVITE from Alice to Bob. */
    static String mark(RouteMark marks, SipRequest invite) {
        try {
            var prepared = Prepared.of(invite, FROM_ALICE, OURS, marks);
            return marks.of(Outbound.to(Target.of(uri("sip:bob@192.0.2.60")), prepared), FROM_ALICE, hop(5060))
                    .toString();
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    static Flow flow(Protocol protocol, String local, int localPort, String remote, int remotePort) {
        return new WireFlow(
                protocol,
                new InetSocketAddress(InetAddress.ofLiteral(local), localPort),
                new InetSocketAddress(InetAddress.ofLiteral(remote), remotePort));
    }

    static List<String> values(SipMessage message, HeaderName name) {
        return texts(message.headers().values(name));
    }

    static List<String> texts(List<Slice> slices) {
        return slices.stream().map(Slice::toString).toList();
    }

    private static SipMessage parse(String startLine, List<String> filled, String... fields) {
        var given = Arrays.stream(fields).map(Wire::name).toList();
        var lines = new ArrayList<>(List.of(startLine));
        filled.stream().filter(line -> !given.contains(name(line))).forEach(lines::add);
        // a field given without a value is left out
        Arrays.stream(fields).filter(line -> !line.endsWith(":")).forEach(lines::add);
        var text = String.join("\r\n", lines) + "\r\n\r\n";
        try {
            return SipParser.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedMessageException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    private record WireFlow(Protocol protocol, InetSocketAddress local, InetSocketAddress remote) implements Flow {
        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
