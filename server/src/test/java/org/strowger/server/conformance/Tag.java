package org.strowger.server.conformance;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a test claims to prove.
 *
 * @param clause empty if the tag names a section only
 * @param test class and method, without the package
 */
record Tag(Section section, Optional<ClauseId> clause, String test) {
    private static final Pattern FORM = Pattern.compile("(\\d+)(?: §([0-9A-Z][0-9.]*?)\\.?(-\\d+[a-z]?)?)?(?:: .*)?");

    static Tag parse(String text, String test) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected a tag such as \"3261 §16.6.4-2: words\" or \"3261 §16.6.4: words\"" + ", found \"" + text
                            + "\" at " + test);
        }
        var section = new Section(
                matcher.group(1), Optional.ofNullable(matcher.group(2)).orElse(""));
        var clause = Optional.ofNullable(matcher.group(3)).map(number -> new ClauseId(section, number.substring(1)));
        return new Tag(section, clause, test);
    }
}
