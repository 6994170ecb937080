package org.strowger.server.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/**
 * A message that a socket of a test heard.
 *
 * @param text as it stood on the wire, one character for each octet
 */
record Heard(String text) {
    /** What is heard last on a connection that the other side closes. */
    static final Heard CLOSED = new Heard("");

    private static final Map<String, String> COMPACT =
            Map.of("call-id", "i", "content-length", "l", "from", "f", "to", "t", "via", "v");

    static Heard of(byte[] bytes, int length) {
        return new Heard(new String(bytes, 0, length, ISO_8859_1));
    }

    static Heard of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** The next message of a stream. */
    static Heard read(InputStream stream) throws IOException {
        var octets = new ByteArrayOutputStream();
        while (!octets.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = stream.read();
            if (octet < 0) {
                return CLOSED;
            }
            octets.write(octet);
        }
        var length = of(octets.toByteArray()).values("Content-Length");
        octets.write(stream.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length.getFirst())));
        return of(octets.toByteArray());
    }

    boolean isClosed() {
        return text.isEmpty();
    }

    boolean isResponse() {
        return text.startsWith("SIP/2.0 ");
    }

    /** Of a response. */
    int status() {
        return Integer.parseInt(text.substring(8, 11));
    }

    SipRequest request() {
        try {
            return (SipRequest) SipParser.parse(text.getBytes(ISO_8859_1));
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    SipResponse response() {
        try {
            return (SipResponse) SipParser.parse(text.getBytes(ISO_8859_1));
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    String startLine() {
        return text.substring(0, text.indexOf("\r\n"));
    }

    String body() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }

    /** The header fields as they stand, folds and all. */
    List<String> fields() {
        int end = text.indexOf("\r\n\r\n");
        var head = end < 0 ? text : text.substring(0, end);
        var fields = new ArrayList<>(List.of(head.split("\r\n(?![ \t])", -1)));
        fields.removeFirst();
        return fields;
    }

    /** The values of the fields of that name or its compact form, white space and controls as one space each. */
    List<String> values(String name) {
        var values = new ArrayList<String>();
        for (var field : fields()) {
            int colon = field.indexOf(':');
            if (colon > 0 && isNamed(field.substring(0, colon).strip(), name)) {
                values.add(field.substring(colon + 1)
                        .replaceAll("[\\s\\x00-\\x1f]+", " ")
                        .strip());
            }
        }
        return values;
    }

    static boolean isNamed(String found, String name) {
        return found.equalsIgnoreCase(name)
                || found.equalsIgnoreCase(COMPACT.getOrDefault(name.toLowerCase(Locale.ROOT), name));
    }
}
