package org.strowger.sip.sdp;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;

/**
 * A session description (RFC 8866): all it says, in records, in wire order.
 *
 * <p>Writing what was parsed gives the same bytes if they were canonical: CRLF line ends, no "k=" line, times of "r=" and
 * "z=" in seconds, a number of ports or addresses only above one, no leading zeros, no trailing spaces.
 *
 * @param times at least one
 * @param section what stands at session level and holds for all media that do not say otherwise
 * @param media in wire order; their number and order never change in a session (RFC 3264 §8)
 */
public record SessionDescription(
        Origin origin, Subject subject, List<Timing> times, Section section, List<MediaDescription> media) {
    public SessionDescription {
        Grammar.expect(!times.isEmpty(), "a time description");
        Grammar.expect(section.connections().size() < 2, "one connection at session level");
        // "Multiple addresses […] MUST NOT be specified at session level" (§5.7)
        Grammar.expect(
                section.connections().stream().allMatch(connection -> connection.addresses() == 1),
                "one address at session level");
        Grammar.expect(media.size() <= Limits.MEDIA, "at most " + Limits.MEDIA + " media descriptions");
        times = List.copyOf(times);
        media = List.copyOf(media);
    }

    /**
     * Reads the body of a message whose content type is application/sdp.
     *
     * @throws MalformedSdpException if it is none, or beyond {@link Limits}
     */
    public static SessionDescription parse(byte[] octets) throws MalformedSdpException {
        return Parser.parse(octets);
    }

    public static SessionDescription parse(String text) throws MalformedSdpException {
        return Parser.parse(Octets.encode(text));
    }

    /** In wire form, each line ended by CRLF. */
    public byte[] toBytes() {
        return Octets.encode(text());
    }

    /** In wire form, as text. */
    public String text() {
        var out = new StringBuilder("v=0\r\n");
        origin.write(out);
        out.append("s=").append(subject.name()).append("\r\n");
        section.writeInformation(out);
        if (!subject.uri().isEmpty()) {
            out.append("u=").append(subject.uri()).append("\r\n");
        }
        subject.emails().forEach(email -> out.append("e=").append(email).append("\r\n"));
        subject.phones().forEach(phone -> out.append("p=").append(phone).append("\r\n"));
        section.writeConnections(out);
        times.forEach(time -> time.write(out));
        section.writeAttributes(out);
        media.forEach(description -> description.write(out));
        return out.toString();
    }

    /** The session name as people read it, in the character set of the "charset" attribute (RFC 8866 §6.10). */
    public String title() {
        return new String(Octets.encode(subject.name()), charset());
    }

    /** The way a stream flows: its own, else the session's, else both ways (RFC 8866 §6.7). */
    public Direction direction(MediaDescription stream) {
        return stream.section().direction().or(section::direction).orElse(Direction.SENDRECV);
    }

    /** Where the writer wants to receive a stream: its own connection, else the session's (RFC 8866 §5.7). */
    public MediaAddress address(MediaDescription stream) {
        var own = stream.section().connections();
        var connections = own.isEmpty() ? section.connections() : own;
        // a stream without any connection has port zero, or the parser had refused it
        var address = connections.isEmpty()
                ? origin.address()
                : connections.getFirst().address();
        return new MediaAddress(address, stream.port());
    }

    /** In one line for people, such as {@code audio PCMU/8000 PCMA/8000, video refused}. */
    public String summary() {
        var streams = new ArrayList<String>();
        for (var stream : media) {
            var words = new ArrayList<>(List.of(stream.media()));
            if (stream.isRefused()) {
                words.add("refused");
            } else {
                stream.codecs().forEach(codec -> words.add(codec.summary()));
            }
            streams.add(String.join(" ", words));
        }
        return streams.isEmpty() ? "no media" : String.join(", ", streams);
    }

    /** Whether any stream is sent to a multicast address. */
    boolean isMulticast(MediaDescription stream) {
        var own = stream.section().connections();
        return (own.isEmpty() ? section.connections() : own).stream().anyMatch(Connection::isMulticast);
    }

    private Charset charset() {
        try {
            return section.attribute("charset").map(Charset::forName).orElse(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return StandardCharsets.UTF_8;
        }
    }
}
