package org.strowger.sip.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is what these programs say. */
class ReadmeTest {
    private static final String BEGIN = "// README: ";
    private static final String END = "// README: end";

    @ParameterizedTest
    @ValueSource(strings = {"AnswerOptions", "PlaceCall", "AnswerCalls", "RunProxy"})
    void showsTheProgram(String name) throws IOException {
        var shown = shown(name);

        assertThat(shown).isNotEmpty().containsExactlyElementsOf(marked(name));
    }

    /** The block of code behind the link to that file. */
    private static List<String> shown(String name) throws IOException {
        var lines = Files.readAllLines(module().resolve("README.md"));
        int link = 0;
        while (!lines.get(link).contains("/" + name + ".java)")) {
            link++;
        }
        int begin = lines.subList(link, lines.size()).indexOf("```java") + link + 1;
        int end = lines.subList(begin, lines.size()).indexOf("```") + begin;
        return lines.subList(begin, end);
    }

    /** What stands between the marks, moved to the left. */
    private static List<String> marked(String name) throws IOException {
        var file = module().resolve("src/test/java/org/strowger/sip/examples/" + name + ".java");
        var region = new ArrayList<String>();
        boolean inside = false;
        int margin = 0;
        for (var line : Files.readAllLines(file)) {
            if (line.strip().equals(END)) {
                return region;
            }
            if (inside) {
                region.add(line.isBlank() ? "" : line.substring(margin));
            } else if (line.strip().startsWith(BEGIN)) {
                inside = true;
                margin = line.indexOf(BEGIN);
            }
        }
        throw new IllegalStateException(file + " has no end of its mark");
    }

    /** Tests run in the directory of their module, or in that of the project. */
    private static Path module() {
        var here = Path.of("").toAbsolutePath();
        return here.getFileName().toString().equals("sip") ? here : here.resolve("sip");
    }
}
