package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every message. Each case has a seed of its own, which a failure names; {@code -Dstrowger.seed} begins elsewhere, and
 * {@code -Dstrowger.mutations} tries more. */
class MessagePropertyTest {
    private static final long FIRST_SEED = Long.getLong("strowger.seed", 4475);
    private static final int GENERATED = 5_000;
    private static final int MUTATED = Integer.getInteger("strowger.mutations", 80_000);

    @Test
    void parsingAGeneratedMessageReadsWhatItWasMadeOf() throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + GENERATED; seed++) {
            var generated = GeneratedMessage.of(new SplittableRandom(seed));
            var message = parsed(seed, generated.bytes());
            for (var reading : generated.readings().entrySet()) {
                assertThat(Readings.of(message, reading.getKey()))
                        .as("seed %d: %s of%n%s", seed, reading.getKey(), message)
                        .isEqualTo(reading.getValue());
            }
        }
    }

    @Test
    void theBytesOfAParsedMessageAreTheBytesThatCame() throws Exception {
        for (var torture : acceptedTorture()) {
            assertThat(SipParser.parse(torture.clone()).bytes().toBytes()).isEqualTo(torture);
        }
        for (long seed = FIRST_SEED; seed < FIRST_SEED + GENERATED; seed++) {
            byte[] generated = GeneratedMessage.of(new SplittableRandom(seed)).bytes();
            assertThat(parsed(seed, generated.clone()).bytes().toBytes())
                    .as("seed %d", seed)
                    .isEqualTo(generated);
        }
    }

    @Test
    void writingAnEditWithoutEditsGivesTheSameBytesAndAMissingContentLength() throws Exception {
        for (var torture : acceptedTorture()) {
            var message = SipParser.parse(torture.clone());
            assertThat(rewritten(message)).isEqualTo(withContentLength(message));
        }
        for (long seed = FIRST_SEED; seed < FIRST_SEED + GENERATED; seed++) {
            var message =
                    parsed(seed, GeneratedMessage.of(new SplittableRandom(seed)).bytes());
            assertThat(rewritten(message)).as("seed %d", seed).isEqualTo(withContentLength(message));
        }
    }

    @Test
    @Timeout(120)
    void aMutatedMessageIsReadOrMalformedAndNothingElse() {
        var originals = new ArrayList<>(TortureMessages.all().values());
        for (int i = 0; i < 100; i++) {
            originals.add(GeneratedMessage.of(new SplittableRandom(i)).bytes());
        }
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MUTATED; seed++) {
            var random = new SplittableRandom(seed);
            byte[] mutated = originals.get(random.nextInt(originals.size()));
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                mutated = Mutation.of(mutated, random);
            }
            try {
                survive(mutated, random);
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + " on " + Slice.of(mutated), e);
            }
        }
    }

    private static void survive(byte[] bytes, RandomGenerator random) {
        try {
            int length = SipParser.frame(bytes, 0, bytes.length);
            require(length >= 0 && length <= Limits.MESSAGE_BYTES, "the frame has " + length + " bytes");
        } catch (MalformedMessageException e) {
            require(e.answer().code() >= 400, "an answer of " + e.answer());
        }
        try {
            var message = SipParser.parse(bytes);
            if (random.nextInt(8) == 0) {
                require(
                        Arrays.equals(rewritten(message), withContentLength(message)),
                        "an edit without edits changed it");
                Everything.read(message);
            }
        } catch (MalformedMessageException e) {
            e.response()
                    .ifPresent(response -> require(response.status().code() >= 400, "it was answered with success"));
            e.response("192.0.2.1", 5060)
                    .ifPresent(response -> response.topVia().received());
        }
    }

    /** Not AssertJ's, which would take longer than all that is tested. */
    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** As it stands; "the Content-Length header field MUST be used with stream-oriented transports", so one is added behind the others. */
    private static byte[] withContentLength(SipMessage message) {
        if (message.headers().has(HeaderName.CONTENT_LENGTH)) {
            return message.bytes().toBytes();
        }
        var body = message.body();
        var head = message.bytes().part(0, message.bytes().length() - body.length() - 2);
        var added = Slice.of("Content-Length: " + body.length() + "\r\n\r\n");
        byte[] bytes = new byte[head.length() + added.length() + body.length()];
        body.copyTo(bytes, added.copyTo(bytes, head.copyTo(bytes, 0)));
        return bytes;
    }

    private static byte[] rewritten(SipMessage message) {
        return switch (message) {
            case SipRequest request -> request.edit().write().bytes().toBytes();
            case SipResponse response -> response.edit().write().bytes().toBytes();
        };
    }

    private static SipMessage parsed(long seed, byte[] bytes) {
        try {
            return SipParser.parse(bytes);
        } catch (MalformedMessageException e) {
            return fail("seed " + seed + " made\n" + Slice.of(bytes), e);
        }
    }

    /** Without dblreq, whose last bytes are dropped. */
    private static List<byte[]> acceptedTorture() {
        return Arrays.stream(TortureVerdictTest.VERDICTS)
                .map(line -> line.split("\\|"))
                .filter(columns -> columns[1].strip().equals("accepted"))
                .map(columns -> columns[0].strip())
                .filter(name -> !name.equals("dblreq"))
                .map(TortureMessages::of)
                .toList();
    }
}
