package org.strowger.sip.sdp;

import java.time.Duration;
import java.util.Optional;

/**
 * One stream that both sides agreed on, as we see it.
 *
 * @param media {@code audio}, {@code video} and so on
 * @param remote where the other side receives RTP
 * @param direction which way it flows; already without sending if the other side gave no address yet
 * @param formats with at least one to send
 * @param packetTime how long a packet the other side wants, 20 ms if it did not say
 */
public record MediaStream(
        String media, MediaAddress remote, Direction direction, Formats formats, Duration packetTime) {
    public MediaStream {
        Grammar.expect(!formats.sends().isEmpty(), "a common format");
    }

    /** The codec to send: the one the other side prefers (RFC 3264 §6.1, §7). */
    public Codec codec() {
        return formats.sends().stream()
                .filter(codec -> !codec.isTelephoneEvent())
                .findFirst()
                .orElse(formats.sends().getFirst());
    }

    /** How to send keys of a telephone, if both sides know how. */
    public Optional<Codec> telephoneEvent() {
        return formats.sends().stream().filter(Codec::isTelephoneEvent).findFirst();
    }

    /** In one word for people, such as {@code PCMU/8000}. */
    public String summary() {
        return codec().summary();
    }
}
