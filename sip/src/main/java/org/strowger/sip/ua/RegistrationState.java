package org.strowger.sip.ua;

import java.time.Duration;
import java.util.List;

/** Where a registration stands. */
public sealed interface RegistrationState {
    /** Asked, not answered yet. */
    record Registering() implements RegistrationState {}

    /**
     * Calls reach us.
     *
     * @param expires how long the registrar keeps our binding; it is refreshed before
     * @param bindings all that the registrar lists, ours among them
     */
    record Registered(Duration expires, List<RegisteredContact> bindings) implements RegistrationState {
        public Registered {
            bindings = List.copyOf(bindings);
        }
    }

    /** It did not come about, or is lost; unless it was removed, it is tried again after a while where that may help. */
    record Failed(RequestFailedException reason) implements RegistrationState {}

    /**
     * We took it back.
     *
     * @param bindings what the registrar still lists
     */
    record Removed(List<RegisteredContact> bindings) implements RegistrationState {
        public Removed {
            bindings = List.copyOf(bindings);
        }
    }
}
