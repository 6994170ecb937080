package org.strowger.server.config;

import java.util.regex.Pattern;

/** What is accepted as a name, wherever the operator writes it: in the file or on the command line. */
public final class Accepted {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[?[0-9a-f:.]+\\]?", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER = Pattern.compile("[^\\s\\p{Cntrl}:,\"<>]+");

    private Accepted() {}

    /** A domain such as example.com, or an address. */
    public static boolean isDomain(String text) {
        return DOMAIN.matcher(text).matches();
    }

    /** A user name without white space, quotes, commas or colons. */
    public static boolean isUser(String text) {
        return USER.matcher(text).matches();
    }
}
