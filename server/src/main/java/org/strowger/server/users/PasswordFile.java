package org.strowger.server.users;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads {@code name,password} lines, in UTF-8. Blank lines and lines that begin with {@code #} are left out; the first comma ends the name,
 * so a password may have more of them; white space around both does not count, unless the password stands in double quotes (with a double
 * quote in it doubled).
 */
final class PasswordFile {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private PasswordFile() {}

    static Users read(Path file) throws IOException {
        var secrets = new HashMap<String, Secret>();
        int number = 0;
        try (var lines = Files.newBufferedReader(file)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = line.strip();
                if (number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
                    text = text.substring(1).strip();
                }
                if (!text.isEmpty() && text.charAt(0) != '#') {
                    readLine(new Place(file, number), text, secrets);
                }
            }
        } catch (CharacterCodingException _) {
            throw new UserFileException(file, number + 1, "text in UTF-8");
        }
        return ListedUsers.of(secrets);
    }

    private record Place(Path file, int line) {
        UserFileException expected(String what) {
            return new UserFileException(file, line, what);
        }
    }

    private static void readLine(Place place, String text, Map<String, Secret> secrets) throws UserFileException {
        int comma = text.indexOf(',');
        if (comma < 0) {
            throw place.expected("name,password");
        }
        String name = text.substring(0, comma).strip();
        if (!UserNames.isUsable(name)) {
            throw place.expected(UserNames.EXPECTED);
        }
        String password = unquoted(place, text.substring(comma + 1).strip());
        if (password.isEmpty()) {
            throw place.expected("a password behind the comma");
        }
        if (secrets.put(ListedUsers.key(name), new Secret.Password(password)) != null) {
            throw place.expected("each name once, \"" + name + "\" stands further up too");
        }
    }

    private static String unquoted(Place place, String password) throws UserFileException {
        if (!password.startsWith("\"")) {
            return password;
        }
        String inside = password.length() > 1 ? password.substring(1, password.length() - 1) : "\"";
        boolean closed = password.endsWith("\"") && !inside.replace("\"\"", "").contains("\"");
        if (!closed) {
            throw place.expected("a closing double quote behind the password, and quotes within it doubled");
        }
        return inside.replace("\"\"", "\"");
    }
}
