package org.strowger.server.location;

/** Somebody who wants to hear of one address-of-record. */
@FunctionalInterface
public interface Watcher {
    /**
     * Its bindings are others now. Called by whoever changed them, when everybody can see it: looks, or lets somebody look, and does not
     * block.
     *
     * @param lost whether a connection ended, and the bindings that hung on it
     */
    void changed(boolean lost);
}
