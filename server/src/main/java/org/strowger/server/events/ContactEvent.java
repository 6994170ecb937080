package org.strowger.server.events;

import java.util.Locale;

/**
 * What brought a contact into its state (RFC 3680 §4.7.1).
 *
 * <p>created, shortened, probation and rejected are an administrator's doing; here bindings are made by REGISTER alone.
 */
enum ContactEvent {
    REGISTERED,
    REFRESHED,
    EXPIRED,
    /** It ended with its connection: its phone is welcome to register again. */
    DEACTIVATED,
    UNREGISTERED;

    /** As it stands in a document. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean terminates() {
        return switch (this) {
            case REGISTERED, REFRESHED -> false;
            case EXPIRED, DEACTIVATED, UNREGISTERED -> true;
        };
    }
}
