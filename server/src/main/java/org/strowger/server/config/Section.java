package org.strowger.server.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping of the file, by key. */
final class Section {
    private final Node node;
    private final Map<String, Node> values;
    private final Map<String, Node> keys;

    private Section(Node node, Map<String, Node> values, Map<String, Node> keys) {
        this.node = node;
        this.values = values;
        this.keys = keys;
    }

    /** Reads a mapping in which only these keys may stand; an unknown key is a problem, with the key that was probably meant. */
    static Section of(Document document, Node node, Set<String> known) {
        var section = ofAnyKeys(document, node, "a section with the keys " + String.join(", ", known));
        section.keys.forEach((key, at) -> {
            if (!known.contains(key)) {
                document.problem(at, unknownKey(key, known));
            }
        });
        return section;
    }

    /** Reads a mapping whose keys are names that the operator chose. */
    static Section ofAnyKeys(Document document, Node node, String expected) {
        var values = new LinkedHashMap<String, Node>();
        var keys = new HashMap<String, Node>();
        if (!(node instanceof MappingNode mapping)) {
            document.problem(node, "expected " + expected + ", found " + document.describe(node));
            return new Section(node, values, keys);
        }
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                document.problem(tuple.getKeyNode(), "expected a key, found " + document.describe(tuple.getKeyNode()));
                continue;
            }
            if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                document.problem(key, "the key \"" + key.getValue() + "\" stands here twice");
            }
            keys.putIfAbsent(key.getValue(), key);
        }
        return new Section(node, values, keys);
    }

    private static String unknownKey(String key, Collection<String> known) {
        return "unknown key \"" + key + "\""
                + Spelling.nearest(key, known)
                        .map(meant -> "; did you mean \"" + meant + "\"?")
                        .orElse("; expected one of " + String.join(", ", known));
    }

    Node node() {
        return node;
    }

    Optional<Node> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Where the key itself stands. */
    Node key(String key) {
        return keys.getOrDefault(key, node);
    }

    Map<String, Node> values() {
        return values;
    }
}
