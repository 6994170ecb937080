package org.strowger.sip.ua;

import java.util.List;

/** One turn of a machine: what it became, and what it asks for, in order. */
record Step<M, A>(M machine, List<A> actions) {
    Step {
        actions = List.copyOf(actions);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only copied
    static <M, A> Step<M, A> to(M machine, A... actions) {
        return new Step<>(machine, List.of(actions));
    }
}
