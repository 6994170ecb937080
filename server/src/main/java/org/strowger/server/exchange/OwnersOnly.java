package org.strowger.server.exchange;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that nobody reads but their owner, where the system knows such a thing (POSIX). */
final class OwnersOnly {
    private static final Logger LOG = LoggerFactory.getLogger(OwnersOnly.class);
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnersOnly() {}

    /** For a directory that is being made. */
    static FileAttribute<?>[] directory() {
        return attributes(DIRECTORY);
    }

    /** A file to read and write, made if it is not there. */
    static FileChannel open(Path file) throws IOException {
        var channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                attributes(FILE));
        tighten(file);
        return channel;
    }

    /** Takes from others what they may do with a file of ours; without effect if it is not there. */
    static void tighten(Path file) {
        try {
            if (POSIX
                    && Files.exists(file)
                    && !Files.getPosixFilePermissions(file).equals(FILE)) {
                Files.setPosixFilePermissions(file, FILE);
            }
        } catch (IOException refused) {
            LOG.warn(
                    "others than its owner may read \"{}\", and that cannot be changed: {}",
                    file,
                    refused.getMessage());
        }
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
