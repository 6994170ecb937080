package org.strowger.sip.proxy;

import java.util.List;
import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision.Reject;
import org.strowger.sip.transaction.ServerTransaction;

/** The responses that go back: those of others without our Via (RFC 3261 §16.7 steps 3 and 7), and our own (§8.2.6). */
final class Upstream {
    private static final List<HeaderName> CHALLENGES =
            List.of(HeaderName.WWW_AUTHENTICATE, HeaderName.PROXY_AUTHENTICATE);

    private Upstream() {}

    /**
     * With the Via values that went out: a response that brings others would lead the answer astray ("The Via header field values in the
     * response MUST equal the Via header field values in the request", §8.2.6.2). The same object if it brings these.
     */
    static SipResponse restored(SipResponse response, SipRequest sent) {
        return response.headers().hasSameRest(HeaderName.VIA, sent.headers())
                ? response
                : response.edit().vias(sent.headers().values(HeaderName.VIA)).write();
    }

    /** Without our Via, and with those values that stood below it when the request went out; empty if there were none. */
    static Optional<SipResponse> relayed(SipResponse response, List<Slice> below) {
        var brought = response.headers().values(HeaderName.VIA);
        if (below.isEmpty() || brought.subList(1, brought.size()).equals(below)) {
            return relayed(response);
        }
        return Optional.of(response.edit().vias(below).write());
    }

    /** Without our Via; empty if that was the only one: "the response was meant for this element and MUST NOT be forwarded". */
    static Optional<SipResponse> relayed(SipResponse response) {
        return response.headers().hasSeveral(HeaderName.VIA)
                ? Optional.of(response.edit().removeTopVia().write())
                : Optional.empty();
    }

    /** The same, with the challenges of all the others "without modification" (§16.7 step 7). */
    static Optional<SipResponse> relayed(BestResponse.Relay choice) {
        if (!choice.best().headers().hasSeveral(HeaderName.VIA)) {
            return Optional.empty();
        }
        var edit = choice.best().edit().removeTopVia();
        for (var other : choice.challengers()) {
            for (var name : CHALLENGES) {
                other.headers().all(name).forEach(field -> edit.append(name, field.value()));
            }
        }
        return Optional.of(edit.write());
    }

    /** Answers a request of which nothing was forwarded: a refusal is not repeated (§26.3.2.4; see decision 0022). */
    static void answer(ServerTransaction transaction, Reject answer) {
        var response = made(transaction, answer);
        if (!answer.kept()) {
            transaction.refuseAndForget(response);
        } else if (answer.status().code() < 400) {
            transaction.respond(response);
        } else {
            transaction.refuse(response);
        }
    }

    static SipResponse made(ServerTransaction transaction, Status status) {
        return made(transaction, Reject.with(status));
    }

    /** Our own answer to a request. */
    static SipResponse made(ServerTransaction transaction, Reject answer) {
        var response = transaction.request().respond(answer.status());
        if (answer.status().code() > 100 && transaction.request().toTag().isEmpty()) {
            response.toTag(transaction.tag());
        }
        answer.headers().forEach(line -> response.header(line.name(), line.value()));
        return response.write();
    }
}
