package org.strowger.sip.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.strowger.sip.media.Pacer;
import org.strowger.sip.media.RtpPorts;
import org.strowger.sip.media.RtpRuntime;
import org.strowger.sip.media.RtpSession;
import org.strowger.sip.media.Voice;
import org.strowger.sip.sdp.Answer;
import org.strowger.sip.sdp.Direction;
import org.strowger.sip.sdp.LocalMedia;
import org.strowger.sip.sdp.MediaAddress;
import org.strowger.sip.sdp.Negotiated;
import org.strowger.sip.sdp.Offer;
import org.strowger.sip.sdp.Origin;
import org.strowger.sip.sdp.SessionDescription;
import org.strowger.sip.transport.SentBy;

/**
 * The media of one call: what we can, what we said about it, and the socket, if the agent has media (RFC 3264).
 *
 * <p>Belongs to the agent's shard.
 */
final class AudioStream {
    /** "discard": what a stream says that is never to receive anything. */
    private static final int NO_PORT = 9;

    private static final long SESSION_IDS = 1L << 53;

    private final Optional<RtpSession> rtp;
    private final List<LocalMedia> media;
    private final Origin origin;
    private Optional<SessionDescription> said = Optional.empty();
    private Optional<Offer> open = Optional.empty();

    private AudioStream(Optional<RtpSession> rtp, LocalMedia media, Origin origin) {
        this.rtp = rtp;
        this.media = List.of(media);
        this.origin = origin;
    }

    /**
     * Takes a port, if there is to be media.
     *
     * @param local how the other side reaches us
     * @throws IOException if no port can be had
     */
    static AudioStream open(Ground ground, SentBy local, boolean calling) throws IOException {
        var host = unbracketed(local.host());
        var address = MediaAddress.of(host, NO_PORT);
        var origin = Origin.of("-", ground.random().nextLong(SESSION_IDS), address.address());
        return switch (ground.settings().media()) {
            case MediaSettings.Off() ->
                new AudioStream(Optional.empty(), LocalMedia.audio(address).withDirection(Direction.INACTIVE), origin);
            case MediaSettings.Rtp rtp -> {
                var session = socket(ground, host, rtp, calling ? rtp.calling() : rtp.answering());
                var reached = MediaAddress.of(host, session.address().port());
                yield new AudioStream(Optional.of(session), LocalMedia.audio(reached), origin);
            }
        };
    }

    /** Whether that offer has anything for us, before a port is taken. */
    static Negotiated preview(SessionDescription offer) {
        var nowhere = MediaAddress.of("127.0.0.1", NO_PORT);
        return Answer.to(offer, Origin.of("-", 0, nowhere.address()), List.of(LocalMedia.audio(nowhere)));
    }

    Optional<RtpSession> rtp() {
        return rtp;
    }

    /** An offer of ours: the first, or one that repeats what we have. The answer comes later. */
    SessionDescription offer() {
        var offer = said.map(previous -> Offer.revising(previous, media)).orElseGet(() -> Offer.of(origin, media));
        open = Optional.of(offer);
        return offer.description();
    }

    /** What an answer makes of our offer. */
    Negotiated answeredBy(SessionDescription answer) {
        var offer = open.orElseThrow(() -> new IllegalStateException("no offer is open"));
        return remembered(offer.answeredBy(answer));
    }

    /** Our answer to an offer, the first or a later one. */
    Negotiated answer(SessionDescription offer) {
        return remembered(said.map(previous -> Answer.revising(offer, previous, media))
                .orElseGet(() -> Answer.to(offer, origin, media)));
    }

    /** From now on it flows like that, whatever may yet be agreed on; not at all if the other side wants no audio. */
    void flow(Negotiated.Agreed agreed) {
        agreed.audio().ifPresent(stream -> rtp.ifPresent(session -> session.agree(stream)));
    }

    /** Offer and answer are through. */
    void agree(Negotiated.Agreed agreed) {
        open = Optional.empty();
        flow(agreed);
    }

    void close() {
        rtp.ifPresent(RtpSession::close);
    }

    private Negotiated remembered(Negotiated outcome) {
        if (outcome instanceof Negotiated.Agreed agreed) {
            said = Optional.of(agreed.local());
        }
        return outcome;
    }

    private static RtpSession socket(Ground ground, String host, MediaSettings.Rtp rtp, Voice voice)
            throws IOException {
        var runtime = new RtpRuntime(Pacer.in(ground.shard()), ground.clock()::nanos, ground.random());
        try {
            return RtpSession.open(runtime, InetAddress.ofLiteral(host), rtp.ports(), voice);
        } catch (IllegalArgumentException | IOException _) {
            // an advertised name, or an address that only a NAT in front of us has: then from all addresses
            var everywhere = host.indexOf(':') < 0 ? "0.0.0.0" : "::";
            return everywhere(runtime, InetAddress.ofLiteral(everywhere), rtp.ports(), voice);
        }
    }

    private static RtpSession everywhere(RtpRuntime runtime, InetAddress address, RtpPorts ports, Voice voice)
            throws IOException {
        try {
            return RtpSession.open(runtime, address, ports, voice);
        } catch (IOException e) {
            throw new IOException("no port for media: " + e.getMessage(), e);
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
