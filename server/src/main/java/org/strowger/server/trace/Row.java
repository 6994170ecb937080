package org.strowger.server.trace;

import java.util.ArrayList;
import java.util.List;

/** One line of a ladder, as pieces of text of one tone each. */
public record Row(List<Piece> pieces) {
    /** Text of one tone. */
    public record Piece(String text, Tone tone) {}

    public Row {
        pieces = List.copyOf(pieces);
    }

    /** Without tones and without white space at the end. */
    public String text() {
        var line = new StringBuilder();
        for (var piece : pieces) {
            line.append(piece.text());
        }
        return line.toString().stripTrailing();
    }

    /** Made of a line's characters and the tone of each. */
    static Row of(char[] characters, Tone[] tones) {
        var pieces = new ArrayList<Piece>();
        int start = 0;
        for (int at = 1; at <= characters.length; at++) {
            if (at == characters.length || tones[at] != tones[start]) {
                pieces.add(new Piece(new String(characters, start, at - start), tones[start]));
                start = at;
            }
        }
        return new Row(pieces);
    }
}
