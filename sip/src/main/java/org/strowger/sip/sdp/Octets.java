package org.strowger.sip.sdp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text that may be any octets (RFC 8866 §5): read as UTF-8, and every octet that is not UTF-8 kept as a lone surrogate
 * U+DC80 to U+DCFF, so that writing gives back the very octets that were read.
 */
final class Octets {
    private static final int ESCAPE = 0xDC00;

    private Octets() {}

    static String decode(byte[] octets) {
        var in = ByteBuffer.wrap(octets);
        var out = CharBuffer.allocate(octets.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE | (in.get() & 0xFF)));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    static byte[] encode(String text) {
        var out = new ByteArrayOutputStream(text.length() + 16);
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                out.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
                out.write(text.charAt(i) & 0xFF);
                plain = i + 1;
            }
        }
        out.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static boolean isEscape(String text, int at) {
        char c = text.charAt(at);
        boolean lone = at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
        return lone && c >= (ESCAPE | 0x80) && c <= (ESCAPE | 0xFF);
    }
}
