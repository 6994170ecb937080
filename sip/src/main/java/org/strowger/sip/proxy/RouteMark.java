package org.strowger.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.proxy.flow.FlowKey;
import org.strowger.sip.proxy.flow.FlowToken;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;

/**
 * The user part of the URI that we put into Record-Route: {@code check.caller.called}, where the last two are short keyed hashes of the
 * places of either side, and the first is a keyed check over Call-ID, the caller's tag and URI, and all that follows. Where one of the two
 * is reached by its flow alone, {@code .flow.flow} follows, the one of the caller and the one of the called ({@link FlowToken}).
 *
 * <p>When it comes back in a Route, it proves without any state that this dialog was admitted here, and where it may go: what can start
 * something new passes only towards the other side's places. So requests of a dialog pass without a rule, and nobody else can use us as
 * a relay by writing our address into a Route. What it does not prove is that the dialog still lasts.
 */
final class RouteMark {
    /** Methods that start nothing: they may go to wherever the dialog has led. */
    private static final Set<Method> WITHIN =
            Set.of(Method.ACK, Method.BYE, Method.CANCEL, Method.PRACK, Method.UPDATE, Method.INFO, Method.NOTIFY);

    private static final char SEPARATOR = '.';
    private static final int CHECK = 1;
    private static final int PLACE = 2;
    private static final int MOST_PLACES = 3;
    private static final int HASH_DIGITS = 6;
    private static final int DIGIT_BITS = 6;
    private static final byte[] DIGITS = Slice.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            .bytes();

    private final Secret secret;
    private final FlowKey key;
    private final FlowKey pathKey;

    RouteMark(Secret secret) {
        this.secret = secret;
        this.key = FlowKey.of(secret.first(), secret.second(), "flow");
        this.pathKey = FlowKey.of(secret.first(), secret.second(), "path");
    }

    /** With which flows are written into Path. */
    FlowKey pathKey() {
        return pathKey;
    }

    /** A mark that came back and is ours. */
    final class Shown {
        private final Slice text;
        private final SipRequest request;
        private final Slice tag;
        /** Hashes of where the sender's requests may go to. */
        private final Slice places;

        /** The flow by which they go; empty where they find their way by themselves. */
        private final Slice flow;

        private Shown(Slice text, SipRequest request, Slice tag, Slice places, Slice flow) {
            this.text = text;
            this.request = request;
            this.tag = tag;
            this.places = places;
            this.flow = flow;
        }

        /** Whether it proves that the request may go there. */
        boolean leadsTo(Supplier<Optional<Place>> place) {
            return WITHIN.contains(request.method())
                    || place.get()
                            .filter(there -> contains(places, hash(dialog(request, tag), there)))
                            .isPresent();
        }

        /** Where the other side is a phone that is reached by its flow alone (RFC 5626 §5.3). */
        Optional<FlowToken> flow() {
            return flow.isEmpty() ? Optional.empty() : FlowToken.read(flow, key);
        }

        /** As it stands in the URI. */
        Slice text() {
            return text;
        }
    }

    /** Writes the hashes of places, each once: the places of a side are one and the same mostly. */
    private static final class Hashes {
        private final Seal dialog;
        private final byte[] text;
        private final int start;
        private final List<Place> places = new ArrayList<>(MOST_PLACES);
        private int end;

        Hashes(Seal dialog, byte[] text, int start) {
            this.dialog = dialog;
            this.text = text;
            this.start = start;
            this.end = start;
        }

        void add(Place place) {
            if (places.contains(place)) {
                return;
            }
            places.add(place);
            long hash = hash(dialog, place);
            for (int digit = 0; digit < HASH_DIGITS; digit++) {
                text[end++] = digit(hash, digit);
            }
        }
    }

    /** The mark for the Record-Route of that copy of a request: the one that it was proven by, or a new one. */
    Slice of(Outbound copy, Flow from, NextHop to) {
        var proof = copy.prepared().proof();
        if (proof.isPresent()) {
            return proof.get().text();
        }
        var request = copy.prepared().request();
        var tag = tag(request.fromTag());
        var dialog = dialog(request, tag);
        var contact = EdgeFlows.contact(request);
        var flows = flows(contact.isPresent() && EdgeFlows.isDue(request, contact.get(), from), from, to, copy);
        byte[] mark = new byte[Seal.HEX_DIGITS + 2 * (1 + MOST_PLACES * HASH_DIGITS) + flows.length()];
        mark[Seal.HEX_DIGITS] = SEPARATOR;
        var caller = new Hashes(dialog, mark, Seal.HEX_DIGITS + 1);
        contact.flatMap(Place::of).ifPresent(caller::add);
        caller.add(Place.of(from.remote()));
        Place.first(request, HeaderName.RECORD_ROUTE).ifPresent(caller::add);
        mark[caller.end] = SEPARATOR;
        var called = new Hashes(dialog, mark, caller.end + 1);
        called.add(Place.of(to.remote()));
        Place.of(copy.requestUri()).ifPresent(called::add);
        Place.of(copy.next()).ifPresent(called::add);
        int end = flows.isEmpty() ? called.end : flows.copyTo(mark, called.end);
        check(request, tag, HeaderName.FROM, new Slice(mark, caller.start, end)).hex(mark, 0);
        return new Slice(mark, 0, end);
    }

    /**
     * The flows of caller and called, where requests must go by them; nothing at all for most calls.
     *
     * @param back whether requests to the caller go by its flow
     */
    private Slice flows(boolean back, Flow from, NextHop to, Outbound copy) {
        var there = EdgeFlows.of(to, copy);
        if (!back && there.isEmpty()) {
            return Slice.EMPTY;
        }
        var caller = back ? FlowToken.of(from).text(key) : Slice.EMPTY;
        var called = there.map(flow -> flow.text(key)).orElse(Slice.EMPTY);
        return Slice.of("" + SEPARATOR + caller + SEPARATOR + called);
    }

    /** The mark in a URI that names us, if it is one of the dialog that the request belongs to. */
    Optional<Shown> in(SipUri uri, SipRequest request, Flow flow) {
        var text = uri.user().orElse(Slice.EMPTY);
        int first = text.indexOf(SEPARATOR);
        if (first != Seal.HEX_DIGITS) {
            return Optional.empty();
        }
        var hashes = text.part(first + 1, text.length());
        int second = hashes.indexOf(SEPARATOR);
        if (second < 0) {
            return Optional.empty();
        }
        var check = text.part(0, first);
        var caller = hashes.part(0, second);
        var rest = hashes.part(second + 1, hashes.length());
        int third = rest.indexOf(SEPARATOR);
        var called = third < 0 ? rest : rest.part(0, third);
        var flows = third < 0 ? Slice.EMPTY : rest.part(third + 1, rest.length());
        int fourth = flows.indexOf(SEPARATOR);
        var from = tag(request.fromTag());
        if (check(request, from, HeaderName.FROM, hashes).isHex(check)) {
            return Optional.of(new Shown(
                    text, request, from, called, fourth < 0 ? Slice.EMPTY : flows.part(fourth + 1, flows.length())));
        }
        var to = tag(request.toTag());
        if (check(request, to, HeaderName.TO, hashes).isHex(check)) {
            // the caller chose the places of its own side: only who is where the call went may send there
            boolean comesFromCalled = contains(called, hash(dialog(request, to), Place.of(flow.remote())));
            return Optional.of(new Shown(
                    text,
                    request,
                    to,
                    comesFromCalled ? caller : Slice.EMPTY,
                    fourth < 0 ? Slice.EMPTY : flows.part(0, fourth)));
        }
        return Optional.empty();
    }

    private Seal check(SipRequest request, Slice tag, HeaderName caller, Slice hashes) {
        var seal =
                Seal.begin(secret).number(CHECK).field(request.callId().value()).field(tag);
        takeIn(seal, request, caller);
        return seal.field(hashes);
    }

    /** User and host of the caller's URI; display name, port and parameters may change on the way. */
    private static void takeIn(Seal seal, SipRequest request, HeaderName caller) {
        try {
            var uri = NameAddr.parse(request.headers().value(caller).orElse(Slice.EMPTY))
                    .uri();
            if (uri instanceof SipUri sip) {
                seal.field(sip.user().orElse(Slice.EMPTY)).field(Place.lower(sip.host()));
            } else {
                seal.field(uri.text()).field(Slice.EMPTY);
            }
        } catch (MalformedMessageException e) {
            // claims to be nobody
            seal.field(Slice.EMPTY).field(Slice.EMPTY);
        }
    }

    /** What the hashes of one dialog have in common: what is learnt in one says nothing in another. */
    private Seal dialog(SipRequest request, Slice tag) {
        return Seal.begin(secret).number(PLACE).field(request.callId().value()).field(tag);
    }

    /** Its lowest 36 bits are written. */
    private static long hash(Seal dialog, Place place) {
        return dialog.copy().field(place.host()).value();
    }

    private static byte digit(long hash, int index) {
        return DIGITS[(int) (hash >>> (DIGIT_BITS * index)) & (DIGITS.length - 1)];
    }

    private static boolean contains(Slice hashes, long hash) {
        for (int at = 0; at + HASH_DIGITS <= hashes.length(); at += HASH_DIGITS) {
            int same = 0;
            while (same < HASH_DIGITS && hashes.at(at + same) == digit(hash, same)) {
                same++;
            }
            if (same == HASH_DIGITS) {
                return true;
            }
        }
        return false;
    }

    private static Slice tag(Optional<Tag> tag) {
        return tag.map(Tag::value).orElse(Slice.EMPTY);
    }
}
