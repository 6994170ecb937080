package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a request that could not be read (RFC 3261 §21.4.1). Takes lines for what they seem to be: the sender has to recognise
 * its request in the answer, nobody else will read it. Controls become spaces, so that no line can smuggle in another.
 */
final class Refusal {
    private static final String TAG = ";tag=";
    private static final int EXPECTED_BYTES = 512;
    /** "the same tag in the To header field" for the same request (§8.2.7). */
    private static final long TAG_SEED = 0x5354524f57474552L;

    private final Slice message;
    private final Status status;
    private final List<Slice> vias = new ArrayList<>(4);
    private Slice from = Slice.EMPTY;
    private Slice to = Slice.EMPTY;
    private Slice callId = Slice.EMPTY;
    private Slice cseq = Slice.EMPTY;

    private Refusal(Slice message, Status status) {
        this.message = message;
        this.status = status;
        readLines();
    }

    /** @param message all that came */
    static Refusal of(Slice message, Status answer, String expected) {
        var reason = clean(Slice.of(answer.reason() + ", expected " + expected));
        return new Refusal(message, answer.withReason(reason.toString()));
    }

    Optional<SipResponse> response() {
        return isAnswered() ? topVia().map(this::write) : Optional.empty();
    }

    Optional<SipResponse> response(String host, int port) {
        return isAnswered()
                ? topVia().map(via -> write(via.receivedFrom(host, port).orElse(via)))
                : Optional.empty();
    }

    private void readLines() {
        int at = endOfLine(message.start());
        while (at < message.end()) {
            int end = endOfLine(at);
            while (end < message.end() && HeaderIndex.isBlank(message.bytes()[end])) {
                end = endOfLine(end);
            }
            var line = new Slice(message.bytes(), at, end).trimmed();
            if (line.isEmpty()) {
                return;
            }
            readLine(line);
            at = end;
        }
    }

    /** Of several the first counts. */
    private void readLine(Slice line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        var value = clean(line.part(colon + 1, line.length()).trimmed());
        var name = line.part(0, colon).trimmed();
        int id = HeaderName.idOf(name.bytes(), name.start(), name.end());
        if (id == HeaderName.VIA.id()) {
            vias.add(value);
        } else if (id == HeaderName.FROM.id() && from.isEmpty()) {
            from = value;
        } else if (id == HeaderName.TO.id() && to.isEmpty()) {
            to = value;
        } else if (id == HeaderName.CALL_ID.id() && callId.isEmpty()) {
            callId = value;
        } else if (id == HeaderName.CSEQ.id() && cseq.isEmpty()) {
            cseq = value;
        }
    }

    /** Behind the next LF, with or without a CR. */
    private int endOfLine(int from) {
        int at = from;
        while (at < message.end() && message.bytes()[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, message.end());
    }

    /**
     * "ACK is never answered", and neither are responses nor what is no request at all. Via and CSeq are what a client finds its
     * transaction by (§17.1.3); without the others, too, "ideally, it will respond with a 400" (RFC 4475 §3.3.1).
     */
    private boolean isAnswered() {
        return !cseq.isEmpty()
                && method().filter(method -> !method.equals(Method.ACK)).isPresent();
    }

    private Optional<Method> method() {
        byte[] bytes = message.bytes();
        int end = Grammar.endOf(Grammar.TOKEN, bytes, message.start(), message.end());
        boolean isMethod = end > message.start() && end < message.end() && Grammar.is(Grammar.SPACE, bytes[end]);
        return isMethod ? Optional.of(Method.of(new Slice(bytes, message.start(), end))) : Optional.empty();
    }

    /** Without it the answer could not be sent; of one with bad parameters, what stands before them will do. */
    private Optional<Via> topVia() {
        return vias.isEmpty() ? Optional.empty() : via(endOfTopVia()).or(() -> via(endOfSentBy()));
    }

    private Optional<Via> via(int end) {
        var first = vias.getFirst();
        try {
            return Optional.of(Via.parse(new Slice(first.bytes(), first.start(), end)));
        } catch (MalformedMessageException _) {
            return Optional.empty();
        }
    }

    private int endOfTopVia() {
        var first = vias.getFirst();
        return Headers.ListValues.endOfFirst(first.bytes(), first.start(), first.end());
    }

    private int endOfSentBy() {
        var first = vias.getFirst();
        int semicolon = first.indexOf(';');
        return semicolon < 0 ? first.end() : first.start() + semicolon;
    }

    private SipResponse write(Via top) {
        var added = addedTag();
        var pen = new Pen(EXPECTED_BYTES, vias.size() + 5);
        write(pen, top, added);
        return SipResponse.written(pen, status, written -> essentials(written, top, added));
    }

    private void write(Pen pen, Via top, Slice addedTag) {
        pen.statusLine(status);
        var first = vias.getFirst();
        int rest = via(endOfTopVia()).isPresent() ? endOfTopVia() : endOfSentBy();
        pen.field(HeaderName.VIA, top.text(), new Slice(first.bytes(), rest, first.end()));
        for (var via : vias.subList(1, vias.size())) {
            pen.field(HeaderName.VIA, via);
        }
        writeUnlessMissing(pen, HeaderName.FROM, from, Slice.EMPTY);
        writeUnlessMissing(pen, HeaderName.TO, to, addedTag);
        writeUnlessMissing(pen, HeaderName.CALL_ID, callId, Slice.EMPTY);
        pen.field(HeaderName.CSEQ, cseq);
        pen.field(HeaderName.CONTENT_LENGTH, 0);
        pen.body(Slice.EMPTY);
    }

    private static void writeUnlessMissing(Pen pen, HeaderName name, Slice value, Slice end) {
        if (!value.isEmpty()) {
            pen.field(name, value, end);
        }
    }

    private Essentials essentials(Headers written, Via top, Slice addedTag) {
        var via = top.at(written.bytes(), written.valueStart(written.next(HeaderName.VIA, 0)));
        var fromTag = tag(from);
        var toTag = tag(to);
        int fromTagStart = fromTag.isEmpty() ? Essentials.ABSENT : fromTag.start() - from.start();
        int toTagStart = toTag.isEmpty() ? Essentials.ABSENT : toTag.start() - to.start();
        var read = new Essentials(
                via, fromTagStart, fromTag.length(), toTagStart, toTag.length(), readCseq(), Essentials.ABSENT);
        return addedTag.isEmpty()
                ? read
                : read.answered(via, to.length() + TAG.length(), addedTag.length() - TAG.length());
    }

    /** "with the exception of […] a tag MUST be added" (§8.2.6.2); a To that cannot be read gets one too. Empty if none is due. */
    private Slice addedTag() {
        return to.isEmpty() || !tag(to).isEmpty()
                ? Slice.EMPTY
                : Slice.of(TAG + "%08x".formatted(message.hash(TAG_SEED)));
    }

    private static Slice tag(Slice address) {
        try {
            long tag = Tag.find(address.bytes(), address.start(), address.end());
            return new Slice(address.bytes(), Tag.start(tag), Tag.end(tag));
        } catch (MalformedMessageException _) {
            return Slice.EMPTY;
        }
    }

    /** One that cannot be read is repeated as it stands, and for us it is number 0 of the method of the request. */
    private CSeq readCseq() {
        try {
            return CSeq.parse(cseq);
        } catch (MalformedMessageException _) {
            return new CSeq(0, method().orElseThrow());
        }
    }

    private static Slice clean(Slice text) {
        byte[] bytes = text.toBytes();
        for (int at = 0; at < bytes.length; at++) {
            if (Grammar.isControl(bytes[at])) {
                bytes[at] = ' ';
            }
        }
        return Slice.of(bytes);
    }
}
