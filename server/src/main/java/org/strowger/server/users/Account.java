package org.strowger.server.users;

import java.util.Optional;
import org.strowger.sip.auth.Realm;

/**
 * A user as his source has him.
 *
 * @param name without a domain
 * @param domain the only one he is a user of, if there is one
 * @param realm the only one he is asked in, if there is one
 */
public record Account(String name, Optional<String> domain, Optional<Realm> realm) {
    boolean isOf(ProtectionDomain wanted) {
        return domain.map(wanted.domain()::equals).orElse(true)
                && realm.map(wanted.realm()::equals).orElse(true);
    }

    /** Where he is at home if he is not at home everywhere: his domain or his realm. */
    String home() {
        return domain.or(() -> realm.map(Realm::text)).orElse("");
    }
}
