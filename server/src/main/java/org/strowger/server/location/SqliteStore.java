package org.strowger.server.location;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * Keeps bindings in an SQLite file, written behind the back of the calls.
 *
 * <p>A change is on the disk some milliseconds after it was made, and at most 30 ms later while the disk keeps up: the write-ahead log with
 * {@code synchronous=FULL}, one transaction per batch. What can be lost:
 *
 * <ul>
 *   <li>orderly end: nothing;
 *   <li>{@code kill -9}, power cut: the changes of the last 30 ms (or of as long as the disk took or failed). The file is whole in either
 *       case, and a REGISTER is written with all its bindings or not at all.
 * </ul>
 *
 * <p>A REGISTER is answered before it is on the disk: its sender will refresh it anyhow. See decision 0013.
 */
public final class SqliteStore implements BindingStore {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
    private static final int SCHEMA = 1;
    private static final int BUSY_MILLIS = 5000;
    /** Of a new file: a change writes a whole page, and then the page once more out of the log. */
    private static final int PAGE_BYTES = 2048;
    /** The log is worked into the file when it has grown to some 16 MB: what changed often in between is written there once. */
    private static final int LOG_PAGES = 8000;

    private final Path file;
    private final Connection connection;
    private final BindingTable table;
    private final WriteBehind writer;

    private SqliteStore(Path file, Connection connection, BindingTable table, InstantSource clock) {
        this.file = file;
        this.connection = connection;
        this.table = table;
        writer = new WriteBehind(table::write, clock);
    }

    /**
     * Opens the file, or makes it; its directory too.
     *
     * @param clock for how often a failing disk is complained about
     * @throws IOException if it is no such file, was written by a newer version, or cannot be opened; the message names it
     */
    public static SqliteStore open(Path file, InstantSource clock) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setPageSize(PAGE_BYTES);
        try {
            return open(file, config.createConnection("jdbc:sqlite:" + file), clock);
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    /** Loads what opening a file will need, beside what a process has to do before it knows the file. It may be left out, and may fail. */
    public static void prepare() {
        try {
            new SQLiteConfig().createConnection("jdbc:sqlite::memory:").close();
        } catch (SQLException unusable) {
            LOG.debug("SQLite cannot be used", unusable);
        }
    }

    private static SqliteStore open(Path file, Connection connection, InstantSource clock)
            throws IOException, SQLException {
        try {
            checkSchema(file, connection);
            return new SqliteStore(file, connection, BindingTable.in(connection), clock);
        } catch (IOException | SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void checkSchema(Path file, Connection connection) throws IOException, SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
            int found;
            try (var row = statement.executeQuery("PRAGMA user_version")) {
                found = row.getInt(1);
            }
            if (found > SCHEMA) {
                throw new IOException(
                        "expected \"%s\" to have schema %d or older, found %d: it was written by a newer version"
                                .formatted(file, SCHEMA, found));
            }
            if (found < SCHEMA) {
                statement.execute("PRAGMA user_version = " + SCHEMA);
            }
        }
    }

    private static IOException unreadable(Path file, SQLException cause) {
        return new IOException(
                "expected \"%s\" to be a file of bindings that can be read and written, found: %s; move it away to start without its bindings"
                        .formatted(file, cause.getMessage()),
                cause);
    }

    @Override
    public void load(Instant now, BiConsumer<AddressOfRecord, Bindings> receiver) throws IOException {
        try {
            table.clear(now);
            table.read(now, receiver);
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
        writer.start();
    }

    @Override
    public void changed(AddressOfRecord aor, Bindings bindings) {
        writer.add(aor, bindings);
    }

    /** Addresses-of-record whose latest change is not on the disk yet. */
    public int waiting() {
        return writer.waiting();
    }

    /** How often the disk failed us. */
    public long failures() {
        return writer.failures();
    }

    @Override
    public void close() {
        writer.close();
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.error("\"{}\" could not be closed: {}", file, e.getMessage());
        }
    }
}
