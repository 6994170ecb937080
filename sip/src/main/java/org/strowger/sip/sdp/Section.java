package org.strowger.sip.sdp;

import java.util.List;
import java.util.Optional;

/**
 * The lines that the session-level section and every media description have in common: "i=", "c=", "b=" and "a=" (RFC
 * 8866 §5).
 *
 * @param information for people; empty if there is none
 * @param connections at most one at session level; several in a media description only if they are multicast
 * @param bandwidths in wire order
 * @param attributes in wire order, understood or not
 */
public record Section(
        String information, List<Connection> connections, List<Bandwidth> bandwidths, List<Attribute> attributes) {
    public static final Section EMPTY = new Section("", List.of(), List.of(), List.of());

    public Section {
        Grammar.expect(Grammar.isText(information), "information on one line");
        // "Multiple addresses or "c=" lines MAY be specified […] only if they provide multicast addresses" (§5.7)
        Grammar.expect(
                connections.size() < 2 || connections.stream().allMatch(Connection::isMulticast),
                "one connection, since it is not multicast");
        connections = List.copyOf(connections);
        bandwidths = List.copyOf(bandwidths);
        attributes = List.copyOf(attributes);
    }

    /** The value of the first attribute of that name; empty text for a property, nothing if it is not there. */
    public Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(Attribute::value)
                .findFirst();
    }

    /** The values of all attributes of that name, in order. */
    public List<String> attributes(String name) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(Attribute::value)
                .toList();
    }

    /** The direction written here; the first one if a peer wrote several. */
    public Optional<Direction> direction() {
        for (var attribute : attributes) {
            for (var direction : Direction.values()) {
                if (attribute.isProperty() && attribute.name().equals(direction.attribute())) {
                    return Optional.of(direction);
                }
            }
        }
        return Optional.empty();
    }

    void writeInformation(StringBuilder out) {
        if (!information.isEmpty()) {
            out.append("i=").append(information).append("\r\n");
        }
    }

    void writeConnections(StringBuilder out) {
        connections.forEach(connection -> connection.write(out));
        bandwidths.forEach(bandwidth -> bandwidth.write(out));
    }

    void writeAttributes(StringBuilder out) {
        attributes.forEach(attribute -> attribute.write(out));
    }
}
