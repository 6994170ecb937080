package org.strowger.sip.transport;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/** Small messages as text. */
public final class Texts {
    private Texts() {}

    /** @param via everything behind {@code Via: SIP/2.0/} */
    public static String options(String via, String body) {
        return message("OPTIONS sip:bob@example.com SIP/2.0", "1", via, body);
    }

    public static String options(String via) {
        return options(via, "");
    }

    /** With a Call-ID of its own. */
    public static String numbered(String via, int number) {
        return message("OPTIONS sip:bob@example.com SIP/2.0", "number-" + number, via, "");
    }

    public static String ok(String via) {
        return message("SIP/2.0 200 OK", "1", via, "");
    }

    public static String message(String startLine, String callId, String via, String body) {
        return String.join(
                "\r\n",
                List.of(
                        startLine,
                        "Via: SIP/2.0/" + via,
                        "From: <sip:alice@example.org>;tag=a1",
                        "To: <sip:bob@example.com>",
                        "Call-ID: " + callId,
                        "CSeq: 1 OPTIONS",
                        "Max-Forwards: 70",
                        "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
                        "",
                        body));
    }

    /** A body that makes the message of {@link #options(String, String)} so many bytes long. */
    public static String bodyFor(String via, int messageBytes) {
        int length = messageBytes - options(via, "").length();
        // the number in Content-Length is longer than "0"
        int digits = Integer.toString(length).length();
        return "x".repeat(length - (digits - 1));
    }

    /** @param host a literal, IPv6 with or without brackets */
    public static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(Addresses.literal(host).orElseThrow(), port);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static SipRequest request(String text) {
        return switch (parsed(text)) {
            case SipRequest request -> request;
            case SipResponse response -> throw new AssertionError(response);
        };
    }

    public static SipResponse response(String text) {
        return switch (parsed(text)) {
            case SipResponse response -> response;
            case SipRequest request -> throw new AssertionError(request);
        };
    }

    private static SipMessage parsed(String text) {
        try {
            return SipParser.parse(bytes(text));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }
}
