package org.strowger.sip.ua;

/** Who follows a registration. Called inside the agent's shard, at every change and every refresh. */
@FunctionalInterface
public interface RegistrationListener {
    RegistrationListener NONE = (_, _) -> {};

    void changed(Registration registration, RegistrationState state);
}
