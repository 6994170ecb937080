package org.strowger.server.users;

import org.strowger.sip.auth.Realm;

/**
 * A set of user names and passwords of its own (RFC 3261 §22.1): a domain of ours, and the realm its users are asked in, which is the domain
 * itself unless the operator named another.
 */
public record ProtectionDomain(String domain, Realm realm) {
    public static ProtectionDomain of(String domain) {
        return new ProtectionDomain(domain, new Realm(domain));
    }
}
