package org.strowger.sip.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The lines of a description, taken one after the other from the top. */
final class Lines {
    private final List<Line> lines;
    private int next;

    private Lines(List<Line> lines) {
        this.lines = lines;
    }

    /** Cuts octets into lines. Empty lines at the very end are forgiven; they come from the way bodies are framed. */
    static Lines of(byte[] octets) throws MalformedSdpException {
        if (octets.length > Limits.BYTES) {
            throw new MalformedSdpException(1, "at most " + Limits.BYTES + " octets", octets.length + " octets");
        }
        var lines = new ArrayList<Line>();
        int number = 0;
        int start = 0;
        int end = withoutEmptyLines(octets);
        while (start < end) {
            int lineEnd = indexOf(octets, start, end);
            lines.add(line(++number, octets, start, lineEnd));
            start = lineEnd + 1;
        }
        return new Lines(lines);
    }

    /** The next line, if it is of that type. */
    Optional<Line> take(char type) {
        return at(type) ? Optional.of(lines.get(next++)) : Optional.empty();
    }

    /** The next line, which must be of that type. */
    Line require(char type) throws MalformedSdpException {
        if (!at(type)) {
            throw unexpected("\"" + type + "=\"");
        }
        return lines.get(next++);
    }

    boolean at(char type) {
        return !atEnd() && lines.get(next).type() == type;
    }

    boolean atEnd() {
        return next == lines.size();
    }

    MalformedSdpException unexpected(String expected) {
        return atEnd()
                ? new MalformedSdpException(next + 1, expected, "")
                : lines.get(next).malformed(expected);
    }

    private static Line line(int number, byte[] octets, int start, int lineEnd) throws MalformedSdpException {
        // "parsers SHOULD be tolerant and also accept lines terminated with a single newline character" (§5)
        int end = lineEnd > start && octets[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        var text = Octets.decode(Arrays.copyOfRange(octets, start, end));
        if (number > Limits.LINES) {
            throw new MalformedSdpException(number, "at most " + Limits.LINES + " lines", text);
        }
        if (!Grammar.isText(text)) {
            throw new MalformedSdpException(number, "a line without NUL and without CR inside", text);
        }
        if (text.length() < 2 || text.charAt(1) != '=') {
            throw new MalformedSdpException(number, "a letter and an equals sign", text);
        }
        return new Line(number, text.charAt(0), text.substring(2));
    }

    private static int indexOf(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && octets[at] != '\n') {
            at++;
        }
        return at;
    }

    private static int withoutEmptyLines(byte[] octets) {
        int end = octets.length;
        while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
            end--;
        }
        return end;
    }
}
