package org.strowger.server.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Numbered scenes of a rehearsal, a few at a time: each is begun when the one that many before it has ended. One alone would mostly wait
 * for datagrams to gather; all at once would take the processors from whoever calls meanwhile.
 */
final class Scenes {
    private static final int AT_ONCE = 4;

    private final int count;
    private final CompletableFuture<?>[] strands =
            Stream.generate(CompletableFuture<Void>::new).limit(AT_ONCE).toArray(CompletableFuture<?>[]::new);

    Scenes(int count) {
        this.count = count;
    }

    /** Plays the first ones; what is answered ends when all were played, or when one failed. */
    CompletableFuture<Void> begin(IntConsumer play) {
        for (int number = 0; number < AT_ONCE; number++) {
            play.accept(number);
        }
        return CompletableFuture.allOf(strands);
    }

    /** Whether that one is to be played; if there is none of that number, it was the end of its strand. */
    boolean isDue(int number) {
        var strand = strands[number % AT_ONCE];
        if (number >= count) {
            strand.complete(null);
        }
        return !strand.isDone();
    }

    /** The one to be played when that one has ended. */
    int after(int number) {
        return number + AT_ONCE;
    }

    void failed(Throwable cause) {
        for (var strand : strands) {
            strand.completeExceptionally(cause);
        }
    }
}
