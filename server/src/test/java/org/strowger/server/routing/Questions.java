package org.strowger.server.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.Routing.Question;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;

/** Requests that somebody has to find a way for. */
final class Questions {
    private Questions() {}

    static Question question(String method, String uri, String source) {
        return new Question(request(method, uri), uri(uri), new Datagrams(source), false, List.of());
    }

    static Uri uri(String text) {
        try {
            return Uri.parse(text);
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    static SipUri sipUri(String text) {
        return (SipUri) uri(text);
    }

    private static SipRequest request(String method, String uri) {
        var text = """
            %1$s %2$s SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
            From: <sip:alice@example.com>;tag=1
            To: <%2$s>
            Call-ID: call@192.0.2.1
            CSeq: 1 %1$s
            Content-Length: 0

            """.formatted(method, uri);
        try {
            return (SipRequest) SipParser.parse(text.replace("\n", "\r\n").getBytes(UTF_8));
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** The way from that address. */
    private record Datagrams(String source) implements Flow {
        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.100"), 5060);
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress(InetAddress.ofLiteral(source), 5060);
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
