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
        var pen = fields.pen(original.bytes().length() + lengthAdded(0));
        return write(pen, writeStartLine(pen), written -> fields.essentials(original.essentials(), written));
    }

    /** Writes it with that Via on top of the others; the edit itself stays as it is. */
    public SipRequest write(Slice via) {
        var top = HeaderField.checked(HeaderName.VIA, via);
        var pen = fields.pen(original.bytes().length() + lengthAdded(top.length()));
        var line = writeStartLine(pen);
        pen.field(HeaderName.VIA, top);
        return write(pen, line, written -> fields.essentials(original.essentials(), written));
    }

    /**
     * The same with a Via of ours.
     *
     * @param sentBy one without branch and rport, which are written behind it
     * @param branch with the magic cookie, a token
     */
    public SipRequest write(Via sentBy, Slice branch) {
        int viaLength = Pen.viaLength(sentBy, branch);
        var pen = fields.pen(original.bytes().length() + lengthAdded(viaLength));
        var line = writeStartLine(pen);
        pen.via(sentBy, branch);
        return write(pen, line, written -> {
            int start = written.valueStart(0);
            var via = sentBy.branched(new Slice(written.bytes(), start, start + viaLength), branch);
            return fields.essentials(original.essentials(), written, via);
        });
    }

    private SipRequest write(Pen pen, StartLine.Request line, Essentials.Reading reading) {
        var body = original.body();
        fields.write(pen, original.marked(), body.length());
        pen.body(body);
        return SipRequest.written(pen, line, reading);
    }

    private int lengthAdded(int via) {
        var mark = original.marked();
        int line = requestUri.text().length() - original.requestUri().text().length();
        int field = via == 0 ? 0 : HeaderName.VIA.wire().length + via + 2;
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
