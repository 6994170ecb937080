package org.strowger.sip.testing.cost;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.strowger.sip.message.Slice;

/** A message with places for a number of eight digits ({@code ########}) and for one piece of another message ({@code {}}). */
final class Template {
    private static final String NUMBER = "########";
    private static final String PIECE = "{}";

    private final byte[] head;
    private final byte[] tail;

    private Template(String head, String tail) {
        this.head = head.getBytes(StandardCharsets.US_ASCII);
        this.tail = tail.getBytes(StandardCharsets.US_ASCII);
    }

    /** @param text with line feeds, which become line ends */
    static Template of(String text) {
        var lines = text.replace("\n", "\r\n");
        int piece = lines.indexOf(PIECE);
        return piece < 0
                ? new Template(lines, "")
                : new Template(lines.substring(0, piece), lines.substring(piece + PIECE.length()));
    }

    byte[] write(int number, Slice piece) {
        var message = Arrays.copyOf(head, head.length + piece.length() + tail.length);
        int end = piece.copyTo(message, head.length);
        System.arraycopy(tail, 0, message, end, tail.length);
        fill(message, number);
        return message;
    }

    private static void fill(byte[] message, int number) {
        for (int at = 0; at < message.length; at++) {
            if (message[at] == '#') {
                int rest = number;
                for (int digit = at + NUMBER.length() - 1; digit >= at; digit--) {
                    message[digit] = (byte) ('0' + rest % 10);
                    rest /= 10;
                }
                at += NUMBER.length() - 1;
            }
        }
    }
}
