package org.strowger.sip.message;

import java.util.List;

/** A response that will leave changed; see {@link RequestEdit}. */
public final class ResponseEdit {
    private final SipResponse original;
    private final FieldEdits fields;
    private Status status;

    ResponseEdit(SipResponse original) {
        this.original = original;
        this.fields = new FieldEdits(original.headers());
        this.status = original.status();
    }

    public ResponseEdit status(Status status) {
        this.status = status;
        return this;
    }

    /** Takes the topmost Via value out (RFC 3261 §16.7 step 3). */
    public ResponseEdit removeTopVia() {
        fields.removeFirst(HeaderName.VIA);
        return this;
    }

    /** Puts these Via values in the place of all that there are. */
    public ResponseEdit vias(List<Slice> values) {
        fields.replaceAll(HeaderName.VIA, values);
        return this;
    }

    public ResponseEdit append(HeaderName name, Slice value) {
        fields.append(name, value);
        return this;
    }

    public ResponseEdit remove(HeaderField field) {
        fields.remove(field);
        return this;
    }

    public ResponseEdit removeAll(HeaderName name) {
        fields.removeAll(name);
        return this;
    }

    /** Throws IllegalStateException if the edits made it unfit to be sent, as by taking its last Via. */
    public SipResponse write() {
        var bytes = original.bytes();
        boolean keepsLine = status.equals(original.status());
        var pen = fields.pen(keepsLine ? bytes.length() : bytes.length() + status.line().length);
        if (keepsLine) {
            pen.startLine(bytes.bytes(), bytes.start(), original.headers().start());
        } else {
            pen.statusLine(status);
        }
        var body = original.body();
        fields.write(pen, Slice.EMPTY, body.length());
        pen.body(body);
        return SipResponse.written(pen, status, written -> fields.essentials(original.essentials(), written));
    }
}
