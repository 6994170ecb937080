package org.strowger.sip.proxy;

import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.NextHop;

/** Told what the proxy core did with a request and why, for people to read. It listens, never steers, never blocks. */
public interface ProxyObserver {
    ProxyObserver NONE = new ProxyObserver() {};

    /**
     * A copy went to that target.
     *
     * @param request as received
     */
    default void forwarded(SipRequest request, Uri target, NextHop hop) {}

    /**
     * The request was answered, or (ACK) dropped, here.
     *
     * @param why in words
     */
    default void answered(SipRequest request, Status status, String why) {}

    /**
     * The request ends upstream with this response of a branch.
     *
     * @param branches how many there were
     */
    default void chosen(SipRequest request, SipResponse best, int branches) {}

    /**
     * A branch was cancelled.
     *
     * @param why in words
     */
    default void cancelled(SipRequest request, Uri target, String why) {}
}
