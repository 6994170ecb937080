package org.strowger.sip.transport.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.message.Limits;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Texts;

class StreamFramerTest {
    private static final String VIA = "TCP 192.0.2.1:5060;branch=z9hG4bK1";
    private static final String FIRST = Texts.options(VIA, "v=0\r\n\r\n");
    private static final String SECOND = Texts.ok(VIA);

    private final StreamFramer framer = new StreamFramer();
    private final List<String> messages = new ArrayList<>();
    private int pings;

    private final Framer.Sink sink = new Framer.Sink() {
        @Override
        public void message(byte[] message) {
            messages.add(Texts.text(message));
        }

        @Override
        public void ping() {
            pings++;
        }
    };

    @Test
    @Rfc("3261 §18.3-4: the Content-Length frames a stream")
    void cutsTwoMessagesApartWhereverTheReadsFall() throws MalformedMessageException {
        var both = FIRST + SECOND;
        for (int first = 0; first <= both.length(); first++) {
            for (int second = first; second <= both.length(); second += 7) {
                messages.clear();
                add(both.substring(0, first));
                add(both.substring(first, second));
                add(both.substring(second));
                assertThat(messages).as("cut at %d and %d", first, second).containsExactly(FIRST, SECOND);
                assertThat(framer.isPartial()).isFalse();
            }
        }
    }

    @Test
    void takesOneByteAtATime() throws MalformedMessageException {
        for (char c : (FIRST + SECOND + FIRST).toCharArray()) {
            add(String.valueOf(c));
        }

        assertThat(messages).containsExactly(FIRST, SECOND, FIRST);
    }

    @Test
    void takesManyMessagesOfOneRead() throws MalformedMessageException {
        add((FIRST + SECOND).repeat(50) + FIRST.substring(0, 30));

        assertThat(messages).hasSize(100);
        assertThat(framer.isPartial()).isTrue();
        assertThat(framer.taken()).isEqualTo(100);
        add(FIRST.substring(30));
        assertThat(messages).hasSize(101).last().isEqualTo(FIRST);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsTheSameMessagesHoweverTheStreamIsRead(long seed) throws MalformedMessageException {
        var random = new Random(seed);
        var expected = new ArrayList<String>();
        var stream = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            var message = Texts.options(VIA, "x".repeat(random.nextInt(3) * random.nextInt(2_000)));
            expected.add(message);
            stream.append("\r\n".repeat(random.nextInt(4))).append(message);
        }

        int at = 0;
        while (at < stream.length()) {
            int next = Math.min(stream.length(), at + 1 + random.nextInt(1 << random.nextInt(13)));
            add(stream.substring(at, next));
            at = next;
        }

        assertThat(messages).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    @Rfc("3261 §7.5: any CRLF before the start-line is ignored")
    void ignoresLineEndsBeforeAMessage() throws MalformedMessageException {
        add("\r\n" + FIRST + "\r\n" + SECOND + "\n");

        assertThat(messages).containsExactly(FIRST, SECOND);
        assertThat(framer.isPartial()).isFalse();
        assertThat(pings).isZero();
    }

    @Test
    @Rfc("5626 §3.5.1: a double CRLF is a ping")
    void findsAPingWhereverTheReadsFall() throws MalformedMessageException {
        var stream = "\r\n\r\n" + FIRST + "\r\n\r\n\r\n\r\n";
        for (int cut = 0; cut <= stream.length(); cut++) {
            pings = 0;
            messages.clear();
            add(stream.substring(0, cut));
            add(stream.substring(cut));
            assertThat(pings).as("cut at %d", cut).isEqualTo(3);
            assertThat(messages).containsExactly(FIRST);
        }
    }

    @Test
    void takesNoOtherLineEndsForAPing() throws MalformedMessageException {
        add("\n\n\n\n");
        add("\r\r\r\r");
        add("\r\n\n\r\n");

        assertThat(pings).isZero();
    }

    @Test
    void doesNotTakeTheLineEndsAroundAMessageForAPing() throws MalformedMessageException {
        add("\r\n" + FIRST + "\r\n");
        add(SECOND);

        assertThat(pings).isZero();
    }

    @Test
    @Rfc("3261 §18.3-4: a message without Content-Length cannot be framed")
    void refusesAMessageWithoutContentLength() {
        var without = FIRST.replace("Content-Length: 7\r\n", "");

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> add(without))
                .satisfies(e -> assertThat(e.answer().code()).isEqualTo(400))
                .satisfies(e -> assertThat(e.response()).isPresent());
    }

    @Test
    void takesTheLongestMessageThereMayBe() throws MalformedMessageException {
        var longest = Texts.options(VIA, Texts.bodyFor(VIA, Limits.MESSAGE_BYTES));
        assertThat(longest).hasSize(Limits.MESSAGE_BYTES);

        add(longest + FIRST);

        assertThat(messages).containsExactly(longest, FIRST);
    }

    @Test
    void refusesALongerMessageAsSoonAsItsHeaderSectionIsThere() {
        var tooLong = Texts.options(VIA, Texts.bodyFor(VIA, Limits.MESSAGE_BYTES + 1));

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> add(tooLong.substring(0, 400)))
                .satisfies(e -> assertThat(e.answer().code()).isEqualTo(413));
    }

    @Test
    void refusesAHeaderSectionThatDoesNotEnd() throws MalformedMessageException {
        var endless = new StringBuilder(FIRST.substring(0, FIRST.indexOf("Content-Length")));
        while (endless.length() < Limits.MESSAGE_BYTES) {
            endless.append("X: ").append("y".repeat(1_000)).append("\r\n");
        }
        add(endless.substring(0, Limits.MESSAGE_BYTES - 1));

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> add(endless.substring(Limits.MESSAGE_BYTES - 1)))
                .satisfies(e -> assertThat(e.answer().code()).isEqualTo(513));
    }

    @Test
    void refusesWhatIsNoMessageAtAll() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> add("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    private void add(String text) throws MalformedMessageException {
        framer.add(ByteBuffer.wrap(Texts.bytes(text)), sink);
    }
}
