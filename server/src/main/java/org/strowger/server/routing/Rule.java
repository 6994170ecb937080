package org.strowger.server.routing;

/** One line of the operator's routes. */
public record Rule(Condition when, Action action) {
    /** What holds where the operator names no routes: to the bindings of the Request-URI. */
    public static final Rule TO_BINDINGS = new Rule(Condition.ALWAYS, new Action.ToBindings());
}
