package org.strowger.sip.sdp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What we bring to one stream: where we receive it, what we speak, which way it is to flow.
 *
 * @param media {@code audio}, {@code video} and so on
 * @param address where we receive; port 0 only says what we could do (RFC 3264 §9)
 * @param codecs in our order of preference; at least one
 * @param packetTime how long a packet we want to receive
 */
public record LocalMedia(
        String media, MediaAddress address, List<Codec> codecs, Direction direction, Duration packetTime) {
    /** The protocol of all our streams. */
    static final String PROTOCOL = "RTP/AVP";
    /** What everybody does: 160 samples of 8 kHz. */
    static final Duration PACKET_TIME = Duration.ofMillis(20);

    private static final int TELEPHONE_EVENT = 101;

    public LocalMedia {
        Grammar.expect(Grammar.isToken(media), "a media type such as \"audio\"");
        Grammar.expect(!codecs.isEmpty() && codecs.size() <= Limits.FORMATS, "codecs");
        // "The ptime attribute MUST be greater than zero" (RFC 3264 §5.1); whole milliseconds are enough for us
        Grammar.expect(packetTime.toMillis() > 0, "a packet time of at least 1 ms");
        codecs = List.copyOf(codecs);
    }

    /** G.711 in both laws and the keys of a telephone, both ways, 20 ms a packet. */
    public static LocalMedia audio(MediaAddress address) {
        var codecs = List.of(Codec.PCMU, Codec.PCMA, Codec.telephoneEvent(TELEPHONE_EVENT));
        return new LocalMedia("audio", address, codecs, Direction.SENDRECV, PACKET_TIME);
    }

    public LocalMedia withCodecs(Codec... chosen) {
        return new LocalMedia(media, address, List.of(chosen), direction, packetTime);
    }

    public LocalMedia withDirection(Direction changed) {
        return new LocalMedia(media, address, codecs, changed, packetTime);
    }

    public LocalMedia withAddress(MediaAddress changed) {
        return new LocalMedia(media, changed, codecs, direction, packetTime);
    }

    /** The same stream with the other party put on hold (RFC 3264 §8.4). */
    public LocalMedia held() {
        return withDirection(direction.held());
    }

    /** The codecs of an offer that we speak too: in the offerer's order, under the offerer's numbers. */
    List<Codec> common(MediaDescription offered) {
        var common = new ArrayList<Codec>();
        for (var theirs : offered.codecs()) {
            codecs.stream().filter(theirs::isSameFormat).findFirst().ifPresent(ours -> common.add(ours.as(theirs)));
        }
        // keys alone are no conversation, unless nothing else was offered
        boolean keysOnly = common.stream().allMatch(Codec::isTelephoneEvent);
        boolean onlyKeysOffered = offered.codecs().stream().allMatch(Codec::isTelephoneEvent);
        return keysOnly && !onlyKeysOffered ? List.of() : common;
    }

    /** Our codecs under the numbers an earlier description gave them: such a number never changes (RFC 3264 §8.3.2). */
    List<Codec> numberedAs(MediaDescription previous) {
        var taken = previous.codecs().stream().map(Codec::payloadType).collect(Collectors.toCollection(HashSet::new));
        var numbered = new ArrayList<Codec>();
        for (var ours : codecs) {
            var known = previous.codecs().stream().filter(ours::isSameFormat).findFirst();
            var codec = known.map(ours::as).orElseGet(() -> ours.outside(taken));
            taken.add(codec.payloadType());
            numbered.add(codec);
        }
        return numbered;
    }

    /**
     * The media description of this stream.
     *
     * @param sessionAddress what the session level says; only another address is written here
     */
    MediaDescription describe(List<Codec> formats, Direction flow, NetworkAddress sessionAddress) {
        var attributes = new ArrayList<Attribute>();
        for (var codec : formats) {
            attributes.add(codec.map().attribute());
            if (!codec.parameters().isEmpty()) {
                attributes.add(new Fmtp(Integer.toString(codec.payloadType()), codec.parameters()).attribute());
            }
        }
        attributes.add(new Attribute("ptime", Long.toString(packetTime.toMillis())));
        attributes.add(Attribute.property(flow.attribute()));
        var numbers = formats.stream()
                .map(codec -> Integer.toString(codec.payloadType()))
                .toList();
        var field = new MediaField(media, address.port(), 1, PROTOCOL, numbers);
        var connections = address.address().equals(sessionAddress)
                ? List.<Connection>of()
                : List.of(Connection.of(address.address()));
        return new MediaDescription(field, new Section("", connections, List.of(), attributes));
    }

    /** The address that the session level carries: that of the first stream. */
    static NetworkAddress sessionAddress(Origin origin, List<LocalMedia> media) {
        return media.isEmpty() ? origin.address() : media.getFirst().address().address();
    }
}
