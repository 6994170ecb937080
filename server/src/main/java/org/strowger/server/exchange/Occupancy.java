package org.strowger.server.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A data directory that is one server's as long as this is open: two that write the same bindings would lose each other's. */
final class Occupancy implements AutoCloseable {
    private static final int MOST_DIGITS = 20;

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
     * @throws IOException if another server has it; the message says which
     */
    static Occupancy of(StateDirectory directory) throws IOException {
        var channel = OwnersOnly.open(directory.made().lock());
        try {
            if (lock(channel) == null) {
                throw new IOException(
                        "the data directory \"%s\" is in use by another server%s; name another with --data"
                                .formatted(directory.path(), process(channel)));
            }
            channel.truncate(0);
            channel.write(ascii(ProcessHandle.current().pid() + "\n"));
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
        var text = StandardCharsets.US_ASCII.decode(digits.flip()).toString().strip();
        return text.matches("\\d+") ? ", process " + text : "";
    }

    private static ByteBuffer ascii(String text) {
        return StandardCharsets.US_ASCII.encode(text);
    }

    @Override
    public void close() throws IOException {
        if (held.isPresent()) {
            held.get().close();
        }
    }
}
