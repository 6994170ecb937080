package org.strowger.server.cli;

/** What a command ends with. */
final class ExitStatus {
    /** What was asked for happened. */
    static final int DONE = 0;

    /** It did not happen; a line on standard error says why. */
    static final int FAILED = 1;

    /** The command line was not understood. */
    static final int USAGE = 2;

    private ExitStatus() {}
}
