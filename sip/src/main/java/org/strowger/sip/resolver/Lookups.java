package org.strowger.sip.resolver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Timeout;

/**
 * Questions on their way and answers that are known. Safe for all threads.
 *
 * <p>A question that is on its way is not asked a second time: whoever comes later waits for the same answer. No question waits longer than
 * it may, and no more than so many are on their way at once; who comes then learns at once that there is no answer.
 */
final class Lookups {
    private final NameServers servers;
    private final Duration patience;
    private final int mostAtOnce;
    private final Answers answers;
    private final Map<Question, UnderWay> underWay = new ConcurrentHashMap<>();

    Lookups(NameServers servers, DnsSettings settings) {
        this.servers = servers;
        this.patience = settings.patience();
        this.mostAtOnce = settings.questions();
        this.answers = new Answers(settings.cacheEntries());
    }

    /** Answers inside the shard: at once what is known, else later. */
    void ask(Shard shard, Question question, Consumer<Answer> answer) {
        while (true) {
            var known = answers.find(question, shard.nanos());
            if (known.isPresent()) {
                answer.accept(known.get());
                return;
            }
            var before = underWay.get(question);
            if (before != null) {
                if (before.join(shard, answer)) {
                    return;
                }
            } else if (underWay.size() >= mostAtOnce) {
                answer.accept(Answer.NOT_ASKED);
                return;
            } else {
                var first = new UnderWay(question, shard);
                if (underWay.putIfAbsent(question, first) == null) {
                    first.join(shard, answer);
                    first.begin();
                    return;
                }
            }
        }
    }

    /** Questions on their way now. */
    int underWay() {
        return underWay.size();
    }

    /** One question, and who waits for its answer. It ends in the shard that asked first. */
    private final class UnderWay {
        private final Question question;
        private final Shard shard;
        private final List<Waiting> waiting = new ArrayList<>(2);
        private boolean over;
        private @Nullable Timeout deadline;

        private record Waiting(Shard shard, Consumer<Answer> answer) {}

        UnderWay(Question question, Shard shard) {
            this.question = question;
            this.shard = shard;
        }

        /** False if it is over. */
        synchronized boolean join(Shard who, Consumer<Answer> answer) {
            if (!over) {
                waiting.add(new Waiting(who, answer));
            }
            return !over;
        }

        void begin() {
            // the shard's own timer: nobody waits longer than he may, whatever name servers and libraries do
            deadline = shard.schedule(patience, () -> end(Answer.SILENCE));
            servers.ask(question, answer -> shard.execute(() -> end(answer)));
        }

        private void end(Answer answer) {
            var told = over(answer);
            if (deadline != null) {
                deadline.forget();
            }
            for (var one : told) {
                one.shard().execute(() -> one.answer().accept(answer));
            }
        }

        private synchronized List<Waiting> over(Answer answer) {
            if (over) {
                return List.of();
            }
            over = true;
            answers.keep(question, answer, shard.nanos());
            underWay.remove(question, this);
            return waiting;
        }
    }
}
