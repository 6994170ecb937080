package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;

/** Field values that are lists: their parts end at commas, but not at those in quotes or angle brackets (RFC 3261 §7.3.1). */
final class ListValues {
    private ListValues() {}

    /** All parts, trimmed. An empty value has none; an empty part is a part, which its own grammar will refuse. */
    static List<Slice> of(Slice value) {
        List<Slice> parts = new ArrayList<>(4);
        addTo(parts, value);
        return parts;
    }

    static void addTo(List<Slice> parts, Slice value) {
        if (value.trimmed().isEmpty()) {
            return;
        }
        byte[] bytes = value.bytes();
        int from = value.start();
        int end = value.end();
        while (true) {
            int to = endOfFirst(bytes, from, end);
            parts.add(new Slice(bytes, from, to).trimmed());
            if (to == end) {
                return;
            }
            from = to + 1;
        }
    }

    /** How many parts there are from {@code from} to {@code end}, where one is at least. */
    static int count(byte[] bytes, int from, int end) {
        int parts = 1;
        for (int at = endOfFirst(bytes, from, end); at < end; at = endOfFirst(bytes, at + 1, end)) {
            parts++;
        }
        return parts;
    }

    /** Where the part that starts at {@code from} ends: at its comma, or at the end. */
    static int endOfFirst(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            switch (bytes[at]) {
                case ',' -> {
                    return at;
                }
                case '"' -> at = endOfQuotes(bytes, at, end);
                case '<' -> at = endOfBrackets(bytes, at, end);
                default -> {
                    continue;
                }
            }
        }
        return end;
    }

    /** The closing quote; the last byte if there is none. */
    private static int endOfQuotes(byte[] bytes, int from, int end) {
        for (int at = from + 1; at < end; at++) {
            if (bytes[at] == '"') {
                return at;
            }
            if (bytes[at] == '\\') {
                at++;
            }
        }
        return end - 1;
    }

    private static int endOfBrackets(byte[] bytes, int from, int end) {
        for (int at = from + 1; at < end; at++) {
            if (bytes[at] == '>') {
                return at;
            }
        }
        return end - 1;
    }
}
