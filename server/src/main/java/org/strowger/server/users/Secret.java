package org.strowger.server.users;

import java.util.Map;
import java.util.Optional;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;
import org.strowger.sip.auth.Realm;

/** What a user knows, as we keep it. */
public sealed interface Secret {
    /** H(A1) in that realm; empty if there is no hash of that algorithm. */
    Optional<HashedA1> hashed(String name, Realm realm, Algorithm algorithm);

    /** A password in clear, good in every realm; hashed when it is asked for. */
    record Password(String text) implements Secret {
        @Override
        public Optional<HashedA1> hashed(String name, Realm realm, Algorithm algorithm) {
            return Optional.of(HashedA1.of(algorithm, name, realm, text));
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "a password";
        }
    }

    /** Hashes instead of a password, so that none need be kept in clear; good in the realm that went into them. */
    record Hashes(Map<Algorithm, HashedA1> byAlgorithm) implements Secret {
        public Hashes {
            byAlgorithm = Map.copyOf(byAlgorithm);
        }

        @Override
        public Optional<HashedA1> hashed(String name, Realm realm, Algorithm algorithm) {
            return Optional.ofNullable(byAlgorithm.get(algorithm));
        }
    }
}
