package org.strowger.server.cli;

import java.io.Console;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** The person at the keyboard, if there is one. */
final class Terminal {
    private Terminal() {}

    /** Empty where input or output is a file or a pipe. */
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /** Colours, where there is somebody to see them who did not ask for none. */
    static Ansi ansi() {
        return ansi(System.getenv(), console().isPresent());
    }

    /** "when present and not an empty string (regardless of its value), prevents the addition of ANSI color" (no-color.org). */
    static Ansi ansi(Map<String, String> environment, boolean isTerminal) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean impossible = environment.getOrDefault("TERM", "").equals("dumb");
        return isTerminal && !unwanted && !impossible ? Ansi.ON : Ansi.OFF;
    }
}
