package org.strowger.server.users;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;

/** The users of a {@link HashFile}, each of one realm. Immutable. */
final class HashedUsers implements Users {
    private final Map<HashFile.Entry, Secret.Hashes> users;

    HashedUsers(Map<HashFile.Entry, Secret.Hashes> users) {
        this.users = new HashMap<>(users);
    }

    @Override
    public boolean has(String name, ProtectionDomain domain) {
        return users.containsKey(new HashFile.Entry(name, domain.realm()));
    }

    @Override
    public Optional<HashedA1> secret(String name, ProtectionDomain domain, Algorithm algorithm) {
        return Optional.ofNullable(users.get(new HashFile.Entry(name, domain.realm())))
                .flatMap(hashes -> hashes.hashed(name, domain.realm(), algorithm));
    }

    @Override
    public int size() {
        return users.size();
    }

    @Override
    public List<Account> accounts() {
        return users.keySet().stream()
                .map(entry -> new Account(entry.name(), Optional.empty(), Optional.of(entry.realm())))
                .toList();
    }
}
