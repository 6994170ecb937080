package org.strowger.sip.proxy.identity;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * The Trust Domain at whose border we are, and what its Spec(T) leaves to an operator (RFC 3325 §2.3, §2.4).
 *
 * @param nodes whom we trust, by address
 * @param told who is told which of our users sent a message
 */
public record TrustDomain(Predicate<InetAddress> nodes, Told told) {
    /** Who is told. What those whom we trust assert goes to everybody in any case, unless Privacy forbids. */
    public enum Told {
        NOBODY,
        TRUSTED,
        EVERYBODY
    }
}
