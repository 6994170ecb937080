package org.strowger.sip.message;

import java.util.List;

/**
 * A request that will leave changed: slices of the original with edits between them, written once. What no edit names leaves byte for
 * byte and in its order; only a missing Content-Length is added. Not thread-safe. May be written several times, with another Via each
 * time.
 *
 * <p>Values may be folded, but hold no line end otherwise: IllegalArgumentException.
 */
public final class RequestEdit {
    private final SipRequest original;
    private final FieldEdits fields;
    private Uri requestUri;

    RequestEdit(SipRequest original) {
        this.original = original;
        this.fields = new FieldEdits(original.headers());
        this.requestUri = original.requestUri();
    }

    /** The request that is edited. */
    public SipRequest original() {
        return original;
    }

    /** Without its headers: "the escaped headers must not appear in the Request-URI of the forwarded request" (RFC 4475 §3.1.2.11). */
    public RequestEdit requestUri(Uri uri) {
        requestUri = uri.withoutHeaders();
        return this;
    }

    public Uri requestUri() {
        return requestUri;
    }

    /** The values of that name as they are now, lists taken apart; see {@link Headers#values}. */
    public List<Slice> values(HeaderName name) {
        return fields.values(name);
    }

    public RequestEdit maxForwards(int hops) {
        fields.maxForwards(hops);
        return this;
    }

    /**
     * Puts a value before all others of that name, in a field of its own. The first Record-Route or Route goes behind the Vias, the
     * first Via to the top, the first of any other name behind all fields.
     */
    public RequestEdit prepend(HeaderName name, Slice value) {
        fields.prepend(name, value);
        return this;
    }

    /** Adds a field behind all others. */
    public RequestEdit append(HeaderName name, Slice value) {
        fields.append(name, value);
        return this;
    }

    /** Takes one field out; it must be one of the original's. */
    public RequestEdit remove(HeaderField field) {
        fields.remove(field);
        return this;
    }

    /** Takes the first value of that name out, be it one of a comma list. */
    public RequestEdit removeFirst(HeaderName name) {
        fields.removeFirst(name);
        return this;
    }

    public RequestEdit removeAll(HeaderName name) {
        fields.removeAll(name);
        return this;
    }

    /** Replaces all values of that name, each in a field of its own, where the first stood. */
    public RequestEdit replaceAll(HeaderName name, List<Slice> values) {
        fields.replaceAll(name, values);
        return this;
    }

    /** Writes it as it is now. Throws IllegalStateException if the edits made it unfit to be sent. */
    public SipRequest write() {
        return write(Slice.EMPTY);
    }

    /** Writes it with that Via on top of the others; the edit itself stays as it is. */
    public SipRequest write(Slice via) {
        var top = via.isEmpty() ? via : HeaderField.checked(HeaderName.VIA, via);
        var mark = original.marked();
        var pen = fields.pen(original.bytes().length() + lengthAdded(top, mark));
        var line = writeStartLine(pen);
        if (!top.isEmpty()) {
            pen.field(HeaderName.VIA, top);
        }
        var body = original.body();
        fields.write(pen, mark, body.length());
        pen.body(body);
        return SipRequest.written(pen, line, written -> fields.essentials(original.essentials(), written));
    }

    private int lengthAdded(Slice via, Slice mark) {
        int line = requestUri.text().length() - original.requestUri().text().length();
        int field = via.isEmpty() ? 0 : HeaderName.VIA.wire().length + via.length() + 2;
        return line
                + field
                + (mark.isEmpty()
                        ? 0
                        : mark.length() - original.receivedVia().text().length());
    }

    private StartLine.Request writeStartLine(Pen pen) {
        if (!requestUri.equals(original.requestUri())) {
            pen.requestLine(original.method(), requestUri);
            return new StartLine.Request(original.method(), requestUri);
        }
        var bytes = original.bytes();
        pen.startLine(bytes.bytes(), bytes.start(), original.headers().start());
        return original.line();
    }
}
