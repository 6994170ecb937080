package org.strowger.server.conformance;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A section of an RFC, as in {@code 3261 §16.6.4}; steps that RFC 3261 numbers count as sections.
 *
 * @param number empty for the RFC as a whole
 */
record Section(String rfc, String number) implements Comparable<Section> {
    private static final Pattern PARTS = Pattern.compile("\\.|(?<=\\d)(?=[a-z])");
    private static final Comparator<Section> ORDER = Comparator.comparing(Section::rfc, Section::compareNumbers)
            .thenComparing(Section::number, Section::compareNumbers);

    /** 9 comes before 10, 16.2 before 16.10, and appendices behind all. */
    static int compareNumbers(String one, String other) {
        String[] these = PARTS.split(one, -1);
        String[] those = PARTS.split(other, -1);
        for (int part = 0; part < Math.min(these.length, those.length); part++) {
            int order = comparePart(these[part], those[part]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(these.length, those.length);
    }

    private static int comparePart(String one, String other) {
        int byLength = isNumber(one) && isNumber(other) ? Integer.compare(one.length(), other.length()) : 0;
        return byLength != 0 ? byLength : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.chars().allMatch(Character::isDigit);
    }

    @Override
    public int compareTo(Section other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return rfc + " §" + number;
    }
}
