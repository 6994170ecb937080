package org.strowger.sip.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Via;

/** A message is changed as a proxy changes it (RFC 3261 §16.6, §16.7); what leaves is a message that reads as what was meant. */
public final class ForwardingFuzz {
    private static final Slice ROUTE = Slice.of("<sip:192.0.2.100;lr;n=x>");
    private static final Tag TAG = new Tag(Slice.of("fuzz"));
    private static final Slice BRANCH = Slice.of("z9hG4bKfuzz");
    private static final SipUri CONTACT = SipUri.of("bob", "192.0.2.7", 5070);

    private ForwardingFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        SipMessage message;
        try {
            message = SipParser.parse(bytes);
        } catch (MalformedMessageException e) {
            return;
        }
        switch (message) {
            case SipRequest request -> forwarded(request.receivedFrom("192.0.2.9", 40_000));
            case SipResponse response -> returned(response);
        }
    }

    private static void forwarded(SipRequest request) {
        var edit = request.edit().requestUri(CONTACT).maxForwards(7).prepend(HeaderName.RECORD_ROUTE, ROUTE);
        if (request.headers().has(HeaderName.ROUTE)) {
            edit.removeFirst(HeaderName.ROUTE);
        }
        edit.removeAll(HeaderName.PROXY_AUTHORIZATION);
        var copy = edit.write(via("SIP/2.0/UDP 192.0.2.100:5060"), BRANCH);

        var read = (SipRequest) agreed(copy);

        Claim.same(7, read.maxForwards().orElse(-1), "Max-Forwards");
        Claim.same(CONTACT.toString(), read.requestUri().toString(), "the Request-URI");
        Claim.same(ROUTE, read.headers().firstValue(HeaderName.RECORD_ROUTE).orElseThrow(), "the first Record-Route");
        Claim.same(BRANCH.toString(), read.topVia().branch().orElseThrow().toString(), "the branch");
        Claim.same(request.body(), read.body(), "the body");
        Claim.same(vias(request) + 1, vias(read), "Vias");
        Claim.same(others(request), others(read), "what is not the proxy's to change");
        agreed(request.respond(Status.of(408)).toTag(TAG).write());
        agreed(copy.respond(Status.of(100)).write());
        if (read.method().equals(Method.INVITE)) {
            agreed(copy.cancel(List.of()));
            agreed(copy.failureAck(copy.respond(Status.of(486)).toTag(TAG).write()));
        }
    }

    private static void returned(SipResponse response) {
        if (response.viaCount() < 2
                || !isReadable(response.headers().values(HeaderName.VIA).get(1))) {
            return;
        }
        var read = agreed(response.edit().removeTopVia().write());
        Claim.same(vias(response) - 1, vias(read), "Vias");
        Claim.same(response.body(), read.body(), "the body");
        Claim.same(others(response), others(read), "what is not the proxy's to change");
    }

    /** What was written, read again: both are the same message. */
    private static SipMessage agreed(SipMessage written) {
        try {
            var read = SipParser.parse(written.bytes().toBytes());
            Claim.same(fields(written), fields(read), "fields");
            Claim.same(written.callId(), read.callId(), "Call-ID");
            Claim.same(written.cseq(), read.cseq(), "CSeq");
            Claim.same(written.fromTag(), read.fromTag(), "From tag");
            Claim.same(written.toTag(), read.toTag(), "To tag");
            Claim.same(written.topVia(), read.topVia(), "the topmost Via");
            return read;
        } catch (MalformedMessageException e) {
            throw new AssertionError("what was written is malformed: " + written, e);
        }
    }

    private static List<HeaderField> fields(SipMessage message) {
        var fields = new ArrayList<HeaderField>();
        message.headers().forEach(fields::add);
        return fields;
    }

    /** Fields that pass a proxy as they are. */
    private static List<HeaderField> others(SipMessage message) {
        var kept = fields(message);
        kept.removeIf(field -> isProxys(field.name()));
        return kept;
    }

    private static boolean isProxys(HeaderName name) {
        return List.of(
                        HeaderName.VIA,
                        HeaderName.MAX_FORWARDS,
                        HeaderName.RECORD_ROUTE,
                        HeaderName.ROUTE,
                        HeaderName.PROXY_AUTHORIZATION,
                        HeaderName.CONTENT_LENGTH)
                .contains(name);
    }

    private static int vias(SipMessage message) {
        return message.headers().values(HeaderName.VIA).size();
    }

    private static boolean isReadable(Slice via) {
        try {
            var _ = Via.parse(via);
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static Via via(String text) {
        try {
            return Via.parse(Slice.of(text));
        } catch (MalformedMessageException e) {
            throw new AssertionError(text, e);
        }
    }
}
