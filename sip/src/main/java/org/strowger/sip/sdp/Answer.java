package org.strowger.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answering side (RFC 3264 §6): one media description for each of the offer, in order, accepted or with port zero. */
public final class Answer {
    private final SessionDescription offer;
    private final NetworkAddress address;
    private final List<LocalMedia> waiting;

    private Answer(SessionDescription offer, NetworkAddress address, List<LocalMedia> media) {
        this.offer = offer;
        this.address = address;
        this.waiting = new ArrayList<>(media);
    }

    /** Answers the first offer of a session, or the first that we answer and never offered anything before. */
    public static Negotiated to(SessionDescription offer, Origin origin, List<LocalMedia> media) {
        return new Answer(offer, LocalMedia.sessionAddress(origin, media), media).from(origin, media);
    }

    /**
     * Answers an offer that changes a session (RFC 3264 §8).
     *
     * @param previous the last description we gave; the version is one higher if the answer differs from it
     */
    public static Negotiated revising(SessionDescription offer, SessionDescription previous, List<LocalMedia> media) {
        var same = to(offer, previous.origin(), media);
        return same instanceof Negotiated.Agreed agreed && !agreed.local().equals(previous)
                ? to(offer, previous.origin().next(), media)
                : same;
    }

    private Negotiated from(Origin origin, List<LocalMedia> media) {
        var descriptions = new ArrayList<MediaDescription>();
        for (var offered : offer.media()) {
            descriptions.add(accepted(offered).orElseGet(offered::refused));
        }
        boolean wanted = offer.media().stream().anyMatch(stream -> !stream.isRefused());
        if (wanted && descriptions.stream().allMatch(MediaDescription::isRefused)) {
            return new Negotiated.NothingInCommon(why(media));
        }
        var section = new Section("", List.of(Connection.of(address)), List.of(), List.of());
        // "The "t=" line in the answer MUST equal that of the offer" (§6)
        var answer = new SessionDescription(origin, Subject.NONE, offer.times(), section, descriptions);
        return Negotiated.Agreed.between(answer, offer);
    }

    private Optional<MediaDescription> accepted(MediaDescription offered) {
        if (!isUsable(offered)) {
            return Optional.empty();
        }
        for (var local : waiting) {
            var common = local.media().equals(offered.media()) ? local.common(offered) : List.<Codec>of();
            if (!common.isEmpty()) {
                waiting.remove(local);
                var flow = offer.direction(offered).reversed().and(local.direction());
                return Optional.of(local.describe(common, flow, address));
            }
        }
        return Optional.empty();
    }

    private boolean isUsable(MediaDescription offered) {
        return !offered.isRefused() && offered.protocol().equals(LocalMedia.PROTOCOL) && !offer.isMulticast(offered);
    }

    private String why(List<LocalMedia> media) {
        var ours = media.stream()
                .map(local -> local.media() + " " + words(local.codecs()) + " over " + LocalMedia.PROTOCOL)
                .toList();
        var theirs = offer.media().stream()
                .filter(stream -> !stream.isRefused())
                .map(stream -> stream.media() + " " + words(stream.codecs()) + " over " + stream.protocol())
                .toList();
        return "offered " + String.join(", ", theirs) + "; ours " + String.join(", ", ours);
    }

    private static String words(List<Codec> codecs) {
        return codecs.isEmpty()
                ? "in unknown formats"
                : String.join(" ", codecs.stream().map(Codec::summary).toList());
    }
}
