package org.strowger.server.registrar;

import java.util.Optional;
import java.util.function.Predicate;
import org.strowger.server.users.ProtectionDomain;
import org.strowger.server.users.Users;
import org.strowger.sip.auth.Realm;
import org.strowger.sip.auth.Secrets;
import org.strowger.sip.transport.Flow;

/**
 * Who must prove who they are.
 *
 * @param required false: everybody is taken at their word
 * @param users who there is
 * @param realm the one realm of all domains; empty: each domain is its own
 * @param trusted peers that are taken at their word anyhow
 * @param asserted whether anybody is told who our users have proven to be
 */
public record Access(boolean required, Users users, Optional<Realm> realm, Predicate<Flow> trusted, boolean asserted) {
    /** Everybody may be anybody. */
    public static final Access OPEN = new Access(false, Users.NONE, Optional.empty(), _ -> false);

    public Access(boolean required, Users users, Optional<Realm> realm, Predicate<Flow> trusted) {
        this(required, users, realm, trusted, false);
    }

    /** Everybody must be one of these. */
    public static Access of(Users users) {
        return new Access(true, users, Optional.empty(), _ -> false);
    }

    boolean asks(Flow flow) {
        return required && !trusted.test(flow);
    }

    ProtectionDomain protection(String domain) {
        return realm.map(one -> new ProtectionDomain(domain, one)).orElseGet(() -> ProtectionDomain.of(domain));
    }

    Secrets secrets(ProtectionDomain domain) {
        return (user, algorithm) -> users.secret(user, domain, algorithm);
    }
}
