package org.strowger.server.conformance;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The clauses and the tests that prove them. */
record Proofs(ClauseList list, Map<ClauseId, SortedSet<String>> byClause, Map<Section, SortedSet<String>> bySection) {

    static Proofs of(ClauseList list, Collection<Tag> tags) {
        var proofs = new Proofs(list, new TreeMap<>(), new TreeMap<>());
        for (Tag tag : tags) {
            tag.clause()
                    .ifPresentOrElse(
                            clause -> add(proofs.byClause, list.spokesman(clause), tag.test()),
                            () -> add(proofs.bySection, tag.section(), tag.test()));
        }
        return proofs;
    }

    private static <K> void add(Map<K, SortedSet<String>> proofs, K key, String test) {
        proofs.computeIfAbsent(key, _ -> new TreeSet<>()).add(test);
    }

    /** Tags that name a clause that no list has. */
    static List<String> strays(ClauseList list, Collection<Tag> tags) {
        return tags.stream()
                .flatMap(tag -> tag.clause().stream()
                        .filter(clause -> !list.clauses().containsKey(clause))
                        .map(clause -> clause + " at " + tag.test()))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    Collection<String> testsOf(Clause clause) {
        return byClause.getOrDefault(list.spokesman(clause.id()), new TreeSet<>());
    }

    boolean isProven(Clause clause) {
        return !testsOf(clause).isEmpty();
    }

    /** Whether the clause waits for a test. */
    boolean isOpen(Clause clause) {
        return switch (clause.standing()) {
            case Clause.Standing.Asked _, Clause.Standing.SameAs _ -> !isProven(clause);
            case Clause.Standing.ReplacedBy _, Clause.Standing.Beyond _ -> false;
        };
    }

    /** The clauses of an RFC, in order. */
    List<Clause> clausesOf(String rfc) {
        return list.clauses().values().stream()
                .filter(clause -> clause.id().section().rfc().equals(rfc))
                .toList();
    }

    /** RFCs with a list of clauses, in order. */
    List<String> listedRfcs() {
        return rfcs(list.clauses().keySet().stream().map(ClauseId::section));
    }

    /** RFCs that tests name without a list of clauses, in order. */
    List<String> otherRfcs() {
        var listed = listedRfcs();
        return rfcs(bySection.keySet().stream()).stream()
                .filter(rfc -> !listed.contains(rfc))
                .toList();
    }

    /** The sections of an RFC that have clauses or tests of their own, in order. */
    List<Section> sectionsOf(String rfc) {
        return Stream.concat(list.clauses().keySet().stream().map(ClauseId::section), bySection.keySet().stream())
                .filter(section -> section.rfc().equals(rfc))
                .sorted()
                .distinct()
                .toList();
    }

    private static List<String> rfcs(Stream<Section> sections) {
        return sections.map(Section::rfc)
                .sorted(Section::compareNumbers)
                .distinct()
                .toList();
    }
}
