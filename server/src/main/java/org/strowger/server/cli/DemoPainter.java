package org.strowger.server.cli;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.strowger.server.trace.Arrow;
import org.strowger.server.trace.Caption;
import org.strowger.server.trace.Ladder;
import org.strowger.server.trace.Passed;
import org.strowger.server.trace.Row;
import org.strowger.server.trace.Tone;
import org.strowger.sip.message.CSeq;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Tag;
import picocli.CommandLine.Help.Ansi;

/** Draws what passes while it passes, and keeps what there is to say about each step. */
final class DemoPainter {
    private static final int PROXY = 1;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;
    private final Ansi ansi;
    private final boolean raw;
    private final List<InetSocketAddress> addresses;
    private final Ladder ladder;
    private final Caption caption = new Caption();
    private final List<String> explanations = new ArrayList<>();
    private int step;
    private final Set<Tag> answers = new HashSet<>();
    private final Set<CSeq> proven = new HashSet<>();
    private long startedAtNanos;

    /** @param addresses of the columns, in their order */
    DemoPainter(PrintWriter out, Ansi ansi, boolean raw, List<String> columns, List<InetSocketAddress> addresses) {
        this.out = out;
        this.ansi = ansi;
        this.raw = raw;
        this.addresses = addresses;
        this.ladder = new Ladder(columns);
    }

    void heading() {
        print(ladder.heading());
    }

    /** Draws a message of the call; anything else (registrations) is not shown. */
    void draw(Passed passed) {
        var message = read(passed);
        int peer = addresses.indexOf(passed.peer());
        if (peer < 0 || message.cseq().method().equals(Method.REGISTER)) {
            return;
        }
        if (step == 0) {
            startedAtNanos = passed.atNanos();
        }
        step++;
        int from = passed.received() ? peer : PROXY;
        int to = passed.received() ? PROXY : peer;
        var label = step + ". " + caption.of(message, from + ">" + to);
        arrow(new Arrow(from, to, label, tone(message), false), time(passed));
        if (raw) {
            flush();
            message.bytes().toString().lines().forEach(line -> out.println("      " + line));
        }
        rememberAnswer(message);
        boolean ofAnswer = message.toTag().filter(answers::contains).isPresent();
        var circumstances = new Explanation.Circumstances(passed.received(), ofAnswer, isProven(message));
        explanations.add("%3d. %s".formatted(step, Explanation.of(message, circumstances)));
        boolean opensAudio =
                ofAnswer && !passed.received() && message.cseq().method().equals(Method.ACK);
        if (opensAudio) {
            arrow(new Arrow(0, peer, "audio by RTP, A to B direct", Tone.MEDIA, true), "");
        }
        out.flush();
    }

    /** Whether its request came with proof of a password. */
    private boolean isProven(SipMessage message) {
        if (message instanceof SipRequest request && request.headers().has(HeaderName.PROXY_AUTHORIZATION)) {
            proven.add(request.cseq());
        }
        return proven.contains(message.cseq());
    }

    /** The phones that picked up, by the tags of their answers: what tells the ACK of an answer from that of a refusal. */
    private void rememberAnswer(SipMessage message) {
        if (message instanceof SipResponse response
                && response.status().isSuccess()
                && response.cseq().method().equals(Method.INVITE)) {
            response.toTag().ifPresent(answers::add);
        }
    }

    /** Lets go of the arrow that waits for a label beside it. */
    void flush() {
        ladder.flush().forEach(this::print);
        out.flush();
    }

    /** A line for each step. */
    List<String> explanations() {
        return explanations;
    }

    private void arrow(Arrow arrow, String note) {
        ladder.add(arrow, note).forEach(this::print);
    }

    private String time(Passed passed) {
        return "%7.3f s".formatted((passed.atNanos() - startedAtNanos) / NANOS_PER_SECOND);
    }

    private static SipMessage read(Passed passed) {
        try {
            return SipParser.parse(passed.message().toBytes());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("our own agents send what can be read", e);
        }
    }

    private static Tone tone(SipMessage message) {
        return switch (message) {
            case SipRequest _ -> Tone.REQUEST;
            case SipResponse response when response.status().isProvisional() -> Tone.PROVISIONAL;
            case SipResponse response -> response.status().isSuccess() ? Tone.SUCCESS : Tone.FAILURE;
        };
    }

    private void print(Row row) {
        if (!ansi.enabled()) {
            out.println(row.text());
            return;
        }
        var line = new StringBuilder();
        for (var piece : row.pieces()) {
            line.append(coloured(piece));
        }
        out.println(line);
    }

    private String coloured(Row.Piece piece) {
        return switch (piece.tone()) {
            case FRAME -> piece.text();
            case REQUEST -> ansi.string("@|cyan " + piece.text() + "|@");
            case PROVISIONAL -> ansi.string("@|yellow " + piece.text() + "|@");
            case SUCCESS -> ansi.string("@|green " + piece.text() + "|@");
            case FAILURE -> ansi.string("@|red " + piece.text() + "|@");
            case MEDIA -> ansi.string("@|magenta " + piece.text() + "|@");
        };
    }
}
