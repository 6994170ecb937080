package org.strowger.server.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads single values of the file; what is not as expected is a problem and reads as empty. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(us|ms|s|m|h|d)?");
    private static final Map<String, Duration> UNITS = Map.of(
            "us", Duration.of(1, ChronoUnit.MICROS),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<Duration, String> EXAMPLES = new TreeMap<>(Map.of(
            Duration.of(500, ChronoUnit.MICROS), "500us",
            Duration.ofMillis(500), "500ms",
            Duration.ofSeconds(30), "30s",
            Duration.ofMinutes(10), "10m",
            Duration.ofHours(1), "1h"));
    private static final int EXCERPT = 40;

    private final Document document;

    Values(Document document) {
        this.document = document;
    }

    Optional<String> text(Node node, String expected) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        return refuse(node, expected);
    }

    /** One text, or a list of texts. */
    List<ScalarNode> texts(Node node, String expected) {
        if (node instanceof SequenceNode sequence) {
            var found = new ArrayList<ScalarNode>();
            for (var element : sequence.getValue()) {
                text(element, expected).ifPresent(_ -> found.add((ScalarNode) element));
            }
            return found;
        }
        return text(node, expected + ", or a list of them").isPresent() ? List.of((ScalarNode) node) : List.of();
    }

    /** Reads a text by a parser that throws IllegalArgumentException with what was expected. */
    <T> Optional<T> parsed(Node node, String expected, Function<String, T> parser) {
        var text = text(node, expected);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.get()));
        } catch (IllegalArgumentException refused) {
            document.problem(node, String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    Optional<Integer> number(Node node, int least, int most) {
        var expected = "a whole number from " + least + " to " + most;
        if (node instanceof ScalarNode scalar && scalar.getValue().matches("\\d{1,9}")) {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        }
        return refuse(node, expected);
    }

    /** Such as {@code 500us}, {@code 500ms}, {@code 30s}, {@code 10m}, {@code 1h}; a bare number is seconds. */
    Optional<Duration> duration(Node node, Duration least, Duration most) {
        if (node instanceof ScalarNode scalar) {
            Matcher matcher = DURATION.matcher(scalar.getValue());
            if (matcher.matches()) {
                var unit = matcher.group(2) == null ? "s" : matcher.group(2);
                var found = UNITS.getOrDefault(unit, Duration.ZERO).multipliedBy(Long.parseLong(matcher.group(1)));
                if (found.compareTo(least) >= 0 && found.compareTo(most) <= 0) {
                    return Optional.of(found);
                }
            }
        }
        return refuse(node, "a duration from " + shown(least) + " to " + shown(most) + examples(least, most));
    }

    Optional<Boolean> flag(Node node) {
        return flag(node, "on or off");
    }

    Optional<Boolean> flag(Node node, String expected) {
        if (node instanceof ScalarNode scalar) {
            return switch (scalar.getValue().toLowerCase(Locale.ROOT)) {
                case "true", "on", "yes" -> Optional.of(true);
                case "false", "off", "no" -> Optional.of(false);
                default -> refuse(node, expected);
            };
        }
        return refuse(node, expected);
    }

    <T> Optional<T> refuse(Node node, String expected) {
        document.problem(node, "expected " + expected + ", found " + document.describe(node));
        return Optional.empty();
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** How a duration within these bounds is written. */
    private static String examples(Duration least, Duration most) {
        var within = EXAMPLES.entrySet().stream()
                .filter(example -> example.getKey().compareTo(least) >= 0
                        && example.getKey().compareTo(most) <= 0)
                .map(Map.Entry::getValue)
                .toList();
        return within.isEmpty() ? "" : " such as " + String.join(" or ", within);
    }

    /** What stands there, in the operator's words. */
    static String describe(Node node) {
        if (node instanceof ScalarNode scalar) {
            var value = scalar.getValue();
            if (value.isBlank()) {
                return "nothing";
            }
            return "\"" + (value.length() <= EXCERPT ? value : value.substring(0, EXCERPT) + "…") + "\"";
        }
        return node instanceof MappingNode ? "a section of keys" : "a list";
    }
}
