package org.strowger.sip.ua;

/** A call ended before it was answered: why its {@link InviteSession#answered} will never be. */
public final class SessionEndedException extends Exception {
    private final transient SessionEnd end;

    SessionEndedException(SessionEnd end) {
        super(end.summary());
        this.end = end;
    }

    public SessionEnd end() {
        return end;
    }
}
