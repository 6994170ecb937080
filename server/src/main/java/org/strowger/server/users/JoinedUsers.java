package org.strowger.server.users;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;

/** The users of several sources. */
record JoinedUsers(List<Users> sources) implements Users {
    @Override
    public boolean has(String name, ProtectionDomain domain) {
        for (var source : sources) {
            if (source.has(name, domain)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<HashedA1> secret(String name, ProtectionDomain domain, Algorithm algorithm) {
        for (var source : sources) {
            var secret = source.secret(name, domain, algorithm);
            if (secret.isPresent() || source.has(name, domain)) {
                return secret;
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
