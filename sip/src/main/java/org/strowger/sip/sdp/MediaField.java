package org.strowger.sip.sdp;

import java.util.List;

/**
 * What a stream is and where it goes: the "m=" line (RFC 8866 §5.14).
 *
 * @param media {@code audio}, {@code video} and so on
 * @param port 0 to 65535; 0 means that the stream is not wanted (RFC 3264 §5.1)
 * @param ports how many, 1 unless the stream is layered
 * @param protocol such as {@code RTP/AVP}
 * @param formats in order of preference, payload types for RTP; at least one
 */
public record MediaField(String media, int port, int ports, String protocol, List<String> formats) {
    private static final int MIN_FIELDS = 4;
    private static final int MAX_PORT = 65_535;
    private static final String PORT = "a port from 0 to 65535";

    public MediaField {
        Grammar.expect(Grammar.isToken(media), "a media type such as \"audio\"");
        Grammar.expect(port >= 0 && port <= MAX_PORT, PORT);
        Grammar.expect(ports > 0, "a number of ports");
        Grammar.expect(Grammar.isTokens(protocol), "a transport protocol such as \"RTP/AVP\"");
        Grammar.expect(!formats.isEmpty() && formats.stream().allMatch(Grammar::isToken), "media formats");
        Grammar.expect(formats.size() <= Limits.FORMATS, "at most " + Limits.FORMATS + " media formats");
        formats = List.copyOf(formats);
    }

    static MediaField parse(String value) {
        var fields = Grammar.fields(value);
        Grammar.expect(fields.size() >= MIN_FIELDS, "a media type, a port, a protocol and formats");
        var ports = Grammar.split(fields.get(1), '/');
        Grammar.expect(ports.size() <= 2, "a port and a number of ports");
        int port = Grammar.number(ports.getFirst(), 0, MAX_PORT, PORT);
        int count = ports.size() == 1 ? 1 : Grammar.number(ports.getLast(), 1, MAX_PORT, "a number of ports");
        return new MediaField(fields.getFirst(), port, count, fields.get(2), fields.subList(3, fields.size()));
    }

    /** The same stream, rejected or ended (RFC 3264 §6, §8.2). */
    MediaField refused() {
        return new MediaField(media, 0, 1, protocol, formats);
    }

    void write(StringBuilder out) {
        out.append("m=").append(media).append(' ').append(port);
        if (ports > 1) {
            out.append('/').append(ports);
        }
        out.append(' ').append(protocol);
        formats.forEach(format -> out.append(' ').append(format));
        out.append("\r\n");
    }
}
