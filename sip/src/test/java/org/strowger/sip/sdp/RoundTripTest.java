package org.strowger.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class RoundTripTest {
    private static final int DESCRIPTIONS = 300;
    private static final String TEXT = "abc XYZ:=/<>()ÄößあЖ\uD83D\uDE00\t0123456789-+@.;";
    private static final String TOKEN = "abcxyzABC0123456789!#$%&'*+-.^_`{|}~";
    private static final List<String> HOSTS = List.of(
            "IP4 192.0.2.1", "IP4 host.example.com", "IP6 2001:db8::1", "IP6 ::ffff:192.0.2.1", "IP6 ::", "X y");

    @ParameterizedTest
    @Rfc("8866 §9: what is written is read as the same description")
    @ValueSource(longs = {1, 2, 3, 20_260_815, -4})
    void readsWhatItWrites(long seed) throws MalformedSdpException {
        var random = new Random(seed);
        for (int i = 0; i < DESCRIPTIONS; i++) {
            var session = session(random);
            var written = session.toBytes();

            var read = SessionDescription.parse(written);

            assertThat(read).as("seed %d, description %d", seed, i).isEqualTo(session);
            assertThat(read.toBytes()).as("seed %d, description %d", seed, i).isEqualTo(written);
        }
    }

    private static SessionDescription session(Random random) {
        var origin = new Origin(
                token(random),
                Integer.toString(random.nextInt(Integer.MAX_VALUE)),
                new BigInteger(70, random),
                address(random));
        var subject = new Subject(
                text(random),
                maybe(random, () -> text(random)),
                some(random, () -> text(random)),
                some(random, () -> text(random)));
        var times = new ArrayList<>(List.of(timing(random)));
        times.addAll(some(random, () -> timing(random)));
        return new SessionDescription(
                origin,
                subject,
                times,
                section(random, List.of(Connection.of(address(random)))),
                some(random, () -> media(random)));
    }

    private static MediaDescription media(Random random) {
        var formats = new ArrayList<>(List.of(token(random)));
        formats.addAll(some(random, () -> token(random)));
        var field = new MediaField(
                token(random),
                random.nextInt(65_536),
                1 + random.nextInt(3),
                token(random) + "/" + token(random),
                formats);
        return new MediaDescription(field, section(random, connections(random)));
    }

    private static List<Connection> connections(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(Connection.of(address(random)));
            case 1 ->
                List.of(new Connection(NetworkAddress.of("233.252.0.1"), random.nextInt(256), 1 + random.nextInt(3)));
            case 2 ->
                List.of(
                        new Connection(NetworkAddress.of("ff00::db8:0:101"), 0, 1 + random.nextInt(3)),
                        Connection.of(NetworkAddress.of("ff00::db8:0:201")));
            default -> List.of();
        };
    }

    private static Section section(Random random, List<Connection> connections) {
        return new Section(
                maybe(random, () -> text(random)),
                connections,
                some(random, () -> new Bandwidth(token(random), random.nextLong(1_000_000))),
                some(random, () -> new Attribute(token(random), maybe(random, () -> text(random)))));
    }

    private static Timing timing(Random random) {
        var repeats = some(random, () -> new Repeat(seconds(random), seconds(random), List.of(seconds(random))));
        var zones = some(
                random,
                () -> new ZoneAdjustment(
                        random.nextLong(9_000_000_000L), seconds(random).negated()));
        return new Timing(
                random.nextLong(9_000_000_000L),
                random.nextLong(9_000_000_000L),
                repeats,
                repeats.isEmpty() ? List.of() : zones);
    }

    private static Duration seconds(Random random) {
        return Duration.ofSeconds(1 + random.nextLong(10_000_000));
    }

    private static NetworkAddress address(Random random) {
        var host = HOSTS.get(random.nextInt(HOSTS.size())).split(" ", -1);
        return new NetworkAddress("IN", host[0], host[1]);
    }

    private static String token(Random random) {
        return chars(random, TOKEN);
    }

    private static String text(Random random) {
        return chars(random, TEXT);
    }

    private static String chars(Random random, String alphabet) {
        var out = new StringBuilder();
        var points = alphabet.codePoints().toArray();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            out.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return out.toString();
    }

    private static String maybe(Random random, Supplier<String> text) {
        return random.nextBoolean() ? text.get() : "";
    }

    private static <T> List<T> some(Random random, Supplier<T> one) {
        var list = new ArrayList<T>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(one.get());
        }
        return list;
    }
}
