package org.strowger.server.routing;

/**
 * A pattern in which {@code *} stands for any run of characters, also none, and {@code ?} for exactly one; everything else for itself.
 *
 * <p>Matching takes at most length of pattern × length of text steps, so that no text can make it slow.
 */
public record Glob(String pattern) {
    public static final Glob ANYTHING = new Glob("*");

    /** Whether the whole text matches, with regard to case. */
    public boolean matches(String text) {
        int inPattern = 0;
        int inText = 0;
        int star = -1;
        int resume = 0;
        while (inText < text.length()) {
            if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
                star = inPattern++;
                resume = inText;
            } else if (inPattern < pattern.length() && isAt(inPattern, text.charAt(inText))) {
                inPattern++;
                inText++;
            } else if (star >= 0) {
                inPattern = star + 1;
                inText = ++resume;
            } else {
                return false;
            }
        }
        return onlyStarsFrom(inPattern);
    }

    private boolean isAt(int index, char character) {
        return pattern.charAt(index) == '?' || pattern.charAt(index) == character;
    }

    private boolean onlyStarsFrom(int index) {
        for (int at = index; at < pattern.length(); at++) {
            if (pattern.charAt(at) != '*') {
                return false;
            }
        }
        return true;
    }
}
