package org.strowger.sip.transaction;

import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;

/** Messages that the tests of this room speak about. */
final class Samples {
    static final Tag BOBS_TAG = new Tag(Slice.of("99sa0xk"));
    static final SipRequest INVITE = request("INVITE", "z9hG4bKkjshdyff", "");
    static final SipRequest OPTIONS = request("OPTIONS", "z9hG4bKopt1", "");

    private Samples() {}

    /** @param more further header fields, each with its line end */
    static SipRequest request(String method, String branch, String more) {
        return request("""
            %1$s sip:bob@biloxi.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=%2$s;rport
            %3$sMax-Forwards: 70
            To: Bob <sip:bob@biloxi.com>
            From: Alice <sip:alice@atlanta.com>;tag=88sja8x
            Call-ID: 987asjd97y7atg
            CSeq: 986759 %1$s
            Content-Length: 0

            """.formatted(method, branch, more));
    }

    /** @param text with line feeds, which become line ends */
    static SipRequest request(String text) {
        try {
            return (SipRequest) SipParser.parse(bytes(text));
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static byte[] bytes(String text) {
        return Slice.of(text.replace("\n", "\r\n")).toBytes();
    }

    static SipResponse response(SipRequest request, int code) {
        return response(request, code, BOBS_TAG);
    }

    static SipResponse response(SipRequest request, int code, Tag toTag) {
        return request.respond(Status.of(code)).toTag(toTag).write();
    }

    static SipResponse trying(SipRequest request) {
        return request.respond(Status.TRYING).write();
    }

    static Method method(String name) {
        return Method.of(Slice.of(name));
    }
}
