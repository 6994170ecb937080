package org.strowger.sip.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The torture messages of RFC 4475 and RFC 5118, as their archives have them, by name. */
final class TortureMessages {
    private static final List<String> FOLDERS = List.of("rfc4475", "rfc5118");

    private TortureMessages() {}

    static byte[] of(String name) {
        return all().get(name).clone();
    }

    static NavigableMap<String, byte[]> all() {
        var all = new TreeMap<String, byte[]>();
        for (var folder : FOLDERS) {
            try (Stream<Path> files = Files.list(path(folder))) {
                for (var file : files.toList()) {
                    all.put(file.getFileName().toString().replace(".dat", ""), Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static Path path(String folder) {
        var resource = Objects.requireNonNull(TortureMessages.class.getResource("/torture/" + folder));
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
