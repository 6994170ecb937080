package org.strowger.server.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.UserSource;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.server.location.LocationService;
import org.strowger.server.location.SqliteStore;
import org.strowger.server.registrar.Access;
import org.strowger.server.users.Census;
import org.strowger.server.users.FileUsers;
import org.strowger.server.users.ListedUsers;
import org.strowger.server.users.ProtectionDomain;
import org.strowger.server.users.Users;
import org.strowger.sip.auth.Realm;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.transport.Transport;

/**
 * What the server has beside its sockets: users, secrets and the place of its files.
 *
 * @param files the users that stand in files, to be read again when they change
 */
record Premises(Configuration configuration, Users users, List<FileUsers> files, Secrets secrets) {

    /** Reads the users and the secrets. */
    static Premises open(Configuration configuration) throws IOException {
        var sources = new ArrayList<Users>();
        var files = new ArrayList<FileUsers>();
        switch (configuration.users()) {
            case UserSource.Listed(var secrets) -> sources.add(ListedUsers.of(secrets));
            case UserSource.FromFile(var file) -> files.add(FileUsers.ofPasswords(file));
        }
        var added = StateDirectory.of(configuration).users();
        OwnersOnly.tighten(added);
        files.add(FileUsers.ofHashes(added));
        sources.addAll(files);
        return new Premises(configuration, Users.joined(sources), List.copyOf(files), secrets(configuration));
    }

    /** With the users that the configuration itself lists, and nothing that outlives the process. */
    static Premises withoutFiles(Configuration configuration) {
        var users =
                configuration.users() instanceof UserSource.Listed(var secrets) ? ListedUsers.of(secrets) : Users.NONE;
        return new Premises(configuration, users, List.of(), Secrets.passing());
    }

    private static Secrets secrets(Configuration configuration) throws IOException {
        return isKept(configuration)
                ? Secrets.kept(StateDirectory.of(configuration).made().secret())
                : Secrets.passing();
    }

    /** Whether a server of that configuration writes into its data directory. */
    static boolean isKept(Configuration configuration) {
        return configuration.storage().keepsBindings()
                || configuration.storage().directory().isPresent();
    }

    /** The location service, with the bindings that were kept. */
    LocationService location() throws IOException {
        if (!configuration.storage().keepsBindings()) {
            return LocationService.inMemory();
        }
        var clock = Clock.system();
        Path file = ownersOnly(StateDirectory.of(configuration).made().bindings());
        return LocationService.open(SqliteStore.open(file, clock::now), clock.now());
    }

    /** SQLite gives the files beside it the permissions of the first; those of an older server are there already. */
    private static Path ownersOnly(Path file) throws IOException {
        OwnersOnly.open(file).close();
        OwnersOnly.tighten(file.resolveSibling(file.getFileName() + "-wal"));
        OwnersOnly.tighten(file.resolveSibling(file.getFileName() + "-shm"));
        return file;
    }

    Domains domains(Transport transport) {
        return new ServedDomains(configuration.domains(), transport::isOurHost, transport::isOurPort);
    }

    /** Whether an address-of-record belongs to a user, registered now or not. */
    Predicate<AddressOfRecord> knownUsers(Access access) {
        return aor -> {
            var realm = access.realm().orElseGet(() -> new Realm(aor.domain()));
            return access.users().has(aor.userName(), new ProtectionDomain(aor.domain(), realm));
        };
    }

    /** The users of the domains that are served, and others. */
    Census census() {
        var domains = configuration.domains();
        var served = (domains.isEmpty() ? List.of(ServedDomains.home(domains)) : domains)
                .stream()
                        .map(AddressOfRecord::canonicalHost)
                        .map(this::protection)
                        .toList();
        return users.census(served);
    }

    private ProtectionDomain protection(String domain) {
        return new ProtectionDomain(
                domain, new Realm(configuration.authentication().realm().orElse(domain)));
    }

    void refreshUsers() {
        files.forEach(FileUsers::refresh);
    }
}
