package org.strowger.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The digests of files known to be in order, kept between builds in one file.
 *
 * @param version the formatter's version, on the first line; another version remembers nothing
 */
record Memory(Path file, String version) {

    Set<String> read() throws IOException {
        if (!Files.exists(file)) {
            return Set.of();
        }
        var lines = Files.readAllLines(file);
        return !lines.isEmpty() && lines.getFirst().equals(version) ? new HashSet<>(lines) : Set.of();
    }

    void write(Collection<String> digests) throws IOException {
        var text = version + "\n" + String.join("\n", new TreeSet<>(digests)) + "\n";
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
