package org.strowger.sip.ua;

import java.util.Optional;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;

/** A request did not get what it asked for: nobody answered, it could not be sent, or it was refused. */
public final class RequestFailedException extends Exception {
    private final transient Optional<SipResponse> response;

    private RequestFailedException(String reason, Optional<SipResponse> response) {
        super(reason);
        this.response = response;
    }

    static RequestFailedException unanswered(String reason) {
        return new RequestFailedException(reason, Optional.empty());
    }

    static RequestFailedException refused(SipResponse response) {
        var status = response.status();
        return new RequestFailedException(status.code() + " " + status.reason(), Optional.of(response));
    }

    static RequestFailedException unreadable(MalformedMessageException fault, SipResponse response) {
        return new RequestFailedException(String.valueOf(fault.getMessage()), Optional.of(response));
    }

    /** Empty if nobody answered. */
    public Optional<SipResponse> response() {
        return response;
    }

    /** Empty if nobody answered. */
    public Optional<Status> status() {
        return response.map(SipResponse::status);
    }
}
