package org.strowger.server.exchange;

import java.nio.file.Path;
import java.util.Optional;
import org.strowger.server.config.Configuration;

/** The directory of the server's own files: made when the first of them is written. */
public record StateDirectory(Path path) {
    /** The one of the configuration; else the user's state directory (XDG base directory specification). */
    public static StateDirectory of(Configuration configuration) {
        return new StateDirectory(configuration.storage().directory().orElseGet(StateDirectory::standard));
    }

    /** Where the server's files are if the operator says nothing. */
    public static Path standard() {
        return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"))
                .resolve("strowger");
    }

    /** The users that were added by command. */
    public Path users() {
        return path.resolve("users");
    }

    Path bindings() {
        return path.resolve("bindings.db");
    }

    Path secret() {
        return path.resolve("secret");
    }
}
