package org.strowger.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The order of lines (RFC 8866 §5 and §9): "when present, they must appear in exactly the order given here".
 *
 * <p>Empty "s=", "i=", "u=", "e=" and "p=" lines, which the grammar refuses, are read as saying nothing: RFC 3264 §10
 * itself writes "s=".
 */
final class Parser {
    private static final String NO_NAME = "-";

    private final Lines lines;

    private Parser(Lines lines) {
        this.lines = lines;
    }

    static SessionDescription parse(byte[] octets) throws MalformedSdpException {
        return new Parser(Lines.of(octets)).session();
    }

    private SessionDescription session() throws MalformedSdpException {
        var version = lines.require('v');
        if (!version.value().strip().equals("0")) {
            throw version.malformed("version 0");
        }
        var originLine = lines.require('o');
        var origin = read(originLine, Origin::parse);
        var name = lines.require('s').value();
        var information = text('i').orElse("");
        var subject = new Subject(name.isEmpty() ? NO_NAME : name, text('u').orElse(""), texts('e'), texts('p'));
        var connections = sessionConnection();
        var bandwidths = all('b', Bandwidth::parse);
        var times = times();
        discardKey();
        var section = new Section(information, connections, bandwidths, all('a', Attribute::parse));
        return new SessionDescription(origin, subject, times, section, media(!connections.isEmpty()));
    }

    private List<Connection> sessionConnection() throws MalformedSdpException {
        var line = lines.take('c');
        if (line.isEmpty()) {
            return List.of();
        }
        var connection = read(line.get(), Connection::parse);
        if (connection.addresses() > 1) {
            throw line.get().malformed("one address at session level");
        }
        return List.of(connection);
    }

    private List<Timing> times() throws MalformedSdpException {
        var times = new ArrayList<Timing>();
        do {
            var timing = read(lines.require('t'), Timing::parse);
            var repeats = all('r', Repeat::parse);
            var zone = repeats.isEmpty() ? Optional.<Line>empty() : lines.take('z');
            times.add(
                    timing.repeating(repeats, zone.isPresent() ? read(zone.get(), ZoneAdjustment::parse) : List.of()));
        } while (lines.at('t'));
        return times;
    }

    private List<MediaDescription> media(boolean connected) throws MalformedSdpException {
        var media = new ArrayList<MediaDescription>();
        while (!lines.atEnd()) {
            if (media.size() == Limits.MEDIA) {
                throw lines.unexpected("at most " + Limits.MEDIA + " media descriptions");
            }
            media.add(mediaDescription(connected));
        }
        return media;
    }

    private MediaDescription mediaDescription(boolean connected) throws MalformedSdpException {
        if (!lines.at('m')) {
            throw lines.unexpected("\"a=\", \"m=\" or the end, in the order of RFC 8866");
        }
        var line = lines.require('m');
        var field = read(line, MediaField::parse);
        var information = text('i').orElse("");
        var connections = mediaConnections();
        // "MUST contain either at least one "c=" line in each media description or a single "c=" line at the session
        // level" (§5.7); a stream nobody sends to can do without
        if (!connected && connections.isEmpty() && field.port() != 0) {
            throw line.malformed("a \"c=\" line for this stream or for the session");
        }
        var bandwidths = all('b', Bandwidth::parse);
        discardKey();
        return new MediaDescription(
                field, new Section(information, connections, bandwidths, all('a', Attribute::parse)));
    }

    private List<Connection> mediaConnections() throws MalformedSdpException {
        var connections = new ArrayList<Connection>();
        for (var line = lines.take('c'); line.isPresent(); line = lines.take('c')) {
            var connection = read(line.get(), Connection::parse);
            connections.add(connection);
            if (connections.size() > 1
                    && !(connection.isMulticast() && connections.getFirst().isMulticast())) {
                throw line.get().malformed("one connection, since it is not multicast");
            }
        }
        return connections;
    }

    /** "MUST discard it if it is received in an SDP" (§5.12). */
    private void discardKey() {
        lines.take('k');
    }

    private Optional<String> text(char type) {
        return lines.take(type).map(Line::value);
    }

    private List<String> texts(char type) {
        var texts = new ArrayList<String>();
        for (var text = text(type); text.isPresent(); text = text(type)) {
            text.filter(value -> !value.isEmpty()).ifPresent(texts::add);
        }
        return texts;
    }

    private <T> List<T> all(char type, Function<String, T> reading) throws MalformedSdpException {
        var values = new ArrayList<T>();
        for (var line = lines.take(type); line.isPresent(); line = lines.take(type)) {
            values.add(read(line.get(), reading));
        }
        return values;
    }

    private static <T> T read(Line line, Function<String, T> reading) throws MalformedSdpException {
        try {
            return reading.apply(line.value());
        } catch (IllegalArgumentException e) {
            var expected = e.getMessage();
            throw line.malformed(expected == null ? "a line of type " + line.type() : expected);
        }
    }
}
