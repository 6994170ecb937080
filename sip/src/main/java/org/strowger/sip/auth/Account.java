package org.strowger.sip.auth;

import java.util.Optional;

/** Who a client is in a realm: its user name, and what it knows. */
public interface Account {
    /** The user name that goes into credentials. */
    String user();

    /** Empty where it has no hash for that algorithm, or is not known in that realm. */
    Optional<HashedA1> secret(Realm realm, Algorithm algorithm);

    /** An account with one password, in whatever realm asks for it. */
    static Account of(String user, String password) {
        return new Account() {
            @Override
            public String user() {
                return user;
            }

            @Override
            public Optional<HashedA1> secret(Realm realm, Algorithm algorithm) {
                return Optional.of(HashedA1.of(algorithm, user, realm, password));
            }

            @Override
            public String toString() {
                return user;
            }
        };
    }
}
