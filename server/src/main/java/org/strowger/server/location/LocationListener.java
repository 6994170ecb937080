package org.strowger.server.location;

/** Told of every change of bindings: added, refreshed, removed or expired. */
@FunctionalInterface
public interface LocationListener {
    /**
     * Called while the address-of-record is held, so that its changes arrive in order: neither blocks nor asks the location service.
     *
     * @param before may still have what expired since the last change
     */
    void changed(AddressOfRecord aor, Bindings before, Bindings after);

    /**
     * Called after that, when everybody can see the change and nobody is kept waiting: may ask the location service. Changes that follow
     * one another closely may arrive here in another order.
     */
    default void settled(AddressOfRecord aor, Bindings before, Bindings after) {}
}
