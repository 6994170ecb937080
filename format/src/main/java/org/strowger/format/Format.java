package org.strowger.format;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks that every source of the checkout is laid out by the formatter, or lays it out.
 *
 * <p>{@code check} names the files that are not and exits 1; {@code write} changes them. What was found in order is
 * remembered by its digest, so that the next build looks at changed files only.
 */
final class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private final Path root;
    private final boolean write;

    private Format(Path root, boolean write) {
        this.root = root;
        this.write = write;
    }

    /** Arguments: {@code check} or {@code write}, the root of the checkout, the formatter's version, the memory's file. */
    static void main(String[] args) throws IOException {
        var memory = new Memory(Path.of(args[3]), args[2]);
        var unformatted = new Format(Path.of(args[1]), args[0].equals("write")).run(memory);
        if (!unformatted.isEmpty()) {
            unformatted.forEach(file -> System.err.println("[ERROR] not formatted: " + file));
            System.err.println("[ERROR] format with: mvn -q -pl format process-classes -Dformat=write");
            System.exit(1);
        }
    }

    /** The files that stay unformatted, as paths below the root. */
    private List<String> run(Memory memory) throws IOException {
        Set<String> known = memory.read();
        List<Source> sources = files().parallelStream().map(Source::read).toList();
        List<String> unformatted = sources.parallelStream()
                .filter(source -> !known.contains(source.digest()) && !isInOrder(source))
                .map(source -> root.relativize(source.file()).toString())
                .toList();
        if (unformatted.isEmpty() && !write) {
            memory.write(sources.stream().map(Source::digest).toList());
        }
        return unformatted;
    }

    private boolean isInOrder(Source source) {
        try {
            String formatted = FORMATTER.formatSourceAndFixImports(source.text());
            if (formatted.equals(source.text())) {
                return true;
            }
            if (write) {
                Files.writeString(source.file(), formatted, StandardCharsets.UTF_8);
                System.out.println("formatted " + root.relativize(source.file()));
            }
            return write;
        } catch (FormatterException | IOException unreadable) {
            System.err.println("[ERROR] " + root.relativize(source.file()) + ": " + unreadable.getMessage());
            return false;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(Format::javaFilesBelow)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> javaFilesBelow(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot list " + sources, unreadable);
        }
    }
}
