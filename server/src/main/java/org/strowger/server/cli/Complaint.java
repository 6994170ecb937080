package org.strowger.server.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What went wrong, in a line: exceptions of the file system often say no more than a path. */
final class Complaint {
    private Complaint() {}

    static String about(Exception failed) {
        return failed instanceof FileSystemException file
                ? about(file)
                : Optional.ofNullable(failed.getMessage()).orElseGet(failed::toString);
    }

    private static String about(FileSystemException failed) {
        var file = String.valueOf(failed.getFile());
        return switch (failed) {
            case NoSuchFileException _ -> "no such file: " + file;
            case AccessDeniedException _ -> "not allowed to read or write: " + file;
            case NotDirectoryException _, FileAlreadyExistsException _ -> notADirectory(file);
            default -> fromSystem(failed.getReason(), file);
        };
    }

    private static String fromSystem(@Nullable String reason, String file) {
        if (reason == null) {
            return "cannot be used: " + file;
        }
        return switch (reason) {
            case "Not a directory" -> notADirectory(file);
            case "Is a directory" -> "expected a file, found a directory: " + file;
            default -> reason + ": " + file;
        };
    }

    /** The part of a path that is none, if it can be seen. */
    private static String notADirectory(String path) {
        for (var part = Path.of(path); part != null; part = part.getParent()) {
            if (Files.isRegularFile(part)) {
                return "expected a directory, found a file: " + part;
            }
        }
        return "not a directory: " + path;
    }
}
