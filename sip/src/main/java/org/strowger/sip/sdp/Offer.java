package org.strowger.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A description that asks for an answer (RFC 3264 §5, and §8 in a session that already is). */
public record Offer(SessionDescription description) {

    /** The first offer of a session. */
    public static Offer of(Origin origin, List<LocalMedia> media) {
        var address = LocalMedia.sessionAddress(origin, media);
        var descriptions = new ArrayList<MediaDescription>();
        for (var local : media) {
            descriptions.add(local.describe(local.codecs(), local.direction(), address));
        }
        return new Offer(describe(origin, address, descriptions));
    }

    /**
     * An offer that changes a session (RFC 3264 §8): the same streams in the same places, those we bring no more with
     * port zero, new ones in their places or below, and the version one higher if anything is different.
     *
     * @param previous the last description we gave, in an offer or in an answer
     */
    public static Offer revising(SessionDescription previous, List<LocalMedia> media) {
        var address = LocalMedia.sessionAddress(previous.origin(), media);
        var waiting = new ArrayList<>(media);
        var descriptions = new ArrayList<MediaDescription>();
        for (var slot : previous.media()) {
            var local = slot.isRefused() ? Optional.<LocalMedia>empty() : takeFor(slot, waiting);
            descriptions.add(local.map(ours -> revised(slot, ours, address)).orElseGet(slot::refused));
        }
        for (int i = 0; i < descriptions.size() && !waiting.isEmpty(); i++) {
            if (descriptions.get(i).isRefused() && previous.media().get(i).isRefused()) {
                // "or by reusing the "slot" used by an old media stream which had been disabled" (§8.1)
                var ours = waiting.removeFirst();
                descriptions.set(i, ours.describe(ours.codecs(), ours.direction(), address));
            }
        }
        waiting.forEach(ours -> descriptions.add(ours.describe(ours.codecs(), ours.direction(), address)));
        var same = describe(previous.origin(), address, descriptions);
        return new Offer(
                same.equals(previous) ? same : describe(previous.origin().next(), address, descriptions));
    }

    /** What an answer makes of this offer (RFC 3264 §7). */
    public Negotiated answeredBy(SessionDescription answer) {
        var fault = fault(answer);
        if (fault.isPresent()) {
            return new Negotiated.InvalidAnswer(fault.get());
        }
        boolean wanted = description.media().stream().anyMatch(stream -> !stream.isRefused());
        boolean refused = answer.media().stream().allMatch(MediaDescription::isRefused);
        return wanted && refused
                ? new Negotiated.NothingInCommon("the answer refuses every stream: " + description.summary())
                : Negotiated.Agreed.between(description, answer);
    }

    static SessionDescription describe(Origin origin, NetworkAddress address, List<MediaDescription> media) {
        var section = new Section("", List.of(Connection.of(address)), List.of(), List.of());
        return new SessionDescription(origin, Subject.NONE, List.of(Timing.PERMANENT), section, media);
    }

    private Optional<String> fault(SessionDescription answer) {
        int offered = description.media().size();
        int answered = answer.media().size();
        if (offered != answered) {
            return Optional.of("the offer has " + offered + " media descriptions, the answer " + answered);
        }
        for (int i = 0; i < offered; i++) {
            var fault = fault(description.media().get(i), answer.media().get(i));
            if (fault.isPresent()) {
                return Optional.of("media description " + (i + 1) + " " + fault.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fault(MediaDescription offered, MediaDescription answered) {
        if (!offered.media().equals(answered.media())) {
            return Optional.of("was " + offered.media() + ", is answered with " + answered.media());
        }
        if (answered.isRefused()) {
            return Optional.empty();
        }
        if (offered.isRefused()) {
            return Optional.of("was offered with port 0, is answered with port " + answered.port());
        }
        if (!offered.protocol().equals(answered.protocol())) {
            return Optional.of("was " + offered.protocol() + ", is answered with " + answered.protocol());
        }
        // formats of other protocols than RTP are not ours to judge
        boolean rtp = !offered.codecs().isEmpty();
        return rtp && Formats.between(offered, answered).sends().isEmpty()
                ? Optional.of("is answered with none of the formats of the offer")
                : Optional.empty();
    }

    private static MediaDescription revised(MediaDescription slot, LocalMedia ours, NetworkAddress address) {
        return ours.describe(ours.numberedAs(slot), ours.direction(), address);
    }

    private static Optional<LocalMedia> takeFor(MediaDescription slot, List<LocalMedia> waiting) {
        var local = waiting.stream()
                .filter(ours -> ours.media().equals(slot.media()))
                .findFirst();
        local.ifPresent(waiting::remove);
        return local;
    }
}
