package org.strowger.server.config;

/**
 * One mistake in a configuration file.
 *
 * @param file as the operator named it
 * @param line from 1; 0 where the mistake has no line (the file cannot be read)
 * @param column from 1
 * @param message what was expected and what stood there, without secrets
 * @param source the line itself; empty if there is none
 */
public record Problem(String file, int line, int column, String message, String source) {
    /** The mistake, the line and a mark under the place, as compilers print it. */
    @Override
    public String toString() {
        if (line == 0) {
            return file + ": " + message;
        }
        var place = "%s:%d:%d: %s".formatted(file, line, column, message);
        if (source.isBlank()) {
            return place;
        }
        return place + "\n    " + source.replace('\t', ' ') + "\n    " + " ".repeat(Math.max(0, column - 1)) + "^";
    }
}
