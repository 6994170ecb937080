package org.strowger.server.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** The torture messages of RFC 4475 and RFC 5118, byte for byte, by name. */
final class TortureMessages {
    private static final List<String> FOLDERS = List.of("/torture/rfc4475", "/torture/rfc5118");

    private TortureMessages() {}

    static NavigableMap<String, byte[]> all() {
        var all = new TreeMap<String, byte[]>();
        for (var folder : FOLDERS) {
            try {
                read(
                        folder,
                        Objects.requireNonNull(TortureMessages.class.getResource(folder), folder)
                                .toURI(),
                        all);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (URISyntaxException failed) {
                throw new IllegalStateException(failed);
            }
        }
        return all;
    }

    /** From a folder of classes, or from the jar of the library's tests. */
    private static void read(String folder, URI place, Map<String, byte[]> all) throws IOException {
        if (place.getScheme().equals("jar")) {
            try (var jar = FileSystems.newFileSystem(place, Map.of())) {
                read(jar.getPath(folder), all);
            }
        } else {
            read(Path.of(place), all);
        }
    }

    private static void read(Path folder, Map<String, byte[]> all) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                all.put(file.getFileName().toString().replace(".dat", ""), Files.readAllBytes(file));
            }
        }
    }
}
