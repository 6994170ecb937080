package org.strowger.sip.resolver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that may still be believed, those that were not asked for lately forgotten first. Safe for all threads.
 *
 * <p>Time is the shards', in nanoseconds.
 */
final class Answers {
    private record Kept(Optional<Answer> answer, long untilNanos) {}

    private final Map<Question, Kept> kept;

    Answers(int most) {
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
                return size() > most;
            }
        };
    }

    synchronized Optional<Answer> find(Question question, long nowNanos) {
        var found = kept.get(question);
        if (found == null) {
            return Optional.empty();
        }
        if (found.untilNanos() - nowNanos <= 0) {
            kept.remove(question);
            return Optional.empty();
        }
        return found.answer();
    }

    synchronized void keep(Question question, Answer answer, long nowNanos) {
        if (!answer.lasts().isZero()) {
            kept.put(
                    question,
                    new Kept(Optional.of(answer), nowNanos + answer.lasts().toNanos()));
        }
    }

    synchronized int size() {
        return kept.size();
    }
}
