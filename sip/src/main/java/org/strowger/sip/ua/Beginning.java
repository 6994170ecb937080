package org.strowger.sip.ua;

import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;

/** The INVITE that began a call, ours or theirs. */
interface Beginning {
    /** Ends it, if the call does not stand yet. */
    void hangUp();

    /** The other side hung up. */
    void byeReceived();

    /** An ACK with the number of that INVITE came. */
    void acknowledged(SipRequest ack);

    /** Whether an INVITE that comes within the dialog comes too early: what to say then (RFC 3261 §14.2); 2xx if it may come. */
    Status readiness();
}
