package org.strowger.server.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.testing.Passed;

/**
 * All messages of one Call-ID, lost or not, in the order they were sent.
 *
 * @param cut names of the nodes one of whose connections broke by chance while it lasted
 */
record Story(List<Line> lines, Set<String> cut) {
    private static final Duration GOOD_TIME = Duration.ofSeconds(31);

    private static final byte[] CALL_ID = "\r\nCall-ID: ".getBytes(StandardCharsets.US_ASCII);

    /** One of them, read. */
    record Line(Passed passed, SipMessage message) {
        boolean isFrom(FakeNode node) {
            return passed.from().equals(node.name());
        }

        /** Whether it got there. */
        boolean reached(FakeNode node) {
            return passed.to().equals(node.name()) && passed.copies() > 0;
        }
    }

    /** What passed, by Call-ID; the messages are read only when their story is told. */
    static Map<String, List<Passed>> byCallId(List<Passed> passed) {
        return passed.stream().collect(Collectors.groupingBy(Story::callId));
    }

    static Story of(List<Passed> passed, List<FakeNetwork.Reset> resets) {
        return new Story(
                passed.stream().map(each -> new Line(each, each.message())).toList(),
                resets.stream()
                        .filter(reset -> isWithin(reset, passed))
                        .flatMap(reset -> Stream.of(reset.one(), reset.other()))
                        .collect(Collectors.toSet()));
    }

    private static boolean isWithin(FakeNetwork.Reset reset, List<Passed> passed) {
        var from = passed.getFirst().after().minus(GOOD_TIME);
        return reset.after().compareTo(from) >= 0
                && reset.after().compareTo(passed.getLast().after().plus(GOOD_TIME)) <= 0;
    }

    /** Whether a connection of that node broke by chance meanwhile, so that something was lost for good. */
    boolean wasCut(FakeNode node) {
        return cut.contains(node.name());
    }

    /** Everybody here writes it out, and on a line of its own. */
    private static String callId(Passed passed) {
        byte[] bytes = passed.bytes().bytes();
        int at = passed.bytes().start();
        while (!Arrays.equals(bytes, at, at + CALL_ID.length, CALL_ID, 0, CALL_ID.length)) {
            at++;
        }
        int start = at + CALL_ID.length;
        int end = start;
        while (bytes[end] != '\r') {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    }

    boolean sent(FakeNode from, Method method) {
        return lines.stream().anyMatch(line -> line.isFrom(from) && isRequest(line, method));
    }

    boolean reached(FakeNode node, Method method) {
        return lines.stream().anyMatch(line -> line.reached(node) && isRequest(line, method));
    }

    /** Tags of the successes of an INVITE that reached that node. */
    Set<String> successesAt(FakeNode node) {
        return tags(line -> line.reached(node) && isResponse(line, 200, 299));
    }

    /** Tags of the successes of an INVITE that a phone sent. */
    Set<String> successesOf(FakeNode phone) {
        return tags(line -> line.isFrom(phone) && isResponse(line, 200, 299));
    }

    /** Tags that a node acknowledged. */
    Set<String> acknowledgedBy(FakeNode node) {
        return tags(line -> line.isFrom(node) && isRequest(line, Method.ACK));
    }

    /** Whether an answer to an INVITE with that code reached the node. */
    boolean refusalReached(FakeNode node, int code) {
        return lines.stream().anyMatch(line -> line.reached(node) && isResponse(line, code, code));
    }

    /** Whether the last INVITE of that node was answered, as far as it could hear. */
    boolean hasFinalAt(FakeNode node) {
        return lastInvite(node).stream().anyMatch(line -> line.reached(node) && isResponse(line, 200, 699));
    }

    /** Whether anything was answered to the last INVITE of that node, and got there in good time. */
    boolean wasHeard(FakeNode node) {
        return lastInvite(node).stream()
                .anyMatch(line -> line.reached(node) && isResponse(line, 100, 699) && isWithin(line, lastInvite(node)));
    }

    /** Whether an ACK for each INVITE that this phone accepted got to it in good time. */
    boolean wasAcknowledged(FakeNode phone) {
        var answers = lines.stream()
                .filter(line -> line.isFrom(phone) && isResponse(line, 200, 299))
                .collect(Collectors.groupingBy(line -> line.message().cseq().number()));
        return !answers.isEmpty()
                && answers.entrySet().stream()
                        .allMatch(entry -> lines.stream()
                                .anyMatch(line -> line.reached(phone)
                                        && isRequest(line, Method.ACK)
                                        && line.message().cseq().number() == entry.getKey()
                                        && isWithin(line, entry.getValue())));
    }

    /** Whether it was sent so long before 64 × T1 have passed since the first of those that it came before that. */
    private static boolean isWithin(Line line, List<Line> those) {
        var first = those.getFirst().passed().after();
        return line.passed().after().minus(first).compareTo(GOOD_TIME) < 0;
    }

    private List<Line> lastInvite(FakeNode node) {
        long last = lines.stream()
                .filter(line -> line.isFrom(node) && isRequest(line, Method.INVITE))
                .mapToLong(line -> line.message().cseq().number())
                .max()
                .orElse(0);
        return lines.stream()
                .filter(line -> line.message().cseq().number() == last)
                .toList();
    }

    private Set<String> tags(Predicate<Line> which) {
        return lines.stream()
                .filter(which)
                .map(line -> line.message().toTag().orElseThrow().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isRequest(Line line, Method method) {
        return line.message() instanceof SipRequest request && request.method().equals(method);
    }

    private static boolean isResponse(Line line, int from, int to) {
        return line.message() instanceof SipResponse response
                && response.cseq().method().equals(Method.INVITE)
                && response.status().code() >= from
                && response.status().code() <= to;
    }

    /** The ladder of it. */
    @Override
    public String toString() {
        return lines.stream().map(line -> line.passed().toString()).collect(Collectors.joining("\n"));
    }
}
