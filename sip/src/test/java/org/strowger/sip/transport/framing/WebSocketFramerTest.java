package org.strowger.sip.transport.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.Limits;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.testing.cost.Meter;

class WebSocketFramerTest {
    private static final String HANDSHAKE = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: sip-ws.example.com",
            "Upgrade: h2c, WebSocket",
            "Connection: keep-alive, upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: chat, SIP",
            "Sec-WebSocket-Version: 13",
            "",
            "");

    private WebSocketFramer framer = new WebSocketFramer(Set.of());
    private final List<String> heard = new ArrayList<>();

    private final Framer.Sink sink = new Framer.Sink() {
        @Override
        public void message(byte[] message) {
            heard.add(new String(message, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void ping() {
            heard.add("ping");
        }

        @Override
        public void reply(byte[] bytes) {
            heard.add(bytes[0] == 'H' ? new String(bytes, 0, 12, StandardCharsets.US_ASCII) : shown(bytes));
        }

        @Override
        public void established() {
            heard.add("established");
        }

        @Override
        public void finished() {
            heard.add("finished");
        }
    };

    @Test
    @Rfc("7118 §4.2: text and binary are accepted")
    void takesTextAndBinary() throws MalformedMessageException {
        open();
        add(frame(0x81, "one"));
        add(frame(0x82, "two"));

        assertThat(heard).containsExactly("one", "two");
        assertThat(framer.isPartial()).isFalse();
    }

    @Test
    void takesEverythingWhereverTheReadsFall() throws MalformedMessageException {
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(bytes(HANDSHAKE));
        stream.writeBytes(frame(0x01, "sp"));
        stream.writeBytes(frame(0x89, "?"));
        stream.writeBytes(frame(0x80, "lit"));
        stream.writeBytes(frame(0x82, "x".repeat(300)));
        stream.writeBytes(frame(0x88, ""));
        var whole = stream.toByteArray();
        for (int cut = 0; cut <= whole.length; cut++) {
            begin();
            framer.add(ByteBuffer.wrap(whole, 0, cut), sink);
            framer.add(ByteBuffer.wrap(whole, cut, whole.length - cut), sink);
            assertThat(heard)
                    .as("cut at %d", cut)
                    .containsExactly(
                            "HTTP/1.1 101", "established", "8A 3F", "split", "x".repeat(300), "88 03 E8", "finished");
        }
    }

    @Test
    void isPartialUntilWhatBeganIsWhole() throws MalformedMessageException {
        assertThat(framer.isPartial()).isTrue();
        open();
        assertThat(framer.isPartial()).isFalse();
        add(frame(0x01, "sp"));
        assertThat(framer.isPartial()).isTrue();
        add(frame(0x80, "lit"));
        assertThat(framer.isPartial()).isFalse();
        add(new byte[] {(byte) 0x81});
        assertThat(framer.isPartial()).isTrue();
    }

    @Test
    void keepsItsPromiseByWholeMessagesOnly() throws MalformedMessageException {
        open();
        long begun = framer.taken();
        add(frame(0x01, "sp"));
        add(frame(0x00, "l"));
        add(frame(0x89, "?"));
        assertThat(framer.taken()).isEqualTo(begun);

        add(frame(0x80, "it"));
        add(frame(0x89, "?"));
        assertThat(framer.taken()).isEqualTo(begun + 2);
    }

    @Test
    void doesNotCopyAMessageAgainForEveryCrumb() throws MalformedMessageException {
        int crumbs = 20_000;
        open();
        var crumb = ByteBuffer.wrap(frame(0x00, "x"));
        add(frame(0x01, "x"));

        var meter = new Meter();
        meter.start();
        for (int count = 0; count < crumbs; count++) {
            framer.add(crumb.rewind(), sink);
        }
        meter.stop();

        assertThat(meter.allocated() / crumbs).isLessThan(1_000);
        add(frame(0x80, ""));
        assertThat(heard).containsExactly("x".repeat(crumbs + 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1 | GET / HTTP/1.0 | 400",
                "GET | POST | 405",
                "h2c, WebSocket | h2c | 426",
                "upgrade | close | 426",
                "Version: 13 | Version: 8 | 426",
                "Host: sip-ws.example.com | X: y | 400",
                "dGhlIHNhbXBsZSBub25jZQ== | c2hvcnQ= | 400",
                "dGhlIHNhbXBsZSBub25jZQ== | ?? | 400",
                "chat, SIP | chat | 400"
            })
    @Rfc("7118 §4.1: the client must offer the subprotocol sip")
    void refusesAHandshakeThatIsNone(String instead, String of, int status) throws MalformedMessageException {
        add(bytes(HANDSHAKE.replace(instead, of)));

        assertThat(heard).containsExactly("HTTP/1.1 " + status, "finished");
    }

    @Test
    void refusesAHeadWithoutEnd() throws MalformedMessageException {
        for (int count = 0; count < Upgrade.MOST_BYTES; count++) {
            assertThat(heard).isEmpty();
            add(new byte[] {'x'});
        }

        assertThat(heard).containsExactly("HTTP/1.1 431", "finished");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC1, 0xA1, 0x91, 0x83, 0x8B, 0x09, 0x80})
    void endsByWhatNoClientMaySend(int first) throws MalformedMessageException {
        open();
        add(frame(first, "x"));

        assertThat(heard).containsExactly("88 03 EA", "finished");
    }

    @Test
    void endsByAFrameWithoutMask() throws MalformedMessageException {
        open();
        add(new byte[] {(byte) 0x81, 1, 'x'});

        assertThat(heard).containsExactly("88 03 EA", "finished");
    }

    @Test
    void endsByAMessageWithinAMessage() throws MalformedMessageException {
        open();
        add(frame(0x01, "begun"));
        add(frame(0x81, "another"));

        assertThat(heard).containsExactly("88 03 EA", "finished");
    }

    @Test
    void takesTheLargestMessageAndNoLargerWholeOrInParts() throws MalformedMessageException {
        var largest = "x".repeat(Limits.MESSAGE_BYTES);
        open();
        add(frame(0x81, largest));
        add(frame(0x01, largest.substring(1)));
        add(frame(0x80, "x"));
        assertThat(heard).containsExactly(largest, largest);

        heard.clear();
        add(frame(0x01, largest));
        add(frame(0x80, "x"));
        assertThat(heard).containsExactly("88 03 F1", "finished");
    }

    @Test
    void endsByALengthBeyondAllMemoryBeforeItsBytesCome() throws MalformedMessageException {
        open();
        add(new byte[] {(byte) 0x82, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0});

        assertThat(heard).containsExactly("88 03 F1", "finished");
    }

    @Test
    void endsByTextThatIsNone() throws MalformedMessageException {
        open();
        add(frame(0x81, new byte[] {'a', (byte) 0xFF}));

        assertThat(heard).containsExactly("88 03 EF", "finished");
    }

    @Test
    void hearsKeepAlivesAndIgnoresPongsAndNothing() throws MalformedMessageException {
        open();
        add(frame(0x81, "\r\n\r\n"));
        add(frame(0x8A, "x"));
        add(frame(0x81, ""));

        assertThat(heard).containsExactly("ping");
    }

    @Test
    void hearsNothingAfterTheFarewell() throws MalformedMessageException {
        open();
        add(frame(0x88, new byte[] {3, (byte) 0xE9, 'b', 'y', 'e'}));
        add(frame(0x81, "more"));

        assertThat(heard).containsExactly("88 03 E9", "finished");
        assertThat(framer.isPartial()).isFalse();
    }

    @Test
    void survivesWhateverComes() throws MalformedMessageException {
        long seed = 42;
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            open();
            var noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            add(noise);
            assertThat(heard.size()).as("seed %d, round %d", seed, round).isLessThan(40);
            begin();
        }
    }

    private void begin() {
        framer = new WebSocketFramer(Set.of());
        heard.clear();
    }

    private void open() throws MalformedMessageException {
        add(bytes(HANDSHAKE));
        assertThat(heard).containsExactly("HTTP/1.1 101", "established");
        heard.clear();
    }

    private void add(byte[] read) throws MalformedMessageException {
        framer.add(ByteBuffer.wrap(read), sink);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, bytes(payload));
    }

    private static byte[] frame(int first, byte[] payload) {
        int length = payload.length;
        var head = length < 126
                ? new byte[] {(byte) first, (byte) (0x80 | length)}
                : new byte[] {(byte) first, (byte) 0xFE, (byte) (length >> 8), (byte) length};
        var frame = ByteBuffer.allocate(head.length + 4 + length).put(head).put(new byte[] {9, 8, 7, 6});
        for (int at = 0; at < length; at++) {
            frame.put((byte) (payload[at] ^ (9 - at % 4)));
        }
        return frame.array();
    }

    /** A frame of ours without its length. */
    private static String shown(byte[] frame) {
        var text = new StringBuilder("%02X".formatted(frame[0] & 0xFF));
        for (int at = 2; at < frame.length; at++) {
            text.append(" %02X".formatted(frame[at] & 0xFF));
        }
        return text.toString();
    }
}
