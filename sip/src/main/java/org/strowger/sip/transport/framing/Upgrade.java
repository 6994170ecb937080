package org.strowger.sip.transport.framing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The handshake of a WebSocket, as the server answers it (RFC 6455 §4.2, RFC 7118 §4.1): pure computation. */
final class Upgrade {
    /** Of a request's head; browsers send about one thousand. */
    static final int MOST_BYTES = 8_192;

    private static final String SUBPROTOCOL = "sip";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Upgrade() {}

    /** @param bytes of an HTTP response */
    record Answer(boolean accepted, byte[] bytes) {}

    /** Behind the empty line; 0 if it is not there. */
    static int endOfHead(byte[] bytes, int end) {
        int most = Math.min(end, MOST_BYTES);
        for (int at = 3; at < most; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n' && bytes[at - 3] == '\r') {
                return at + 1;
            }
        }
        return 0;
    }

    /** @param headEnd behind the empty line; 0: there is none among the first bytes */
    static Answer answer(byte[] bytes, int headEnd, Set<String> origins) {
        if (headEnd == 0) {
            return refusal("431 Request Header Fields Too Large");
        }
        var lines = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        var fields = fields(Arrays.asList(lines).subList(1, lines.length));
        var refused = refused(lines[0], fields, origins);
        return refused.map(Upgrade::refusal).orElseGet(() -> accepted(fields.getOrDefault("sec-websocket-key", "")));
    }

    private static Optional<String> refused(String requestLine, Map<String, String> fields, Set<String> origins) {
        if (!requestLine.endsWith(" HTTP/1.1")) {
            return Optional.of("400 Bad Request");
        }
        if (!requestLine.startsWith("GET ")) {
            return Optional.of("405 Method Not Allowed\r\nAllow: GET");
        }
        if (!has(fields, "upgrade", "websocket") || !has(fields, "connection", "upgrade")) {
            return Optional.of("426 Upgrade Required\r\nUpgrade: websocket");
        }
        // "if this version does not match a version understood by the server" (RFC 6455 §4.2.2)
        if (!VERSION.equals(fields.get("sec-websocket-version"))) {
            return Optional.of("426 Upgrade Required\r\nSec-WebSocket-Version: " + VERSION);
        }
        if (!fields.containsKey("host") || !isKey(fields.getOrDefault("sec-websocket-key", ""))) {
            return Optional.of("400 Bad Request");
        }
        var origin = fields.get("origin");
        if (origin != null && !origins.isEmpty() && !origins.contains(origin.toLowerCase(Locale.ROOT))) {
            return Optional.of("403 Forbidden");
        }
        // "The client MUST include the value "sip" in the Sec-WebSocket-Protocol header" (RFC 7118 §4.1)
        return has(fields, "sec-websocket-protocol", SUBPROTOCOL) ? Optional.empty() : Optional.of("400 Bad Request");
    }

    /** By name in lower case; values of the same name are joined with commas. */
    private static Map<String, String> fields(List<String> lines) {
        var fields = new HashMap<String, String>();
        for (var line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (one, other) -> one + "," + other);
            }
        }
        return fields;
    }

    private static boolean has(Map<String, String> fields, String name, String token) {
        for (var value : fields.getOrDefault(name, "").split(",", -1)) {
            if (value.strip().equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Answer accepted(String key) {
        return new Answer(
                true,
                ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + proof(key) + "\r\nSec-WebSocket-Protocol: " + SUBPROTOCOL
                        + "\r\n\r\n"));
    }

    private static Answer refusal(String statusAndFields) {
        return new Answer(
                false, ascii("HTTP/1.1 " + statusAndFields + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }

    private static String proof(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(ascii(key + MAGIC)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
