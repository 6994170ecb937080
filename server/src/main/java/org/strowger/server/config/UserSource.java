package org.strowger.server.config;

import java.nio.file.Path;
import java.util.Map;
import org.strowger.server.users.Secret;

/** Where the users stand. */
public sealed interface UserSource {
    UserSource NONE = new Listed(Map.of());

    /** In the configuration itself: what the operator wrote for each name. */
    record Listed(Map<String, Secret> secrets) implements UserSource {
        public Listed {
            secrets = Map.copyOf(secrets);
        }
    }

    /** A file with {@code name,password} per line, re-read when it changes. */
    record FromFile(Path file) implements UserSource {}
}
