package org.strowger.server.location;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.strowger.sip.message.CallId;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/**
 * The table of bindings: one row each, legible with any SQLite tool. Octets of SIP texts are kept as the characters of the same number, so
 * that what is no UTF-8 survives too.
 */
final class BindingTable {
    private static final String CREATE = """
        CREATE TABLE IF NOT EXISTS binding (
          aor TEXT NOT NULL,
          place INTEGER NOT NULL,
          contact TEXT NOT NULL,
          q INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          call_id TEXT NOT NULL,
          cseq INTEGER NOT NULL,
          path TEXT NOT NULL,
          protocol TEXT NOT NULL,
          host TEXT NOT NULL,
          port INTEGER NOT NULL,
          user_agent TEXT NOT NULL,
          parameters TEXT NOT NULL DEFAULT '',
          local TEXT NOT NULL DEFAULT '',
          reach TEXT NOT NULL DEFAULT '',
          epoch TEXT NOT NULL DEFAULT '',
          PRIMARY KEY (aor, place)
        ) WITHOUT ROWID, STRICT\
        """;

    /** Not in files of older versions; these can still read what has them, and write them empty. */
    private static final List<String> LATER = List.of("parameters", "local", "reach", "epoch");

    private static final String COLUMNS =
            "aor, place, contact, q, expires_at, call_id, cseq, path, protocol, host, port, user_agent, "
                    + String.join(", ", LATER);

    private final Connection connection;
    /** Both are kept as long as the connection: to prepare them costs as much as to write some rows. */
    private final PreparedStatement insert;

    private final PreparedStatement deleteRest;
    /** Addresses-of-record that may have rows behind their first. */
    private final Set<String> several = new HashSet<>();

    private BindingTable(Connection connection) throws SQLException {
        this.connection = connection;
        insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO binding (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        deleteRest = connection.prepareStatement("DELETE FROM binding WHERE aor = ? AND place >= ?");
    }

    static BindingTable in(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(CREATE);
            for (var column : LATER) {
                if (!has(statement, column)) {
                    statement.execute("ALTER TABLE binding ADD COLUMN " + column + " TEXT NOT NULL DEFAULT ''");
                }
            }
        }
        return new BindingTable(connection);
    }

    private static boolean has(Statement statement, String column) throws SQLException {
        var count = "SELECT count(*) FROM pragma_table_info('binding') WHERE name = '" + column + "'";
        try (var row = statement.executeQuery(count)) {
            return row.getInt(1) > 0;
        }
    }

    /** Writes all of it, or nothing. */
    void write(Map<AddressOfRecord, Bindings> changes) throws SQLException {
        try {
            connection.setAutoCommit(false);
            for (var change : changes.entrySet()) {
                write(change.getKey().text(), change.getValue());
            }
            connection.commit();
        } catch (SQLException e) {
            // what was taken out in vain may be there again
            changes.keySet().forEach(aor -> several.add(aor.text()));
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void write(String aor, Bindings bindings) throws SQLException {
        int place = 0;
        for (var binding : bindings) {
            insert.setString(1, aor);
            insert.setInt(2, place++);
            fill(insert, binding);
            insert.executeUpdate();
        }
        // nearly all have one row, and it was written over: to find nothing behind it would cost half as much again
        if (place == 0 || several.contains(aor)) {
            deleteRest.setString(1, aor);
            deleteRest.setInt(2, place);
            deleteRest.executeUpdate();
            several.remove(aor);
        }
        if (place > 1) {
            several.add(aor);
        }
    }

    private static void fill(PreparedStatement insert, Binding binding) throws SQLException {
        var source = binding.source();
        insert.setString(3, characters(binding.contactText()));
        insert.setInt(4, binding.qThousandths());
        insert.setLong(5, binding.expiresAt().toEpochMilli());
        insert.setString(6, characters(binding.callId().value()));
        insert.setLong(7, binding.cseq());
        insert.setString(8, characters(joined(binding.path())));
        insert.setString(9, source.protocol());
        insert.setString(10, source.host());
        insert.setInt(11, source.port());
        insert.setString(12, characters(binding.agent()));
        insert.setString(13, characters(binding.parameters()));
        insert.setString(14, source.local());
        insert.setString(15, binding.reach().name());
        insert.setString(16, binding.epoch() == 0 ? "" : Integer.toString(binding.epoch()));
    }

    private static Slice joined(List<Slice> path) {
        return switch (path.size()) {
            case 0 -> Slice.EMPTY;
            case 1 -> path.getFirst();
            default ->
                Slice.of(String.join(
                                "\n",
                                path.stream().map(BindingTable::characters).toList())
                        .getBytes(ISO_8859_1));
        };
    }

    private static String characters(Slice octets) {
        return new String(octets.bytes(), octets.start(), octets.length(), ISO_8859_1);
    }

    private static Slice octets(String characters) {
        return Slice.of(characters.getBytes(ISO_8859_1));
    }

    /** Reads what lives at that time, an address-of-record at a time. */
    void read(Instant now, BiConsumer<AddressOfRecord, Bindings> receiver) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM binding WHERE expires_at > ? ORDER BY aor, place")) {
            statement.setLong(1, now.toEpochMilli());
            try (var rows = statement.executeQuery()) {
                readAll(rows, receiver);
            }
        }
    }

    private void readAll(ResultSet rows, BiConsumer<AddressOfRecord, Bindings> receiver) throws SQLException {
        var bindings = new ArrayList<Binding>();
        String aor = "";
        while (rows.next()) {
            String next = rows.getString(1);
            if (!next.equals(aor)) {
                deliver(aor, bindings, receiver);
                aor = next;
            }
            if (rows.getInt(2) > 0) {
                several.add(aor);
            }
            bindings.add(binding(rows));
        }
        deliver(aor, bindings, receiver);
    }

    private static void deliver(String aor, List<Binding> bindings, BiConsumer<AddressOfRecord, Bindings> receiver)
            throws SQLException {
        if (bindings.isEmpty()) {
            return;
        }
        try {
            receiver.accept(AddressOfRecord.stored(aor), Bindings.of(bindings));
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), e);
        }
        bindings.clear();
    }

    private static Binding binding(ResultSet row) throws SQLException {
        String path = row.getString(8);
        var origin = new Origin(
                new CallId(octets(row.getString(6))),
                row.getLong(7),
                path.isEmpty()
                        ? List.of()
                        : List.of(path.split("\n", -1)).stream()
                                .map(BindingTable::octets)
                                .toList(),
                new Source(row.getString(9), row.getString(10), row.getInt(11), row.getString(14)),
                octets(row.getString(12)));
        try {
            var contact = Uri.parse(octets(row.getString(3)));
            var binding = new Binding(
                    contact,
                    row.getInt(4),
                    octets(row.getString(13)),
                    reach(row.getString(15), contact, origin),
                    Instant.ofEpochMilli(row.getLong(5)),
                    origin);
            var epoch = row.getString(16);
            return epoch.isEmpty() ? binding : binding.inEpoch(Integer.parseInt(epoch));
        } catch (MalformedMessageException | IllegalArgumentException e) {
            throw new SQLException("a binding of \"" + row.getString(1) + "\" cannot be read: " + e.getMessage(), e);
        }
    }

    /** An older version did not write it. */
    private static Reach reach(String name, Uri contact, Origin origin) {
        if (!name.isEmpty()) {
            return Reach.valueOf(name);
        }
        return origin.path().isEmpty() ? Reach.of(contact, origin.source()) : Reach.CONTACT;
    }

    /** Takes out what has expired. */
    void clear(Instant now) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM binding WHERE expires_at <= ?")) {
            statement.setLong(1, now.toEpochMilli());
            statement.executeUpdate();
        }
    }
}
