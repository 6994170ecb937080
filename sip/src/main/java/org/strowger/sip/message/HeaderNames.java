package org.strowger.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The known names of header fields, found by their bytes: a hash of length and three letters, then compared in full. */
final class HeaderNames {
    private static final int SLOTS = 512;

    private final HeaderName[] byId;
    /** In small letters, by id. */
    private final byte[][] texts;
    /** Ids by hash; a taken slot sends its rival to the next one. */
    private final byte[] byHash = new byte[SLOTS];

    private final byte[] byCompactForm = new byte[256];

    /** @param names in the order of their ids, from 1 on */
    HeaderNames(List<HeaderName> names) {
        byId = names.toArray(HeaderName[]::new);
        texts = new byte[byId.length + 1][];
        texts[HeaderName.UNKNOWN] = new byte[0];
        for (var name : byId) {
            add(name);
        }
    }

    private void add(HeaderName name) {
        var text = name.text().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        texts[name.id()] = text;
        if (name.compact() != 0) {
            byCompactForm[name.compact()] = (byte) name.id();
            byCompactForm[Character.toUpperCase(name.compact())] = (byte) name.id();
        }
        int slot = slot(text, 0, text.length);
        while (byHash[slot] != HeaderName.UNKNOWN) {
            slot = slot + 1 & SLOTS - 1;
        }
        byHash[slot] = (byte) name.id();
    }

    HeaderName ofId(int id) {
        return byId[id - 1];
    }

    int idOf(byte[] bytes, int start, int end) {
        if (end - start < 2) {
            return end == start ? HeaderName.UNKNOWN : byCompactForm[bytes[start] & 0xff];
        }
        int slot = slot(bytes, start, end);
        for (int id = byHash[slot]; id != HeaderName.UNKNOWN; id = byHash[slot]) {
            if (isAt(texts[id], bytes, start, end)) {
                return id;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return HeaderName.UNKNOWN;
    }

    /** Setting bit 5 makes letters small; what it does to other octets is the same on both sides. */
    private static int slot(byte[] bytes, int start, int end) {
        int length = end - start;
        int first = bytes[start] | 0x20;
        int middle = bytes[start + length / 2] | 0x20;
        int last = bytes[end - 1] | 0x20;
        return length * 7 + first * 31 + middle * 5 + last * 131 & SLOTS - 1;
    }

    private static boolean isAt(byte[] text, byte[] bytes, int start, int end) {
        if (text.length != end - start) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (Grammar.lower(bytes[start + i]) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
