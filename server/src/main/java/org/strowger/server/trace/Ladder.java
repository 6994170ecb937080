package org.strowger.server.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Draws a call as a ladder, row by row while it happens.
 *
 * <pre>
 *   A (caller)        SIP proxy         B (callee)
 *       | 1. INVITE       |                 |
 *       |----------------&gt;| 2. INVITE       |
 *       |                 |----------------&gt;|
 * </pre>
 *
 * <p>An arrow has two rows: its label and itself. The arrow's row waits for the next arrow, whose label may stand beside it;
 * {@link #flush} lets it go. Not for several threads.
 */
public final class Ladder {
    private static final int GAP = 31;
    private static final int MARGIN = 11;

    private final List<String> columns;
    private final int width;
    private Optional<Pending> pending = Optional.empty();

    /** An arrow whose label was drawn and which itself was not. */
    private record Pending(Arrow arrow, String note) {}

    /** @param columns names of who takes part, from left to right */
    public Ladder(List<String> columns) {
        this.columns = List.copyOf(columns);
        this.width = MARGIN + (columns.size() - 1) * GAP + 1;
    }

    /** The first row: the names over their lifelines. */
    public Row heading() {
        var line = new char[width + GAP];
        Arrays.fill(line, ' ');
        for (int column = 0; column < columns.size(); column++) {
            var name = columns.get(column);
            int start = Math.max(0, at(column) - name.length() / 2);
            name.getChars(0, Math.min(name.length(), line.length - start), line, start);
        }
        return Row.of(line, frame(line.length));
    }

    /**
     * Rows that are complete with this arrow.
     *
     * @param note stands in the margin before the arrow's row, such as its time
     */
    public List<Row> add(Arrow arrow, String note) {
        var rows = new ArrayList<Row>();
        boolean beside = pending.isPresent() && pending.get().arrow().isBeside(arrow);
        if (!beside) {
            rows.addAll(flush());
        }
        var canvas = new Canvas();
        pending.ifPresent(before -> canvas.arrow(before.arrow(), before.note()));
        canvas.label(arrow);
        rows.add(canvas.row());
        pending = Optional.of(new Pending(arrow, note));
        return rows;
    }

    /** The row that waited for a label beside it, if one did. */
    public List<Row> flush() {
        if (pending.isEmpty()) {
            return List.of();
        }
        var canvas = new Canvas();
        canvas.arrow(pending.get().arrow(), pending.get().note());
        pending = Optional.empty();
        return List.of(canvas.row());
    }

    private static int at(int column) {
        return MARGIN + column * GAP;
    }

    private static Tone[] frame(int length) {
        var tones = new Tone[length];
        Arrays.fill(tones, Tone.FRAME);
        return tones;
    }

    /** One row while it is drawn. */
    private final class Canvas {
        private final char[] characters = new char[width];
        private final Tone[] tones = frame(width);

        Canvas() {
            Arrays.fill(characters, ' ');
            for (int column = 0; column < columns.size(); column++) {
                characters[at(column)] = '|';
            }
        }

        void arrow(Arrow arrow, String note) {
            int left = at(arrow.left()) + 1;
            int right = at(arrow.right()) - 1;
            for (int x = left; x <= right; x++) {
                set(x, arrow.bothWays() ? '=' : '-', arrow.tone());
            }
            if (arrow.bothWays() || !arrow.isRightwards()) {
                set(left, '<', arrow.tone());
            }
            if (arrow.bothWays() || arrow.isRightwards()) {
                set(right, '>', arrow.tone());
            }
            write(note, 0, MARGIN - 1, Tone.FRAME);
        }

        /** Beside the column it leaves: at the left of its gap when it goes right, else at the right. */
        void label(Arrow arrow) {
            int left = at(arrow.left()) + 2;
            int right = at(arrow.right()) - 1;
            var label = arrow.label();
            int room = Math.min(right - left, GAP - 3);
            var shown = label.length() <= room ? label : label.substring(0, room - 1) + "…";
            int start = arrow.isRightwards() ? left : right - shown.length() - 1;
            write(shown, start, start + shown.length(), arrow.tone());
        }

        private void write(String text, int from, int to, Tone tone) {
            for (int x = from; x < to && x - from < text.length(); x++) {
                set(x, text.charAt(x - from), tone);
            }
        }

        private void set(int x, char character, Tone tone) {
            characters[x] = character;
            tones[x] = tone;
        }

        Row row() {
            return Row.of(characters, tones);
        }
    }
}
