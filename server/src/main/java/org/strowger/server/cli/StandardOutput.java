package org.strowger.server.cli;

import java.io.PrintStream;

/** What was printed: a command whose words reached nobody did not do what it was asked. */
final class StandardOutput {
    private StandardOutput() {}

    /** The status of the process that wrote all this. */
    static int checked(int status) {
        return checked(status, System.out, System.err);
    }

    /** The same; a failed writing is said on the second stream. */
    static int checked(int status, PrintStream out, PrintStream err) {
        if (!out.checkError()) {
            return status;
        }
        err.println("standard output could not be written: the disk is full, or nobody reads it any more");
        err.flush();
        return status == ExitStatus.DONE ? ExitStatus.FAILED : status;
    }
}
