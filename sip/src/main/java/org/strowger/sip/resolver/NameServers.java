package org.strowger.sip.resolver;

import java.util.function.Consumer;

/** Who is asked: name servers, or in simulations what stands for them. */
@FunctionalInterface
interface NameServers {
    /**
     * Asks, and neither waits nor fails.
     *
     * @param answer is told once at most, by whatever thread; who asks gives up by himself
     */
    void ask(Question question, Consumer<Answer> answer);
}
