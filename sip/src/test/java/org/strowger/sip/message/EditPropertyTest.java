package org.strowger.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

/** A forwarded message is the original with exactly the edits, whatever they are; compared with the same edits on lines of text. */
class EditPropertyTest {
    private static final long SEED = 20_260_101;
    private static final int MESSAGES = 3_000;
    private static final List<String> NAMES = List.of("Route", "Record-Route", "Contact", "Subject", "X-Trunk", "Via");
    private static final List<String> COMMAS = List.of(",", ", ", " ,\r\n\t");

    /** A line of the message, or the place where one stood. */
    private static final class Line {
        private final String name;
        private final String start;
        private final List<String> values;
        private final List<String> commas;
        private final boolean isOriginal;
        private boolean isGone;

        Line(String name, String start, List<String> values, List<String> commas, boolean isOriginal) {
            this.name = name;
            this.start = start;
            this.values = new ArrayList<>(values);
            this.commas = new ArrayList<>(commas);
            this.isOriginal = isOriginal;
        }

        static Line added(String name, String value) {
            return new Line(name, name + ": ", List.of(value), List.of(), false);
        }

        void removeFirst() {
            values.removeFirst();
            isGone = values.isEmpty();
            if (!isGone) {
                commas.removeFirst();
            }
        }

        @Override
        public String toString() {
            var text = new StringBuilder(start).append(values.getFirst());
            for (int i = 1; i < values.size(); i++) {
                text.append(commas.get(i - 1)).append(values.get(i));
            }
            return text.append("\r\n").toString();
        }
    }

    /** The lines of one message and an edit of that message, both changed alike. */
    private static final class Pair {
        private final Random random;
        private final List<Line> lines = new ArrayList<>();
        private final RequestEdit edit;
        private int values;

        Pair(Random random) {
            this.random = random;
            lines.add(original("Via", 1));
            for (var required : List.of("From: <sip:a@b>;tag=1", "To: <sip:b@c>", "Call-ID: x", "CSeq: 1 INVITE")) {
                lines.add(new Line("", "", List.of(required), List.of(), true));
            }
            for (int i = random.nextInt(8); i > 0; i--) {
                lines.add(original(NAMES.get(random.nextInt(NAMES.size())), 1 + random.nextInt(3)));
            }
            lines.add(new Line("", "l:", List.of("4"), List.of(), true));
            this.edit = Messages.request(text()).edit();
        }

        private Line original(String name, int count) {
            int size = isList(name) ? count : 1;
            var texts = IntStream.range(0, size).mapToObj(_ -> value(name)).toList();
            var commas = IntStream.range(1, size)
                    .mapToObj(_ -> COMMAS.get(random.nextInt(COMMAS.size())))
                    .toList();
            var start = (random.nextBoolean() ? name : name.toUpperCase(java.util.Locale.ROOT))
                    + (random.nextBoolean() ? ":" : " :\r\n ");
            return new Line(name, start, texts, commas, true);
        }

        private String value(String name) {
            values++;
            return name.equals("Via") ? "SIP/2.0/UDP host" + values : "\"a, b\" <sip:u,v@h%d;lr>".formatted(values);
        }

        private static boolean isList(String name) {
            return HeaderName.of(name).isList();
        }

        void change() {
            var name = NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(5)) {
                case 0 -> prepend(name, value(name));
                case 1 -> append(name, value(name));
                case 2 -> removeFirst(name);
                case 3 -> removeAll(name);
                default -> replaceAll(name);
            }
        }

        private void prepend(String name, String value) {
            edit.prepend(HeaderName.of(name), Slice.of(value));
            int first = first(name);
            lines.add(first < 0 ? firstPlace(name) : first, Line.added(name, value));
        }

        private void append(String name, String value) {
            edit.append(HeaderName.of(name), Slice.of(value));
            lines.add(Line.added(name, value));
        }

        private void removeFirst(String name) {
            edit.removeFirst(HeaderName.of(name));
            lines.stream()
                    .filter(line -> line.name.equals(name) && !line.isGone)
                    .findFirst()
                    .ifPresent(Line::removeFirst);
            lines.removeIf(line -> line.isGone && !line.isOriginal);
        }

        private void removeAll(String name) {
            edit.removeAll(HeaderName.of(name));
            lines.removeIf(line -> line.name.equals(name) && !line.isOriginal);
            lines.stream().filter(line -> line.name.equals(name)).forEach(line -> line.isGone = true);
        }

        private void replaceAll(String name) {
            var fresh = IntStream.range(0, random.nextInt(3))
                    .mapToObj(_ -> value(name))
                    .toList();
            edit.replaceAll(HeaderName.of(name), fresh.stream().map(Slice::of).toList());
            int first = first(name);
            var next = first < 0
                    ? Stream.<Line>empty()
                    : lines.stream().skip(first).filter(line -> line.isOriginal);
            var place = first < 0 ? lines.stream().skip(firstPlace(name)).findFirst() : next.findFirst();
            lines.removeIf(line -> line.name.equals(name) && !line.isOriginal);
            lines.stream().filter(line -> line.name.equals(name)).forEach(line -> line.isGone = true);
            int at = place.map(lines::indexOf).orElse(lines.size());
            lines.addAll(
                    at, fresh.stream().map(value -> Line.added(name, value)).toList());
        }

        /** Where the first of that name stands, or stood as it came; -1 if none did. */
        private int first(String name) {
            return IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).name.equals(name))
                    .findFirst()
                    .orElse(-1);
        }

        /** Where the first of a name goes: right before the original that follows the Vias, or the end. */
        private int firstPlace(String name) {
            if (!name.endsWith("Route")) {
                return lines.size();
            }
            int lastVia = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).isOriginal && lines.get(i).name.equals("Via"))
                    .max()
                    .orElseThrow();
            return IntStream.range(lastVia + 1, lines.size())
                    .filter(i -> lines.get(i).isOriginal)
                    .findFirst()
                    .orElseThrow();
        }

        String text() {
            var text = new StringBuilder("INVITE sip:bob@biloxi.com SIP/2.0\r\n");
            lines.stream().filter(line -> !line.isGone).forEach(text::append);
            return text.append("\r\nbody").toString();
        }
    }

    @Test
    @Rfc("3261 §16.6.1-1: the copy contains all of the header fields")
    @Rfc("3261 §16.6.1-2: fields not detailed in the processing are not removed")
    @Rfc("3261 §16.6.1-3: the ordering is maintained")
    @Rfc("3261 §16.6.1-4: values of a common name are not reordered")
    @Rfc("3261 §16.6.1-5: the body is not changed")
    void writesTheOriginalWithExactlyTheEdits() throws MalformedMessageException {
        for (long seed = SEED; seed < SEED + MESSAGES; seed++) {
            var random = new Random(seed);
            var pair = new Pair(random);
            for (int changes = random.nextInt(6); changes > 0; changes--) {
                pair.change();
            }

            var written = pair.edit.write(Slice.of("SIP/2.0/UDP ours"));

            var expected = pair.text().replaceFirst("\r\n", "\r\nVia: SIP/2.0/UDP ours\r\n");
            assertThat(written.bytes().toString()).as("seed %d", seed).isEqualTo(expected);
            var read = SipParser.parse(written.bytes().toBytes());
            assertThat(written.headers()).as("seed %d", seed).containsExactlyElementsOf(read.headers());
            for (var name : NAMES.subList(0, 5)) {
                assertThat(pair.edit.values(HeaderName.of(name)))
                        .as("seed %d, %s", seed, name)
                        .isEqualTo(read.headers().values(HeaderName.of(name)));
            }
        }
    }
}
