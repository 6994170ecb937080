package org.strowger.server.users;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;

/**
 * The users of a file, read again when it changes. Whoever owns it calls {@link #refresh} about once a second, outside the shards; asking
 * for users only reads what was read last.
 */
public final class FileUsers implements Users {
    private static final Logger LOG = LoggerFactory.getLogger(FileUsers.class);

    private final Path file;
    private final Format format;
    private Stamp seen;
    /** What was said last, so that it is said once. */
    private String complaint = "";

    /** Swapped as a whole, for readers of all threads. */
    private volatile Users users;

    private FileUsers(Path file, Format format, Stamp seen, Users users) {
        this.file = file;
        this.format = format;
        this.seen = seen;
        this.users = users;
    }

    /** How a file is read. */
    private interface Format {
        Users read() throws IOException;
    }

    /** What tells a changed file from an unchanged one. */
    private record Stamp(Optional<FileTime> modified, long bytes, Optional<Object> key) {
        private static final Stamp ABSENT = new Stamp(Optional.empty(), 0, Optional.empty());

        static Stamp of(Path file) throws IOException {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        Optional.of(attributes.lastModifiedTime()),
                        attributes.size(),
                        Optional.ofNullable(attributes.fileKey()));
            } catch (NoSuchFileException _) {
                return ABSENT;
            }
        }
    }

    /** Of lines {@code name,password}; it must be there. */
    public static FileUsers ofPasswords(Path file) throws IOException {
        return open(file, () -> PasswordFile.read(file));
    }

    /** Of the server's own file; where there is none, there are no users. */
    public static FileUsers ofHashes(Path file) throws IOException {
        return open(file, new HashFile(file)::read);
    }

    private static FileUsers open(Path file, Format format) throws IOException {
        var stamp = Stamp.of(file);
        return new FileUsers(file, format, stamp, format.read());
    }

    /**
     * Reads the file again if it changed; if it cannot be used, the users stay as they are, and that is logged once.
     *
     * @return whether there are other users now
     */
    public synchronized boolean refresh() {
        try {
            var stamp = Stamp.of(file);
            if (stamp.equals(seen)) {
                return false;
            }
            seen = stamp;
            users = format.read();
            complaint = "";
            LOG.info("{} read from \"{}\"", users.size() == 1 ? "1 user" : users.size() + " users", file);
            return true;
        } catch (IOException e) {
            complain(reason(e));
            return false;
        }
    }

    /** Exceptions of the file system say no more than the path. */
    private String reason(IOException failed) {
        return switch (failed) {
            case AccessDeniedException _ -> "not allowed to read \"%s\"".formatted(file);
            case NoSuchFileException _ -> "\"%s\" is no longer there".formatted(file);
            case FileSystemException other -> "\"%s\" cannot be read: %s".formatted(file, other.getReason());
            case CharacterCodingException _ -> "expected \"%s\" to be UTF-8".formatted(file);
            default -> String.valueOf(failed.getMessage());
        };
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            LOG.error("the users stay as they were: {}", reason);
        }
        complaint = reason;
    }

    @Override
    public boolean has(String name, ProtectionDomain domain) {
        return users.has(name, domain);
    }

    @Override
    public Optional<HashedA1> secret(String name, ProtectionDomain domain, Algorithm algorithm) {
        return users.secret(name, domain, algorithm);
    }

    @Override
    public int size() {
        return users.size();
    }

    @Override
    public List<Account> accounts() {
        return users.accounts();
    }
}
