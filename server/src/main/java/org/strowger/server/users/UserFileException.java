package org.strowger.server.users;

import java.io.IOException;
import java.nio.file.Path;

/** A file of users that cannot be used: what was expected, and where. Never what was found there: it may be a password. */
public final class UserFileException extends IOException {
    UserFileException(Path file, int line, String expected) {
        super("%s:%d: expected %s".formatted(file, line, expected));
    }
}
