package org.strowger.server.users;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;
import org.strowger.sip.auth.Realm;

/**
 * The server's own file of users: a line {@code name,realm,MD5,SHA-256,SHA-512-256} each, with hashes instead of a password. It is replaced
 * as a whole, so that a reader never sees half of it, and only its owner may read it.
 */
public final class HashFile {
    private static final String HEADING =
            "# users of this server, made by \"strowger user\": name,realm,H(A1) by MD5,SHA-256,SHA-512-256\n";
    private static final int COLUMNS = 2 + Algorithm.values().length;

    private final Path file;

    public HashFile(Path file) {
        this.file = file;
    }

    /** A user of the file. */
    public record Entry(String name, Realm realm) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byRealm = realm.text().compareTo(other.realm.text());
            return byRealm != 0 ? byRealm : name.compareTo(other.name);
        }
    }

    /**
     * Adds a user, or gives an old one a new password.
     *
     * @return whether it is new
     * @throws IllegalArgumentException if the name cannot be a user's, or the realm has a comma
     */
    public boolean add(String name, Realm realm, String password) throws IOException {
        if (!UserNames.isUsable(name) || name.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "expected a name such as alice, without @, commas and control characters");
        }
        if (realm.text().indexOf(',') >= 0) {
            throw new IllegalArgumentException("expected a realm without commas, found \"" + realm + "\"");
        }
        var hashes = new EnumMap<Algorithm, HashedA1>(Algorithm.class);
        for (var algorithm : Algorithm.values()) {
            hashes.put(algorithm, HashedA1.of(algorithm, name, realm, password));
        }
        return change(users -> users.put(new Entry(name, realm), new Secret.Hashes(hashes)) == null);
    }

    /** Takes a user out; false if there is none. */
    public boolean remove(String name, Realm realm) throws IOException {
        return change(users -> users.remove(new Entry(name, realm)) != null);
    }

    /** All users, by realm and name. */
    public List<Entry> list() throws IOException {
        return List.copyOf(readAll().keySet());
    }

    /** For {@link FileUsers}. */
    Users read() throws IOException {
        return new HashedUsers(readAll());
    }

    private interface Edit {
        boolean apply(SortedMap<Entry, Secret.Hashes> users);
    }

    /** One at a time, among all processes. */
    private boolean change(Edit edit) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        var guard = file.resolveSibling(file.getFileName() + ".lock");
        try (var channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            ownersOnly(guard);
            var users = readAll();
            boolean result = edit.apply(users);
            replace(users);
            return result;
        }
    }

    private void replace(SortedMap<Entry, Secret.Hashes> users) throws IOException {
        var text = new StringBuilder(HEADING);
        users.forEach((entry, hashes) -> {
            text.append(entry.name()).append(',').append(entry.realm());
            for (var algorithm : Algorithm.values()) {
                var hash = Optional.ofNullable(hashes.byAlgorithm().get(algorithm));
                text.append(',').append(hash.map(HashedA1::hexadecimal).orElse(""));
            }
            text.append('\n');
        });
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next);
        ownersOnly(next);
        try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            var bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void ownersOnly(Path made) throws IOException {
        if (Files.getFileStore(made).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private SortedMap<Entry, Secret.Hashes> readAll() throws IOException {
        var users = new TreeMap<Entry, Secret.Hashes>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException _) {
            lines = List.of();
        }
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at).strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                readLine(line, at + 1, users);
            }
        }
        return users;
    }

    private void readLine(String line, int number, SortedMap<Entry, Secret.Hashes> users) throws UserFileException {
        var columns = line.split(",", -1);
        if (columns.length != COLUMNS || !UserNames.isUsable(columns[0])) {
            throw new UserFileException(file, number, "name,realm,MD5,SHA-256,SHA-512-256");
        }
        var hashes = new EnumMap<Algorithm, HashedA1>(Algorithm.class);
        try {
            for (var algorithm : Algorithm.values()) {
                String column = columns[2 + algorithm.ordinal()];
                if (!column.isEmpty()) {
                    hashes.put(algorithm, HashedA1.parse(algorithm, column));
                }
            }
            users.put(new Entry(columns[0], new Realm(columns[1])), new Secret.Hashes(hashes));
        } catch (IllegalArgumentException _) {
            throw new UserFileException(
                    file, number, "a realm, and hashes in hexadecimal, or nothing between their commas");
        }
    }
}
