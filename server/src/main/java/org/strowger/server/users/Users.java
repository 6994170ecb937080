package org.strowger.server.users;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;

/** The users of our domains. Safe to ask from every thread; never blocks. */
public interface Users {
    /** Nobody. */
    Users NONE = joined(List.of());

    /** Whether there is a user of that plain name, case and all. */
    boolean has(String name, ProtectionDomain domain);

    /** H(A1) of that user; empty if there is no such user, or no hash of that algorithm. */
    Optional<HashedA1> secret(String name, ProtectionDomain domain, Algorithm algorithm);

    /** How many there are. */
    int size();

    /** All of them. */
    List<Account> accounts();

    /** Who of them belongs to one of these domains. */
    default Census census(List<ProtectionDomain> served) {
        return Census.of(List.of(this), served);
    }

    /** The users of all of these; where two know the same name, the first counts. */
    static Users joined(List<Users> sources) {
        return new JoinedUsers(List.copyOf(sources));
    }
}
