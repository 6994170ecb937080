package org.strowger.server.simulation;

import java.util.Map;
import java.util.TreeMap;

/** How often what was done in a town, in words: what chance and people put in the server's way. */
final class Deeds {
    private final Map<String, Long> done = new TreeMap<>();

    void did(String what) {
        did(what, 1);
    }

    void did(String what, long times) {
        done.merge(what, times, Long::sum);
    }

    Map<String, Long> all() {
        return done;
    }
}
