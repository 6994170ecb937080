package org.strowger.sip.message;

import java.nio.charset.StandardCharsets;

/** Messages to test with. */
final class Messages {
    static final String SDP = """
        v=0
        o=alice 2890844526 2890844526 IN IP4 192.0.2.101
        s=-
        c=IN IP4 192.0.2.101
        t=0 0
        m=audio 49172 RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        """.replace("\n", "\r\n");

    /** Without the empty line and without a body. */
    static final String INVITE_HEAD = """
        INVITE sip:bob@biloxi.example.com SIP/2.0
        Via: SIP/2.0/UDP client.atlanta.example.com:5060;branch=z9hG4bK74bf9;rport
        Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKinner
        Max-Forwards: 70
        Route: <sip:ss1.atlanta.example.com;lr>, <sip:ss2.biloxi.example.com;lr>
        From: Alice <sip:alice@atlanta.example.com>;tag=9fxced76sl
        To: Bob <sip:bob@biloxi.example.com>
        Call-ID: 3848276298220188511@atlanta.example.com
        CSeq: 1 INVITE
        Contact: <sip:alice@client.atlanta.example.com>
        """.replace("\n", "\r\n");

    static final String INVITE = withBody(INVITE_HEAD, "application/sdp", SDP);

    static final String OK = """
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP proxy.example.com;branch=z9hG4bKproxy
        Via: SIP/2.0/UDP client.atlanta.example.com:5060;branch=z9hG4bK74bf9;rport=5060;received=192.0.2.1
        From: Alice <sip:alice@atlanta.example.com>;tag=9fxced76sl
        To: Bob <sip:bob@biloxi.example.com>;tag=314159
        Call-ID: 3848276298220188511@atlanta.example.com
        CSeq: 1 INVITE
        Contact: <sip:bob@192.0.2.4>
        Content-Length: 0

        """.replace("\n", "\r\n");

    private Messages() {}

    static String withBody(String head, String type, String body) {
        return head + "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static SipRequest request(String text) {
        return (SipRequest) message(text);
    }

    static SipResponse response(String text) {
        return (SipResponse) message(text);
    }

    static SipMessage message(String text) {
        try {
            return SipParser.parse(bytes(text));
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    /** What is wrong with it. */
    static MalformedMessageException fault(String text) {
        try {
            var message = SipParser.parse(bytes(text));
            throw new AssertionError("accepted: " + message);
        } catch (MalformedMessageException malformed) {
            return malformed;
        }
    }

    /** The INVITE with the line that begins so put in the place of its own. */
    static String inviteWith(String line) {
        var name = line.substring(0, line.indexOf(':') + 1);
        return INVITE.replaceFirst("(?m)^" + name + " .*\r\n", java.util.regex.Matcher.quoteReplacement(line + "\r\n"));
    }

    static String inviteWithout(String name) {
        return INVITE.replaceAll("(?m)^" + name + ": .*\r\n", "");
    }

    static Slice text(String text) {
        return Slice.of(text);
    }
}
