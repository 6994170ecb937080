package org.strowger.sip.message;

import java.util.Optional;

/** A SIP response. */
public final class SipResponse implements SipMessage {
    public Status status() {
        throw new UnsupportedOperationException();
    }

    /** How many Via values it has, comma lists counted apart. */
    public int viaCount() {
        throw new UnsupportedOperationException();
    }

    /** Begins a changed copy. */
    public ResponseEdit edit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Slice bytes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Headers headers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Via topVia() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CallId callId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CSeq cseq() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Tag> fromTag() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Tag> toTag() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Slice body() {
        throw new UnsupportedOperationException();
    }
}
