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
}
