package org.strowger.server.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The command that adds users to a server that was started with these options: it has to find the same file, and the same realm.
 *
 * @param config what the server was given as --config
 * @param data what it was given as --data
 * @param domain of --domain, if that makes the realm
 */
record AddUser(Optional<Path> config, Optional<Path> data, Optional<String> domain) {
    /** As it is typed into a shell. */
    String line(String name) {
        return "./strowger user add " + name
                + option("--config", config.map(Path::toString))
                + option("--data", data.map(Path::toString))
                + option("--domain", domain);
    }

    private static String option(String name, Optional<String> value) {
        return value.map(text -> " " + name + " " + quoted(text)).orElse("");
    }

    private static String quoted(String text) {
        return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
