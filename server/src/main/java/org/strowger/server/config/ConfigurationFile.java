package org.strowger.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the operator's configuration file. */
public final class ConfigurationFile {
    private static final long MOST_BYTES = 4 << 20;

    private ConfigurationFile() {}

    /** Reads and checks the whole file; relative paths in it start from its folder. */
    public static Configuration read(Path file) throws ConfigurationException {
        return parse(file.toString(), contentOf(file), folderOf(file));
    }

    /**
     * Reads and checks a configuration.
     *
     * @param name of the file, for problems
     * @param folder from which relative paths in it start
     */
    public static Configuration parse(String name, String text, Path folder) throws ConfigurationException {
        var document = new Document(name, text);
        var configuration = document.root().map(root -> new ConfigurationReader(document, folder).read(root));
        var problems = document.problems();
        if (configuration.isEmpty() || !problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return configuration.get();
    }

    private static String contentOf(Path file) throws ConfigurationException {
        if (Files.isDirectory(file)) {
            throw unreadable(file, "expected a file, found a directory");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw unreadable(file, "expected at most " + MOST_BYTES + " bytes, found " + Files.size(file));
            }
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw unreadable(file, "no such file");
        } catch (AccessDeniedException _) {
            throw unreadable(file, "not allowed to read it");
        } catch (CharacterCodingException _) {
            throw unreadable(file, "expected text in UTF-8, found other bytes");
        } catch (IOException failed) {
            throw unreadable(file, "cannot be read: " + failed);
        }
    }

    private static ConfigurationException unreadable(Path file, String why) {
        return new ConfigurationException(List.of(new Problem(file.toString(), 0, 0, why, "")));
    }

    private static Path folderOf(Path file) {
        var parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
