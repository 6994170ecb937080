package org.strowger.sip.ua;

import java.util.concurrent.CompletableFuture;

/** A binding of ours at a registrar, kept alive until it is removed (RFC 3261 §10.2). Its methods may be called on any thread. */
public final class Registration {
    Registration() {}

    /** Done when the registrar has answered for the first time; fails with a {@link RequestFailedException}. */
    public CompletableFuture<RegistrationState.Registered> registered() {
        throw new UnsupportedOperationException();
    }

    /** As it is now. */
    public CompletableFuture<RegistrationState> state() {
        throw new UnsupportedOperationException();
    }

    /** Takes the binding back and refreshes it no more; done when the registrar has answered or nobody does. */
    public CompletableFuture<RegistrationState> remove() {
        throw new UnsupportedOperationException();
    }
}
