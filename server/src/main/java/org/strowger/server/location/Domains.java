package org.strowger.server.location;

import java.util.Optional;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;

/** The domains we are responsible for, under all their names. */
@FunctionalInterface
public interface Domains {
    /**
     * The domain that a host is a name of: itself, or the one whose users are registered there (an address we listen on may stand for a
     * domain). Empty if we are not responsible for it.
     *
     * @param host as {@link AddressOfRecord#canonicalHost} gives it
     */
    Optional<String> domainOf(String host);

    /** The domain of a sip or sips URI. */
    default Optional<String> domainOf(Uri uri) {
        return uri instanceof SipUri sip
                ? domainOf(AddressOfRecord.canonicalHost(sip.host().toString()))
                : Optional.empty();
    }

    /** The address-of-record that a URI names; empty if it has no user or is of no domain of ours. */
    default Optional<AddressOfRecord> addressOfRecord(Uri uri) {
        return domainOf(uri).flatMap(domain -> AddressOfRecord.of(uri, domain));
    }
}
