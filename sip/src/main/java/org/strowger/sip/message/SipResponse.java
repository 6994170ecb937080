package org.strowger.sip.message;

import java.util.Objects;
import java.util.Optional;

/** A SIP response. */
public final class SipResponse implements SipMessage {
    private final Status status;
    private final Headers headers;
    private final Essentials essentials;
    private final Slice bytes;

    SipResponse(Status status, Headers headers, Essentials essentials, Slice bytes) {
        this.status = status;
        this.headers = headers;
        this.essentials = essentials;
        this.bytes = bytes;
    }

    /** Of what was just written; what is unfit to be sent is our fault. */
    static SipResponse written(Pen pen, Status status, Essentials.Reading reading) {
        var headers = pen.headers();
        try {
            return new SipResponse(status, headers, reading.of(headers), pen.bytes());
        } catch (MalformedMessageException malformed) {
            throw new IllegalStateException("not fit to be sent: " + malformed.getMessage(), malformed);
        }
    }

    public Status status() {
        return status;
    }

    /** How many Via values it has, comma lists counted apart. */
    public int viaCount() {
        int values = 0;
        for (int field = headers.next(HeaderName.VIA, 0);
                field < headers.size();
                field = headers.next(HeaderName.VIA, field + 1)) {
            values += Headers.ListValues.count(headers.bytes(), headers.valueStart(field), headers.valueEnd(field));
        }
        return values;
    }

    /** Begins a changed copy. */
    public ResponseEdit edit() {
        return new ResponseEdit(this);
    }

    @Override
    public Slice bytes() {
        return bytes;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public Via topVia() {
        return Objects.requireNonNull(essentials.topVia());
    }

    @Override
    public CallId callId() {
        return Essentials.callId(headers);
    }

    @Override
    public CSeq cseq() {
        return essentials.cseq();
    }

    @Override
    public Optional<Tag> fromTag() {
        return essentials.fromTag(headers);
    }

    @Override
    public Optional<Tag> toTag() {
        return essentials.toTag(headers);
    }

    @Override
    public Slice body() {
        return new Slice(bytes.bytes(), headers.end(), bytes.end());
    }

    Essentials essentials() {
        return essentials;
    }

    /** As text, for logs and people. */
    @Override
    public String toString() {
        return bytes.toString();
    }
}
