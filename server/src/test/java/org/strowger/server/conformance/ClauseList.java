package org.strowger.server.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The clauses of all lists below docs/conformance, in order.
 *
 * @param titles of RFCs (with an empty section number) and of sections
 */
record ClauseList(Map<ClauseId, Clause> clauses, Map<Section, String> titles) {
    private static final Pattern FILE = Pattern.compile("rfc(\\d+)\\.txt");
    private static final Pattern RFC_TITLE = Pattern.compile("# RFC \\d+: (.+)");
    private static final Pattern SECTION_TITLE = Pattern.compile("# ([0-9A-Z][0-9.]*) (.+)");
    private static final Set<String> LEVELS =
            Set.of("MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "REQUIRED", "RECOMMENDED", "NOT RECOMMENDED");

    static ClauseList read(Path directory) throws IOException {
        var list = new ClauseList(new TreeMap<>(), new TreeMap<>());
        try (var files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                var name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    list.read(name.group(1), Files.readAllLines(file));
                }
            }
        }
        list.checkReferences();
        return list;
    }

    private void read(String rfc, List<String> lines) {
        for (String line : lines) {
            var rfcTitle = RFC_TITLE.matcher(line);
            var sectionTitle = SECTION_TITLE.matcher(line);
            if (rfcTitle.matches()) {
                titles.put(new Section(rfc, ""), rfcTitle.group(1));
            } else if (sectionTitle.matches()) {
                titles.put(new Section(rfc, sectionTitle.group(1)), sectionTitle.group(2));
            } else if (!line.isBlank()) {
                add(clause(rfc, line));
            }
        }
    }

    private void add(Clause clause) {
        if (clauses.putIfAbsent(clause.id(), clause) != null) {
            throw new IllegalArgumentException("clause " + clause.id() + " is listed twice");
        }
    }

    private static Clause clause(String rfc, String line) {
        var columns = List.of(line.split(" \\| ", -1));
        if (columns.size() < 3
                || columns.size() > 4
                || !LEVELS.containsAll(List.of(columns.get(1).split(", ", -1)))) {
            throw new IllegalArgumentException("expected \"id | LEVEL | words\", found \"" + line + "\"");
        }
        var standing = columns.size() == 4 ? standing(columns.get(3)) : new Clause.Standing.Asked();
        return new Clause(ClauseId.parse(rfc + " §" + columns.get(0)), columns.get(1), columns.get(2), standing);
    }

    private static Clause.Standing standing(String note) {
        if (note.startsWith("same as ")) {
            return new Clause.Standing.SameAs(ClauseId.parse(note.substring("same as ".length())));
        }
        if (note.startsWith("replaced by ")) {
            return new Clause.Standing.ReplacedBy(ClauseId.parse(note.substring("replaced by ".length())));
        }
        if (note.startsWith("beyond us: ")) {
            return new Clause.Standing.Beyond(note.substring("beyond us: ".length()));
        }
        throw new IllegalArgumentException(
                "expected \"same as\", \"replaced by\" or \"beyond us:\", found \"" + note + "\"");
    }

    private void checkReferences() {
        List<ClauseId> missing = new ArrayList<>();
        for (Clause clause : clauses.values()) {
            switch (clause.standing()) {
                case Clause.Standing.SameAs(var other) when !clauses.containsKey(other) -> missing.add(other);
                case Clause.Standing.ReplacedBy(var other) when !clauses.containsKey(other) -> missing.add(other);
                case Clause.Standing.SameAs _, Clause.Standing.ReplacedBy _ -> {}
                case Clause.Standing.Asked _, Clause.Standing.Beyond _ -> {}
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("clauses that others refer to are not listed: " + missing);
        }
    }

    /** The clause that stands for this one and for all that say the same. */
    ClauseId spokesman(ClauseId id) {
        var clause = clauses.get(id);
        return clause != null && clause.standing() instanceof Clause.Standing.SameAs(var other) ? spokesman(other) : id;
    }
}
