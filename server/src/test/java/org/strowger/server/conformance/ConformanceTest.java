package org.strowger.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

/** Keeps docs/CONFORMANCE.md true; every build makes it anew, {@code -Dconformance=check} only compares. */
class ConformanceTest {
    private static final Path DOCS =
            Path.of(System.getProperty("strowger.root", "..")).resolve("docs");
    private static final Path REPORT = DOCS.resolve("CONFORMANCE.md");
    private static final ClauseId MUST_ADD = ClauseId.parse("3261 §16.6.4-1");
    private static final ClauseId SAME = ClauseId.parse("6026 §8.4-1");

    private final ClauseList clauses = ClauseList.read(DOCS.resolve("conformance"));
    private final List<Tag> tags = Stream.concat(
                    TagReader.tagsBeside(Rfc.class).stream(), TagReader.tagsBeside(ConformanceTest.class).stream())
            .distinct()
            .toList();

    ConformanceTest() throws IOException {}

    @Test
    void namesOnlyClausesThatAreListed() {
        assertThat(Proofs.strays(clauses, tags))
                .as("tags that name a clause which docs/conformance does not have")
                .isEmpty();
    }

    @Test
    void isWrittenDown() throws IOException {
        var report = Report.of(Proofs.of(clauses, tags));
        if (System.getProperty("strowger.conformance", "check").equals("write")) {
            Files.writeString(REPORT, report);
        }

        assertThat(Files.exists(REPORT) && Files.readString(REPORT).equals(report))
                .as("docs/CONFORMANCE.md tells what the tests prove; if not: mvn -q verify")
                .isTrue();
    }

    @Test
    void listsTheClausesOfTheRfcsWeAnswerFor() {
        assertThat(clauses.clauses()).containsKeys(MUST_ADD, SAME);
        assertThat(clauses.titles()).containsEntry(new Section("3261", "16.6.4"), "Record-Route");
    }

    @Test
    void findsTheTagsOfBothModules() throws IOException {
        assertThat(TagReader.tagsBeside(Rfc.class)).isNotEmpty();
        assertThat(TagReader.tagsBeside(ConformanceTest.class)).isNotEmpty();
    }

    @Test
    void readsTagsWithAndWithoutClause() {
        assertThat(Tag.parse("3261 §16.6.4-1: inserts Record-Route", "T.t"))
                .isEqualTo(new Tag(MUST_ADD.section(), Optional.of(MUST_ADD), "T.t"));
        assertThat(Tag.parse("3261 §16.6.4: inserts Record-Route", "T.t"))
                .isEqualTo(new Tag(MUST_ADD.section(), Optional.empty(), "T.t"));
        assertThatThrownBy(() -> Tag.parse("RFC 3261, 16.6", "T.t")).hasMessageContaining("T.t");
    }

    @Test
    void provesEveryClauseThatSaysTheSame() {
        var proofs = Proofs.of(clauses, List.of(Tag.parse("6026 §8.4-1: moves to Completed", "T.t")));

        var same = clauses.clauses().get(ClauseId.parse("3261 §17.1.1.2-18"));
        assertThat(same.standing()).isEqualTo(new Clause.Standing.SameAs(SAME));
        assertThat(proofs.testsOf(same)).containsExactly("T.t");
        assertThat(proofs.isOpen(clauses.clauses().get(MUST_ADD))).isTrue();
    }

    @Test
    void refusesTagsWithoutClause() {
        var stray = Tag.parse("3261 §16.6.4-99: no such clause", "T.t");

        assertThat(Proofs.strays(clauses, List.of(stray))).containsExactly("3261 §16.6.4-99 at T.t");
        assertThat(Proofs.strays(new ClauseList(Map.of(), Map.of()), List.of(stray)))
                .hasSize(1);
    }

    @Test
    void ordersSectionsAsTheRfcDoes() {
        assertThat(Stream.of("16.10", "16.2", "9", "16.2.1", "A.1", "10").sorted(Section::compareNumbers))
                .containsExactly("9", "10", "16.2", "16.2.1", "16.10", "A.1");
    }
}
