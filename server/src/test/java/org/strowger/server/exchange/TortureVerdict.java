package org.strowger.server.exchange;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a torture message, as the tables of {@link TortureTest} say it in words.
 *
 * @param status of the final answer; empty: there is none
 * @param isForwarded a copy reaches the phone
 * @param isClosed the server closes the connection afterwards
 */
record TortureVerdict(Optional<Integer> status, boolean isForwarded, boolean isClosed) {

    /** Reads {@code 486 forwarded}, {@code 400 closed}, {@code silence}. */
    static TortureVerdict parse(String words) {
        var all = List.of(words.strip().split(" +", -1));
        var first = all.getFirst();
        return new TortureVerdict(
                first.equals("silence") ? Optional.empty() : Optional.of(Integer.valueOf(first)),
                all.contains("forwarded"),
                all.contains("closed"));
    }
}
