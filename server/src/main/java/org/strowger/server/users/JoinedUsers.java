package org.strowger.server.users;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;

/** The users of several sources. */
record JoinedUsers(List<Users> sources) implements Users {
    @Override
    public boolean has(String name, ProtectionDomain domain) {
        return sourceOf(name, domain).isPresent();
    }

    @Override
    public Optional<HashedA1> secret(String name, ProtectionDomain domain, Algorithm algorithm) {
        return sourceOf(name, domain).flatMap(source -> source.secret(name, domain, algorithm));
    }

    private Optional<Users> sourceOf(String name, ProtectionDomain domain) {
        for (var source : sources) {
            if (source.has(name, domain)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    @Override
    public int size() {
        int size = 0;
        for (var source : sources) {
            size += source.size();
        }
        return size;
    }

    @Override
    public List<Account> accounts() {
        return sources.stream().flatMap(source -> source.accounts().stream()).toList();
    }

    @Override
    public Census census(List<ProtectionDomain> served) {
        return Census.of(sources, served);
    }
}
