package org.strowger.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of an offer and its answer. What to do about it, such as a 488, is the caller's business. */
public sealed interface Negotiated {

    /**
     * Both sides agree.
     *
     * @param local what we said: if we answered, the answer to send
     * @param remote what the other side said
     * @param streams the RTP streams in use, in the order of their media descriptions; empty if none was wanted
     */
    record Agreed(SessionDescription local, SessionDescription remote, List<MediaStream> streams)
            implements Negotiated {
        public Agreed {
            streams = List.copyOf(streams);
        }

        /** The first audio stream, which is the call as people know it. */
        public Optional<MediaStream> audio() {
            return streams.stream()
                    .filter(stream -> stream.media().equals("audio"))
                    .findFirst();
        }

        /** In one line for people, such as {@code PCMU/8000}. */
        public String summary() {
            return streams.isEmpty()
                    ? "no media"
                    : String.join(
                            ", ", streams.stream().map(MediaStream::summary).toList());
        }

        /** Puts both descriptions together, stream by stream; both have the same number of them. */
        static Agreed between(SessionDescription local, SessionDescription remote) {
            var streams = new ArrayList<MediaStream>();
            for (int i = 0; i < local.media().size(); i++) {
                var ours = local.media().get(i);
                var theirs = remote.media().get(i);
                boolean common = !Formats.between(ours, theirs).sends().isEmpty();
                if (common && !ours.isRefused() && !theirs.isRefused()) {
                    streams.add(stream(local, ours, remote, theirs));
                }
            }
            return new Agreed(local, remote, streams);
        }

        private static MediaStream stream(
                SessionDescription local, MediaDescription ours, SessionDescription remote, MediaDescription theirs) {
            var address = remote.address(theirs);
            var flow = local.direction(ours).and(remote.direction(theirs).reversed());
            // "0.0.0.0, in which case it means that neither RTP nor RTCP should be sent to the peer" (RFC 3264 §8.4)
            var direction = address.address().isUnspecified() ? Direction.of(false, flow.receives()) : flow;
            var packetTime = theirs.packetTime().orElse(LocalMedia.PACKET_TIME);
            return new MediaStream(ours.media(), address, direction, Formats.between(ours, theirs), packetTime);
        }
    }

    /**
     * No stream of the offer can be used by both: no common codec, media type or protocol.
     *
     * @param why in words for people
     */
    record NothingInCommon(String why) implements Negotiated {}

    /**
     * The answer does not belong to the offer.
     *
     * @param why in words for people
     */
    record InvalidAnswer(String why) implements Negotiated {}
}
