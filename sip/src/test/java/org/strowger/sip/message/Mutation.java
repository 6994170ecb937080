package org.strowger.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** One change to a message by chance: a byte flipped or replaced, a piece cut out, doubled, or put in. */
final class Mutation {
    private static final String[] PIECES = {
        "\"",
        "<",
        ">",
        ",",
        ";",
        ":",
        "@",
        "=",
        "%",
        "?",
        "*",
        "/",
        "\\",
        "[",
        "]",
        "::",
        "\0",
        "\r\n",
        "\r",
        "\n",
        "\r\n ",
        " ",
        "\t",
        "\r\n\r\n",
        "-1",
        "99999999999999999999",
        "%00",
        "ü",
        "sip:",
        "SIP/2.0",
        ";tag=",
        ";branch=",
        "Via: ",
        "\r\nContent-Length: 7\r\n",
        "\r\nl:0\r\n",
        "\r\nTo: x\r\n",
        "<sip:",
        "\\\"",
        "[::]",
        "tel:",
        "*\r\n",
        "\u007f",
        ";;",
        ",,",
        "0",
        "Digest a=\""
    };

    private Mutation() {}

    static byte[] of(byte[] original, RandomGenerator random) {
        if (original.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(original.length);
        int length = Math.min(random.nextInt(1, random.nextBoolean() ? 4 : 60), original.length - at);
        return switch (random.nextInt(7)) {
            case 0 -> flipped(original, at, 1 << random.nextInt(8));
            case 1 -> flipped(original, at, random.nextInt(1, 256));
            case 2 -> spliced(original, at, at + length, new byte[0]);
            case 3 -> spliced(original, at, at, Arrays.copyOfRange(original, at, at + length));
            case 4 -> Arrays.copyOf(original, at);
            case 5 -> spliced(original, at, at + length, piece(random));
            default -> spliced(original, at, at, piece(random));
        };
    }

    private static byte[] flipped(byte[] original, int at, int bits) {
        byte[] mutated = original.clone();
        mutated[at] ^= (byte) bits;
        return mutated;
    }

    /** With that part replaced. */
    private static byte[] spliced(byte[] original, int from, int to, byte[] piece) {
        byte[] mutated = Arrays.copyOf(original, original.length - (to - from) + piece.length);
        System.arraycopy(piece, 0, mutated, from, piece.length);
        System.arraycopy(original, to, mutated, from + piece.length, original.length - to);
        return mutated;
    }

    private static byte[] piece(RandomGenerator random) {
        return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    }
}
