package org.strowger.server.users;

/** What may be the name of a user. */
final class UserNames {
    static final String EXPECTED =
            "a name such as alice or alice@example.com, without blanks at its ends, commas and control characters";

    private UserNames() {}

    static boolean isUsable(String name) {
        int at = name.lastIndexOf('@');
        return !name.isEmpty()
                && at != 0
                && at != name.length() - 1
                && name.charAt(0) != '#'
                && name.strip().equals(name)
                && name.chars().noneMatch(character -> character == ',' || Character.isISOControl(character));
    }
}
