package org.strowger.server.conformance;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The name of a clause: RFC, section and running number within the section, as in {@code 3261 §16.6.4-2}.
 *
 * @param number digits, and a letter where a clause was inserted later
 */
record ClauseId(Section section, String number) implements Comparable<ClauseId> {
    private static final Pattern FORM = Pattern.compile("(\\d+) §([0-9A-Z][0-9.]*)-(\\d+[a-z]?)");
    private static final Comparator<ClauseId> ORDER =
            Comparator.comparing(ClauseId::section).thenComparing(ClauseId::number, Section::compareNumbers);

    static ClauseId parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a clause such as \"3261 §16.6.4-2\", found \"" + text + "\"");
        }
        return new ClauseId(new Section(matcher.group(1), matcher.group(2)), matcher.group(3));
    }

    /** The name within its RFC. */
    String local() {
        return section.number() + "-" + number;
    }

    @Override
    public int compareTo(ClauseId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return section + "-" + number;
    }
}
