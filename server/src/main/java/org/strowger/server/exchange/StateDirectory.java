package org.strowger.server.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strowger.server.config.Configuration;
import org.strowger.server.location.SqliteStore;

/** The directory of the server's own files: made when the first of them is written, for its owner alone. */
public record StateDirectory(Path path) {
    /** The one of the configuration; else the user's state directory. */
    public static StateDirectory of(Configuration configuration) {
        return new StateDirectory(configuration.storage().directory().orElseGet(StateDirectory::standard));
    }

    /** Where the server's files are if the operator says nothing. */
    public static Path standard() {
        return standard(System.getenv(), System.getProperty("user.home"));
    }

    /**
     * The same (XDG base directory specification: "All paths set in these environment variables must be absolute").
     *
     * @param otherwise the home of a user whose environment names none
     */
    static Path standard(Map<String, String> environment, String otherwise) {
        return absolute(environment, "XDG_STATE_HOME")
                .orElseGet(() -> absolute(environment, "HOME")
                        .orElseGet(() -> Path.of(otherwise))
                        .resolve(".local")
                        .resolve("state"))
                .resolve("strowger");
    }

    private static Optional<Path> absolute(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(Path::of).filter(Path::isAbsolute);
    }

    /**
     * Makes it, if it is not there; what is there stays as it is.
     *
     * @throws IOException if it cannot be made, or is a file
     */
    public StateDirectory made() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, OwnersOnly.directory());
        }
        return this;
    }

    /** The users that were added by command. */
    public Path users() {
        return path.resolve("users");
    }

    /** Loads what opening its bindings will need, before anybody knows which directory; it may be left out. */
    public static void prepare() {
        SqliteStore.prepare();
    }

    /** In which the server that uses it, or used it last, asks for passwords; empty if none did. */
    public List<String> realms() {
        return Occupancy.realms(this);
    }

    Path bindings() {
        return path.resolve("bindings.db");
    }

    Path secret() {
        return path.resolve("secret");
    }

    Path lock() {
        return path.resolve("lock");
    }
}
