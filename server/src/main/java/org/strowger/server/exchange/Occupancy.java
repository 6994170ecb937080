package org.strowger.server.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A data directory that is one server's as long as this is open: two that write the same bindings would lose each other's. */
final class Occupancy implements AutoCloseable {
    private static final int MOST_DIGITS = 20;
    private static final String REALM = "realm ";

    private final Optional<FileChannel> held;

    private Occupancy(Optional<FileChannel> held) {
        this.held = held;
    }

    /** Of no directory: for a server that keeps nothing. */
    static Occupancy none() {
        return new Occupancy(Optional.empty());
    }

    /**
     * Takes it; the system gives it back when the process ends, however it ends.
     *
     * @param realms in which this server asks for passwords, noted for {@link StateDirectory#realms}
     * @throws IOException if another server has it; the message says which
     */
    static Occupancy of(StateDirectory directory, List<String> realms) throws IOException {
        var channel = OwnersOnly.open(directory.made().lock());
        try {
            if (lock(channel) == null) {
                throw new IOException(
                        "the data directory \"%s\" is in use by another server%s; name another with --data"
                                .formatted(directory.path(), process(channel)));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n" + noted(realms)));
            return new Occupancy(Optional.of(channel));
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (IllegalStateException _) {
            // "already holds a lock that overlaps": a server of this process has it
            return null;
        }
    }

    /** Who wrote itself down; nothing if that cannot be read. */
    private static String process(FileChannel channel) throws IOException {
        var digits = ByteBuffer.allocate(MOST_DIGITS);
        channel.read(digits, 0);
        var text = StandardCharsets.US_ASCII.decode(digits.flip()).toString();
        var first = text.lines().findFirst().orElse("").strip();
        return first.matches("\\d+") ? ", process " + first : "";
    }

    private static String noted(List<String> realms) {
        var lines = new StringBuilder();
        realms.forEach(realm -> lines.append(REALM).append(realm).append('\n'));
        return lines.toString();
    }

    /** The realms of the server that has the directory, or had it last; none if that cannot be told. */
    static List<String> realms(StateDirectory directory) {
        try {
            return Files.readAllLines(directory.lock()).stream()
                    .filter(line -> line.startsWith(REALM))
                    .map(line -> line.substring(REALM.length()))
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    @Override
    public void close() throws IOException {
        if (held.isPresent()) {
            held.get().close();
        }
    }
}
