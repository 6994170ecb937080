package org.strowger.server.config;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** One YAML file while it is read: its lines, and the mistakes found so far. */
final class Document {
    /** A value behind a key. */
    private static final Pattern VALUE = Pattern.compile("(:\\s+)[^\\s{][^{}]*");

    private static final int MOST_LEVELS = 50;

    private final String file;
    private final String text;
    private final List<String> lines;
    private final List<Problem> problems = new ArrayList<>();
    /** Lines whose values are shown to nobody. */
    private final BitSet secretLines = new BitSet();

    Document(String file, String text) {
        this.file = file;
        this.text = text;
        this.lines = text.lines().toList();
    }

    /** The root of the file's one document; empty if it has none or is no YAML, which is then a problem. */
    Optional<Node> root() {
        var settings = LoadSettings.builder().setLabel(file).setUseMarks(true).build();
        try {
            if (isTooDeep(settings)) {
                return Optional.empty();
            }
            var root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(new Problem(file, 0, 0, "expected a configuration, found an empty file", ""));
            }
            return root;
        } catch (MarkedYamlEngineException malformed) {
            var mark = malformed.getProblemMark().or(malformed::getContextMark);
            add(mark, "not YAML: " + malformed.getProblem());
        } catch (YamlEngineException malformed) {
            problems.add(new Problem(file, 0, 0, "not YAML: " + malformed.getMessage(), ""));
        }
        return Optional.empty();
    }

    /** Composing takes the stack, one level after the other: what is nested too deep is refused before. */
    private boolean isTooDeep(LoadSettings settings) {
        int depth = 0;
        for (var event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
            }
            if (depth > MOST_LEVELS) {
                add(event.getStartMark(), "expected at most " + MOST_LEVELS + " levels of nesting");
                return true;
            }
        }
        return false;
    }

    /** From now on no value that stands in that node is shown. */
    void keepSecret(Node node) {
        int first = node.getStartMark().map(Mark::getLine).orElse(0);
        int last = node.getEndMark().map(Mark::getLine).orElse(lines.size());
        secretLines.set(first, last + 1);
    }

    /** What stands there, in the operator's words. */
    String describe(Node node) {
        boolean secret = node instanceof ScalarNode
                && node.getStartMark()
                        .filter(mark -> secretLines.get(mark.getLine()))
                        .isPresent();
        return secret ? "a value that is not shown" : Values.describe(node);
    }

    void problem(Node at, String message) {
        add(at.getStartMark(), message);
    }

    private void add(Optional<Mark> mark, String message) {
        int line = mark.map(Mark::getLine).orElse(-1) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        problems.add(new Problem(file, line, column, message, line == 0 ? "" : sourceOf(line)));
    }

    private String sourceOf(int line) {
        if (line > lines.size()) {
            return "";
        }
        var source = lines.get(line - 1);
        return secretLines.get(line - 1) ? VALUE.matcher(source).replaceAll("$1***") : source;
    }

    /** All mistakes, in the order of the file. */
    List<Problem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }
}
