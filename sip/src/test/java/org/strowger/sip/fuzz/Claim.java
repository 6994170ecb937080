package org.strowger.sip.fuzz;

import java.util.Arrays;
import java.util.HexFormat;

/** What must hold; cheap, because it is asked a hundred thousand times a second. */
final class Claim {
    private Claim() {}

    static void holds(boolean claim, String otherwise) {
        if (!claim) {
            throw new AssertionError(otherwise);
        }
    }

    static void same(Object expected, Object found, String what) {
        if (!expected.equals(found)) {
            throw new AssertionError("%s: expected %s, found %s".formatted(what, expected, found));
        }
    }

    static void same(byte[] expected, byte[] found, String what) {
        if (!Arrays.equals(expected, found)) {
            var hex = HexFormat.of();
            throw new AssertionError(
                    "%s: expected %s, found %s".formatted(what, hex.formatHex(expected), hex.formatHex(found)));
        }
    }
}
