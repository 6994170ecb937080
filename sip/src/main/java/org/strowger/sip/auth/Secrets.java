package org.strowger.sip.auth;

import java.util.Optional;

/** Where the server's side finds what its users know. */
@FunctionalInterface
public interface Secrets {
    /** H(A1) of that user name, as the client sent it; empty if there is no such user, or no hash of that algorithm. */
    Optional<HashedA1> find(String user, Algorithm algorithm);
}
