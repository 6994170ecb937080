package org.strowger.sip.proxy;

import java.util.List;
import java.util.function.Consumer;
import org.strowger.sip.message.Branch;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Via;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;

/**
 * The second part of our branch (RFC 5393 §4.2): a check over all that admission and routing read. It comes back unchanged in a loop and
 * changed in a spiral. The method is not in it, so that CANCEL and ACK carry the branch of their INVITE.
 */
final class LoopMark {
    /** Stands between the two parts of a branch; the first part never contains it. */
    static final char SEPARATOR = '.';

    /** What every routing reads, beside the Request-URI and the source of the request. */
    private static final List<HeaderName> READ = List.of(
            HeaderName.ROUTE,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.PROXY_REQUIRE,
            HeaderName.PROXY_AUTHORIZATION,
            HeaderName.AUTHORIZATION);

    private final Secret secret;
    private final List<HeaderName> alsoRead;

    /** @param alsoRead further fields that the routing in use reads */
    LoopMark(Secret secret, List<HeaderName> alsoRead) {
        this.secret = secret;
        this.alsoRead = alsoRead;
    }

    /** The mark of a request as it was received. */
    Slice of(SipRequest request, Flow flow) {
        var seal = Seal.begin(secret)
                .field(request.requestUri().text())
                .field(request.callId().value())
                .number(request.cseq().number())
                .field(Place.of(flow.remote()).host());
        takeIn(seal, request, READ);
        takeIn(seal, request, alsoRead);
        byte[] mark = new byte[1 + Seal.HEX_DIGITS];
        mark[0] = SEPARATOR;
        seal.hex(mark, 1);
        return Slice.of(mark);
    }

    /** Whether one of the Via values that we put on carries that mark: then the request has looped (RFC 5393 §4.2.2). */
    static boolean hasLooped(SipRequest request, Slice mark, Ours ours) {
        // a Via of ours stands above that of the hop before us; and of nearly every request no Via has these octets
        // anywhere: only the others are taken apart
        var headers = request.headers();
        return headers.hasSeveral(HeaderName.VIA)
                && headers.anyValue(HeaderName.VIA, value -> holds(value, mark))
                && headers.values(HeaderName.VIA).stream()
                        .anyMatch(value -> holds(value, mark) && isOurs(value, mark, ours));
    }

    private static boolean holds(Slice value, Slice mark) {
        long start = mark.word(0);
        for (int at = 0; at + mark.length() <= value.length(); at++) {
            if (value.word(at) == start && value.part(at, at + mark.length()).equals(mark)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOurs(Slice value, Slice mark, Ours ours) {
        try {
            var via = Via.parse(value);
            var branch = via.branch().map(Branch::value);
            var protocol = Protocol.of(via.transport());
            return branch.isPresent()
                    && endsWith(branch.get(), mark)
                    && protocol.isPresent()
                    && ours.isSentBy(
                            protocol.get(), via.host().toString(), via.port().orElse(0));
        } catch (MalformedMessageException e) {
            // "avoid making assumptions about the contents" of other elements' values (RFC 5393 §4.2.4): not ours, then
            return false;
        }
    }

    private static boolean endsWith(Slice branch, Slice mark) {
        int from = branch.length() - mark.length();
        return from >= 0 && branch.part(from, branch.length()).equals(mark);
    }

    private static void takeIn(Seal seal, SipRequest request, List<HeaderName> names) {
        Consumer<Slice> reader = seal::field;
        for (int i = 0; i < names.size(); i++) {
            request.headers().eachValue(names.get(i), reader);
            seal.number(0);
        }
    }
}
