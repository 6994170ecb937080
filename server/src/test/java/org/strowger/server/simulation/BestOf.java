package org.strowger.server.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which response a proxy may choose when nobody answered the call (RFC 3261 §16.7 step 6), written down once more and apart. */
final class BestOf {
    private BestOf() {}

    /** Whether that choice breaks the rules. */
    static String complaint(Collection<Copy> all, int chosen, long atNanos) {
        var candidates = new ArrayList<Integer>();
        var copies = all.stream()
                .filter(copy -> all.stream().noneMatch(copy::isReplacedBy))
                .toList();
        var answered = copies.stream()
                .filter(copy -> copy.counts(atNanos))
                .sorted(Comparator.comparingLong(Copy::answeredNanos))
                .toList();
        for (var copy : answered) {
            // "If the response chosen is a 503 […] it SHOULD NOT forward it but generate a 500"
            candidates.add(copy.code() == 503 ? 500 : copy.code());
        }
        for (var copy : copies) {
            if (copy.code() == 0 && !copy.isGivenUp(atNanos)) {
                return "%d before all branches have ended".formatted(chosen);
            }
            candidates.addAll(copy.standIns(atNanos));
        }
        return copies.isEmpty() || isAllowed(candidates, chosen) ? "" : "%d chosen of %s".formatted(chosen, candidates);
    }

    private static boolean isAllowed(List<Integer> candidates, int chosen) {
        // "It MUST choose from the 6xx class responses if any exist"
        var global = candidates.stream().filter(code -> code >= 600).toList();
        if (!global.isEmpty()) {
            return global.contains(chosen);
        }
        int lowest = candidates.stream().mapToInt(code -> code / 100).min().orElse(0);
        return chosen / 100 == lowest && candidates.contains(chosen);
    }
}
