package org.strowger.server.location;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which addresses-of-record have bindings that hang on a flow. Any thread; of one address-of-record one at a time. */
final class Connections {
    private final Map<FarEnd, Set<AddressOfRecord>> byFarEnd = new ConcurrentHashMap<>();

    private record FarEnd(String protocol, String host, int port) {
        static FarEnd of(Source source) {
            return new FarEnd(source.protocol(), source.host(), source.port());
        }
    }

    /** The bindings of that one are others now. */
    void changed(AddressOfRecord aor, Bindings before, Bindings after) {
        if (after.haveOneOnAny() || before.haveOneOnAny()) {
            move(aor, before, after);
        }
    }

    private void move(AddressOfRecord aor, Bindings before, Bindings after) {
        for (var binding : after) {
            if (binding.hangsOnFlow()) {
                byFarEnd.compute(FarEnd.of(binding.source()), (_, there) -> {
                    var all = there == null ? ConcurrentHashMap.<AddressOfRecord>newKeySet(1) : there;
                    all.add(aor);
                    return all;
                });
            }
        }
        for (var binding : before) {
            if (binding.hangsOnFlow() && !after.haveOneOn(binding.source())) {
                byFarEnd.computeIfPresent(FarEnd.of(binding.source()), (_, there) -> {
                    there.remove(aor);
                    return there.isEmpty() ? null : there;
                });
            }
        }
    }

    /** Those that have bindings on that connection, which is forgotten. */
    Set<AddressOfRecord> closed(Source connection) {
        var there = byFarEnd.remove(FarEnd.of(connection));
        return there == null ? Set.of() : there;
    }

    int size() {
        return byFarEnd.size();
    }
}
