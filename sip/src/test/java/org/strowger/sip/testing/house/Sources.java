package org.strowger.sip.testing.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What can only be seen in the sources of a module: how large things are, what they are called, and keywords.
 *
 * <p>Every question answers the places that break the rule, one line each.
 */
public final class Sources {
    private static final int LINES_PER_FILE = 400;
    private static final int FILES_PER_PACKAGE = 40;
    private static final Pattern LEFT_UNDONE = Pattern.compile("\\b(TODO|FIXME|XXX)\\b|@author");
    private static final String SIGN = "package-info.java";

    private final Path module;
    private final List<Path> main;
    private final List<Path> all;

    private Sources(Path module, List<Path> main, List<Path> all) {
        this.module = module;
        this.main = main;
        this.all = all;
    }

    /** Those of the module that the build is testing. */
    public static Sources ofThisModule() {
        var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        var main = javaFilesBelow(module.resolve("src/main/java"));
        var test = javaFilesBelow(module.resolve("src/test/java"));
        return new Sources(
                module, main, Stream.concat(main.stream(), test.stream()).toList());
    }

    /** Files longer than a file may be. */
    public List<String> filesTooLong() {
        return all.stream()
                .filter(file -> linesOf(file).size() > LINES_PER_FILE)
                .map(file -> name(file) + ": " + linesOf(file).size() + " lines, at most " + LINES_PER_FILE)
                .toList();
    }

    /** Packages with more files than one can keep in mind. */
    public List<String> packagesTooLarge() {
        Map<Path, Long> sizes = all.stream()
                .filter(file -> !file.endsWith(SIGN))
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        return sizes.entrySet().stream()
                .filter(size -> size.getValue() > FILES_PER_PACKAGE)
                .map(size -> name(size.getKey()) + ": " + size.getValue() + " files, at most " + FILES_PER_PACKAGE)
                .sorted()
                .toList();
    }

    /** Packages without a sign on the door, or with one that does not say {@code @NullMarked}: NullAway passes them by. */
    public List<String> packagesWithoutSign() {
        return main.stream()
                .map(Path::getParent)
                .distinct()
                .filter(room -> !isNullMarked(room.resolve(SIGN)))
                .map(this::name)
                .toList();
    }

    private static boolean isNullMarked(Path sign) {
        return Files.exists(sign) && linesOf(sign).contains("@NullMarked");
    }

    /** Work that was left for later, and signatures of authors. */
    public List<String> leftUndone() {
        return linesThat(line -> LEFT_UNDONE.matcher(line).find());
    }

    /** Suppressed warnings that do not say why on the same line. */
    public List<String> suppressionsWithoutReason() {
        return linesThat(line -> line.contains("@SuppressWarnings(") && !line.contains("//"));
    }

    /** Methods too long, with too many parameters or nested too deep, and types with an empty word in their name. */
    public List<String> shapesOutOfBounds() {
        return Shapes.read(all).outOfBounds();
    }

    /** Where {@code synchronized} or {@code volatile} is written, outside the rooms that may share state. */
    public List<String> sharedStateOutside(String... rooms) {
        var allowed = Pattern.compile(".*/(" + String.join("|", rooms).toLowerCase(Locale.ROOT) + ")/[^/]+");
        return Shapes.read(main.stream()
                        .filter(file -> !allowed.matcher(file.toString()).matches())
                        .toList())
                .sharedState();
    }

    private List<String> linesThat(Predicate<String> rule) {
        // The rules themselves name what they forbid.
        return all.stream()
                .filter(file -> !file.getParent().endsWith("testing/house"))
                .flatMap(file -> linesThat(rule, file))
                .toList();
    }

    private Stream<String> linesThat(Predicate<String> rule, Path file) {
        var lines = linesOf(file);
        return IntStream.range(0, lines.size())
                .filter(at -> rule.test(lines.get(at)))
                .mapToObj(
                        at -> name(file) + ":" + (at + 1) + ": " + lines.get(at).strip());
    }

    private String name(Path file) {
        return module.relativize(file).toString();
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> javaFilesBelow(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
