package org.strowger.sip.transaction;

import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Tag;
import org.strowger.sip.transport.Flow;

/** A server transaction as its user sees it (RFC 3261 §17.2). Only inside its shard. */
public interface ServerTransaction {
    /** As received. Throws IllegalStateException once its user has {@linkplain #letGo let go} of it. */
    SipRequest request();

    /** The flow the request came by. */
    Flow flow();

    Shard shard();

    /**
     * The tag for To in what this element answers itself: the request's own if it has one, otherwise one that is the same whenever it is
     * asked for, also in the 200 to the CANCEL of this request (RFC 3261 §8.2.6.2, §9.2).
     */
    Tag tag();

    /**
     * Passes a response to the machine, which sends it (and sends it again as the RFC asks). A response that the state does not allow
     * (a second final one; anything but a 2xx after a 2xx) is dropped,
     * and so is what RFC 4320 §4 forbids for other methods than INVITE: 1xx above 100, a 100 by UDP before the client's timer E reached T2
     * (the transaction sends that 100 itself in time), and 408.
     */
    void respond(SipResponse response);

    /**
     * Refuses an INVITE that was not answered 100: the response is sent once, and again only when the INVITE comes again ("forgoing the
     * normal response retransmission algorithm", RFC 3261 §26.3.2.4; see decision 0022). As {@link #respond} in all other cases.
     *
     * @param response above 399
     */
    void refuse(SipResponse response);

    /**
     * The same, and nothing is kept: the INVITE that comes again is a new one, and the ACK goes no further. So is any other request,
     * whatever its final response, if it comes to the same when it is answered again ("Stateless UAS Behavior", RFC 3261 §8.2.7).
     *
     * @param response above 399 where the request is an INVITE, with {@link #tag} in To
     */
    void refuseAndForget(SipResponse response);

    /** Ends it without an answer. The request that comes again is a new one: so a stateless proxy forwards it again (RFC 3261 §16.11). */
    void forget();

    /** Whether it is gone for its user: what is passed to it now is sent to nobody. */
    boolean hasEnded();

    /**
     * Lets go of the request, which its user will not ask for again. If it is answered (an INVITE with a 2xx) the transaction has then ended for its user,
     * who is told so: it only knows repetitions and answers them, until timer J or L. Who sends a 2xx again as a user agent does (RFC 3261
     * §13.3.1.4) keeps hold of it until the ACK has come.
     */
    void letGo();

    /** Whether another server transaction with the same From tag, Call-ID and CSeq, and no To tag, was there already (RFC 3261 §8.2.2.2). */
    boolean isMerged();
}
