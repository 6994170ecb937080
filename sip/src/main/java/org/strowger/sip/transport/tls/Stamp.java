package org.strowger.sip.transport.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tells changed files from unchanged ones; a link that points elsewhere now is a change, as certbot makes it. */
record Stamp(List<Optional<One>> files) {
    private record One(FileTime modified, long bytes, Optional<Object> key) {}

    static Stamp of(TlsSettings settings) {
        var files = new ArrayList<Optional<One>>();
        for (var certificate : settings.certificates()) {
            files.add(one(certificate.chain()));
            files.add(one(certificate.key()));
        }
        settings.trusted().ifPresent(file -> files.add(one(file)));
        return new Stamp(List.copyOf(files));
    }

    private static Optional<One> one(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new One(
                    attributes.lastModifiedTime(), attributes.size(), Optional.ofNullable(attributes.fileKey())));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
