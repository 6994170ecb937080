package org.strowger.server.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Numbers and times of options that are written well and mean nothing. */
record Bounds(CommandSpec spec) {
    /** Refuses a number that is out of them. */
    int number(String option, long found, int least, int most) {
        return Math.toIntExact(wide(option, found, least, most));
    }

    /** The same for numbers larger than an int. */
    long wide(String option, long found, long least, long most) {
        if (found < least || found > most) {
            throw refused(option, "a whole number from " + least + " to " + most, Long.toString(found));
        }
        return found;
    }

    /** Refuses no time at all where nothing can happen in it. */
    Duration some(String option, Duration found) {
        if (found.isZero()) {
            throw refused(option, "a time longer than none, such as 500ms or 5s", "0");
        }
        return found;
    }

    private ParameterException refused(String option, String expected, String found) {
        return new ParameterException(
                spec.commandLine(), option + ": expected " + expected + ", found \"" + found + "\"");
    }
}
