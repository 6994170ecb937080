package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;

/**
 * The user part of the URI that we put into Record-Route: {@code check.caller.called}, where the last two are short keyed hashes of the
 * places of either side, and the first is a keyed check over Call-ID, the caller's tag and URI, and these hashes.
 *
 * <p>When it comes back in a Route, it proves without any state that this dialog was admitted here, and where it may go: what can start
 * something new passes only towards the other side's places. So requests of a dialog pass without a rule, and nobody else can use us as
 * a relay by writing our address into a Route. What it does not prove is that the dialog still lasts.
 */
final class RouteMark {
    /** Methods that start nothing: they may go to wherever the dialog has led. */
    private static final Set<Method> WITHIN =
            Set.of(Method.ACK, Method.BYE, Method.CANCEL, Method.PRACK, Method.UPDATE, Method.INFO, Method.NOTIFY);

    private static final String SEPARATOR = ".";
    private static final int CHECK = 1;
    private static final int PLACE = 2;
    private static final int HASH_DIGITS = 6;
    private static final int DIGIT_BITS = 6;
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Secret secret;

    RouteMark(Secret secret) {
        this.secret = secret;
    }

    /** A mark that came back and is ours. */
    final class Shown {
        private final String text;
        private final SipRequest request;
        private final Slice tag;
        /** Hashes of where the sender's requests may go to. */
        private final String places;

        private Shown(String text, SipRequest request, Slice tag, String places) {
            this.text = text;
            this.request = request;
            this.tag = tag;
            this.places = places;
        }

        /** Whether it proves that the request may go there. */
        boolean leadsTo(Optional<Place> place) {
            return WITHIN.contains(request.method())
                    || place.filter(there -> contains(places, hash(request, tag, there)))
                            .isPresent();
        }

        /** As it stands in the URI. */
        String text() {
            return text;
        }
    }

    /** The mark for the Record-Route of that copy of a request: the one that it was proven by, or a new one. */
    String of(Outbound copy, Flow from, NextHop to) {
        var proof = copy.prepared().proof();
        if (proof.isPresent()) {
            return proof.get().text();
        }
        var request = copy.prepared().request();
        var caller = new ArrayList<Place>();
        Place.first(request, HeaderName.CONTACT).ifPresent(caller::add);
        caller.add(Place.of(from.remote()));
        Place.first(request, HeaderName.RECORD_ROUTE).ifPresent(caller::add);
        var called = new ArrayList<>(List.of(Place.of(to.remote())));
        Place.of(copy.requestUri()).ifPresent(called::add);
        Place.of(copy.next()).ifPresent(called::add);
        var tag = tag(request.fromTag());
        var hashes = hashes(request, tag, caller) + SEPARATOR + hashes(request, tag, called);
        return check(request, tag, HeaderName.FROM, hashes) + SEPARATOR + hashes;
    }

    /** The mark in a URI that names us, if it is one of the dialog that the request belongs to. */
    Optional<Shown> in(SipUri uri, SipRequest request, Flow flow) {
        var text = uri.user().map(Slice::toString).orElse("");
        var parts = text.split("\\.", 4);
        if (parts.length != 3) {
            return Optional.empty();
        }
        var hashes = parts[1] + SEPARATOR + parts[2];
        var from = tag(request.fromTag());
        if (parts[0].equals(check(request, from, HeaderName.FROM, hashes))) {
            return Optional.of(new Shown(text, request, from, parts[2]));
        }
        var to = tag(request.toTag());
        if (parts[0].equals(check(request, to, HeaderName.TO, hashes))) {
            // the caller chose the places of its own side: only who is where the call went may send there
            boolean comesFromCalled = contains(parts[2], hash(request, to, Place.of(flow.remote())));
            return Optional.of(new Shown(text, request, to, comesFromCalled ? parts[1] : ""));
        }
        return Optional.empty();
    }

    private String check(SipRequest request, Slice tag, HeaderName caller, String hashes) {
        var seal =
                Seal.begin(secret).number(CHECK).field(request.callId().value()).field(tag);
        takeIn(seal, request, caller);
        return seal.field(Slice.of(hashes)).hex();
    }

    /** User and host of the caller's URI; display name, port and parameters may change on the way. */
    private static void takeIn(Seal seal, SipRequest request, HeaderName caller) {
        try {
            var uri = NameAddr.parse(request.headers().value(caller).orElse(Slice.EMPTY))
                    .uri();
            if (uri instanceof SipUri sip) {
                seal.field(sip.user().orElse(Slice.EMPTY))
                        .field(Slice.of(sip.host().toString().toLowerCase(Locale.ROOT)));
            } else {
                seal.field(uri.text()).field(Slice.EMPTY);
            }
        } catch (MalformedMessageException e) {
            // claims to be nobody
            seal.field(Slice.EMPTY).field(Slice.EMPTY);
        }
    }

    private String hashes(SipRequest request, Slice tag, List<Place> places) {
        var text = new StringBuilder();
        places.stream().distinct().forEach(place -> text.append(hash(request, tag, place)));
        return text.toString();
    }

    /** 36 bits, of this dialog only: what is learnt in one says nothing in another. */
    private String hash(SipRequest request, Slice tag, Place place) {
        long value = Seal.begin(secret)
                .number(PLACE)
                .field(request.callId().value())
                .field(tag)
                .field(Slice.of(place.host()))
                .value();
        var text = new StringBuilder();
        for (int digit = 0; digit < HASH_DIGITS; digit++) {
            text.append(DIGITS.charAt((int) (value >>> (DIGIT_BITS * digit)) & (DIGITS.length() - 1)));
        }
        return text.toString();
    }

    private static boolean contains(String hashes, String hash) {
        for (int at = 0; at + HASH_DIGITS <= hashes.length(); at += HASH_DIGITS) {
            if (hashes.startsWith(hash, at)) {
                return true;
            }
        }
        return false;
    }

    private static Slice tag(Optional<Tag> tag) {
        return tag.map(Tag::value).orElse(Slice.EMPTY);
    }
}
