package org.strowger.sip.ua;

import java.util.Optional;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.RequestEdit;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/** The credentials of the requests of one Call-ID (RFC 3261 §22): of an agent with an account, or of one without. */
record Login(Optional<DigestClient> digest) {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    static boolean isChallenge(SipResponse response) {
        int code = response.status().code();
        return code == UNAUTHORIZED || code == PROXY_AUTHENTICATION_REQUIRED;
    }

    /** Whether a challenged request is worth another try. */
    boolean learns(SipResponse challenge) {
        return digest.isPresent() && digest.get().learn(challenge) instanceof DigestClient.Advice.Retry;
    }

    /** Ready to be sent, with credentials for everybody who asked so far. */
    RequestEdit authorized(RequestBuilder request) {
        var edit = request.edit();
        digest.ifPresent(client -> {
            for (var line : client.authorize(edit.original().method(), edit.requestUri())) {
                edit.append(line.name(), line.value());
            }
        });
        return edit;
    }

    /** To be told of every final response that is no challenge. */
    void accepted() {
        digest.ifPresent(DigestClient::accepted);
    }

    /** "The ACK MUST contain the same credentials as the INVITE" (RFC 3261 §13.2.2.4). */
    static RequestEdit withCredentialsOf(SipRequest invite, RequestBuilder ack) {
        var edit = ack.edit();
        for (var name : new HeaderName[] {HeaderName.AUTHORIZATION, HeaderName.PROXY_AUTHORIZATION}) {
            for (var field : invite.headers().all(name)) {
                edit.append(name, field.value());
            }
        }
        return edit;
    }
}
