package org.strowger.sip.transaction;

import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/** The two requests that follow an INVITE hop by hop and are made from it: the ACK for its failure, and its CANCEL. */
final class HopRequests {
    private HopRequests() {}

    /** The ACK for a final response above 299 (RFC 3261 §17.1.1.3); it has no body. */
    static SipRequest ack(SipRequest invite, SipResponse response) {
        // "The To header field in the ACK MUST equal the To header field in the response being acknowledged"
        // (§17.1.1.3)
        return hopOf(invite, Method.ACK, response).write(invite.topVia().text());
    }

    /** The CANCEL of an INVITE (RFC 3261 §9.1); "The CANCEL request MUST NOT contain any Require or Proxy-Require header fields". */
    static SipRequest cancel(SipRequest invite, List<HeaderField> reasons) {
        var cancel = hopOf(invite, Method.CANCEL, invite);
        for (var reason : reasons) {
            cancel.header(reason.name(), reason.value());
        }
        return cancel.write(invite.topVia().text());
    }

    /** Same Request-URI, Route, From, Call-ID and CSeq number as the INVITE; To as in {@code toSource}. */
    private static RequestBuilder hopOf(SipRequest invite, Method method, SipMessage toSource) {
        var builder = SipRequest.builder(method, invite.requestUri());
        for (var route : invite.headers().all(HeaderName.ROUTE)) {
            builder.header(HeaderName.ROUTE, route.value());
        }
        copy(builder, HeaderName.FROM, invite);
        copy(builder, HeaderName.TO, toSource);
        copy(builder, HeaderName.CALL_ID, invite);
        return builder.header(HeaderName.CSEQ, invite.cseq().number() + " " + method.name());
    }

    private static void copy(RequestBuilder builder, HeaderName name, SipMessage source) {
        source.headers().value(name).ifPresent(value -> builder.header(name, value));
    }
}
