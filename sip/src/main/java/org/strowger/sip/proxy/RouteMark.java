package org.strowger.sip.proxy;

import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;

/**
 * The user part of the URI that we put into Record-Route: a keyed check over Call-ID and From tag, 64 bits.
 *
 * <p>When it comes back in a Route, it proves without any state that this dialog was admitted here: it fits only a request with that
 * Call-ID in which the dialog's first From tag is the tag of either side. So requests of a dialog pass without a rule, and nobody
 * else can use us as a relay by writing our address into a Route. What it does not prove is that the dialog still lasts.
 */
final class RouteMark {
    private static final Slice NO_TAG = Slice.EMPTY;

    private final Secret secret;

    RouteMark(Secret secret) {
        this.secret = secret;
    }

    /** The mark for the Record-Route of that request. */
    String of(SipRequest request) {
        return made(request, request.fromTag().map(Tag::value).orElse(NO_TAG));
    }

    /** Whether the URI, which names us, carries the mark of the dialog that the request belongs to. */
    boolean isIn(SipUri uri, SipRequest request) {
        var user = uri.user();
        if (user.isEmpty()) {
            return false;
        }
        var mark = user.get();
        return mark.is(of(request))
                || mark.is(made(request, request.toTag().map(Tag::value).orElse(NO_TAG)));
    }

    private String made(SipRequest request, Slice tag) {
        return Seal.begin(secret).field(request.callId().value()).field(tag).hex();
    }
}
