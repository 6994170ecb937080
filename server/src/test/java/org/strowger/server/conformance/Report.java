package org.strowger.server.conformance;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** docs/CONFORMANCE.md as text. */
final class Report {
    private static final String HEAD = """
        # Conformance

        Made of the `@Rfc` tags of the tests; do not edit. `mvn -q verify` makes it anew.
        CONTRIBUTING.md tells how a test names its clause. The clauses stand in `docs/conformance/`.

        "Proven" are clauses with a test of their own, "open" those that wait for one. The rest is replaced by a later
        RFC, or beyond us for the reason given.

        """;

    private final Proofs proofs;
    private final StringBuilder text = new StringBuilder(HEAD);

    private Report(Proofs proofs) {
        this.proofs = proofs;
    }

    static String of(Proofs proofs) {
        var report = new Report(proofs);
        report.totals();
        proofs.listedRfcs().forEach(report::rfc);
        report.others();
        return report.text.toString();
    }

    private void totals() {
        line("| RFC | clauses | MUST proven | MUST open | SHOULD proven | SHOULD open | the rest |");
        line("|---|---|---|---|---|---|---|");
        for (String rfc : proofs.listedRfcs()) {
            total("[" + rfc + "](#rfc-" + rfc + ")", proofs.clausesOf(rfc));
        }
        total("all", List.copyOf(proofs.list().clauses().values()));
        line("");
    }

    private void total(String name, List<Clause> clauses) {
        var should = Predicate.not(Clause::isMust);
        long mustProven = count(clauses, Clause::isMust, proofs::isProven);
        long mustOpen = count(clauses, Clause::isMust, proofs::isOpen);
        long shouldProven = count(clauses, should, proofs::isProven);
        long shouldOpen = count(clauses, should, proofs::isOpen);
        long rest = clauses.size() - mustProven - mustOpen - shouldProven - shouldOpen;
        row(name, clauses.size(), mustProven, mustOpen, shouldProven, shouldOpen, rest);
    }

    private static long count(List<Clause> clauses, Predicate<Clause> level, Predicate<Clause> standing) {
        return clauses.stream().filter(level.and(standing)).count();
    }

    private void rfc(String rfc) {
        line("## RFC " + rfc);
        line("");
        line(title(new Section(rfc, "")));
        line("");
        proofs.sectionsOf(rfc).forEach(this::section);
    }

    private void section(Section section) {
        line(("### " + (section.number().isEmpty() ? "As a whole" : "§" + section.number() + " " + title(section)))
                .strip());
        line("");
        var clauses = proofs.clausesOf(section.rfc()).stream()
                .filter(clause -> clause.id().section().equals(section))
                .toList();
        if (!clauses.isEmpty()) {
            line("| clause | level | words | tests |");
            line("|---|---|---|---|");
            clauses.forEach(clause -> row(clause.id().local(), clause.level(), clause.words(), answer(clause)));
            line("");
        }
        if (proofs.bySection().containsKey(section)) {
            line("Tests of the section: " + tests(proofs.bySection().get(section)));
            line("");
        }
    }

    private String answer(Clause clause) {
        var tests = tests(proofs.testsOf(clause));
        return switch (clause.standing()) {
            case Clause.Standing.Asked _ -> proofs.isOpen(clause) ? "**open**" : tests;
            case Clause.Standing.SameAs(var other) ->
                "same as " + other + (proofs.isOpen(clause) ? ": **open**" : ": " + tests);
            case Clause.Standing.ReplacedBy(var other) ->
                "replaced by " + other + (tests.isEmpty() ? "" : "; " + tests);
            case Clause.Standing.Beyond(var reason) -> "beyond us: " + reason + (tests.isEmpty() ? "" : "; " + tests);
        };
    }

    private void others() {
        if (proofs.otherRfcs().isEmpty()) {
            return;
        }
        line("## Other RFCs");
        line("");
        line("No list of clauses yet; tests by section.");
        line("");
        line("| section | tests |");
        line("|---|---|");
        for (String rfc : proofs.otherRfcs()) {
            for (Section section : proofs.sectionsOf(rfc)) {
                row(section, tests(proofs.bySection().getOrDefault(section, new TreeSet<>())));
            }
        }
    }

    private String title(Section section) {
        return proofs.list().titles().getOrDefault(section, "");
    }

    private static String tests(Collection<String> tests) {
        return tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }

    private void row(Object... cells) {
        for (Object cell : cells) {
            text.append("| ").append(cell).append(' ');
        }
        line("|");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
