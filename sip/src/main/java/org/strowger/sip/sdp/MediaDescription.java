package org.strowger.sip.sdp;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One media stream: its "m=" line and the lines below it (RFC 8866 §5.14). */
public record MediaDescription(MediaField field, Section section) {
    private static final BigDecimal LONGEST_PACKET_MILLIS = BigDecimal.valueOf(1000);
    private static final int MAX_TIME_CHARS = 12;

    public String media() {
        return field.media();
    }

    public int port() {
        return field.port();
    }

    public String protocol() {
        return field.protocol();
    }

    public List<String> formats() {
        return field.formats();
    }

    /** Whether the stream is not wanted, not wanted any more, or rejected: port zero (RFC 3264 §5.1, §6, §8.2). */
    public boolean isRefused() {
        return port() == 0;
    }

    public Optional<String> attribute(String name) {
        return section.attribute(name);
    }

    /** The map of a payload type: written here, or the static one of the profile (RFC 3551 §6). */
    public Optional<RtpMap> rtpMap(int payloadType) {
        for (var attribute : section.attributes()) {
            var map = attribute.name().equals("rtpmap") ? RtpMap.parse(attribute.value()) : Optional.<RtpMap>empty();
            if (map.isPresent() && map.get().payloadType() == payloadType) {
                return map;
            }
        }
        return StaticPayloadTypes.of(payloadType);
    }

    /** The parameters of a format; empty text if there are none. */
    public String parameters(String format) {
        for (var attribute : section.attributes()) {
            var fmtp = attribute.name().equals("fmtp") ? Fmtp.parse(attribute.value()) : Optional.<Fmtp>empty();
            if (fmtp.isPresent() && fmtp.get().format().equals(format)) {
                return fmtp.get().parameters();
            }
        }
        return "";
    }

    /** The RTP formats that can be understood, in order of preference; none for other protocols than RTP. */
    public List<Codec> codecs() {
        var codecs = new ArrayList<Codec>();
        if (!protocol().contains("RTP/")) {
            return codecs;
        }
        for (var format : formats()) {
            payloadType(format).flatMap(this::rtpMap).ifPresent(map -> codecs.add(new Codec(map, parameters(format))));
        }
        return List.copyOf(codecs);
    }

    /** How long a packet the writer wants to receive: "ptime", no longer than "maxptime" (RFC 8866 §6.4, §6.5). */
    public Optional<Duration> packetTime() {
        var wanted = section.attribute("ptime").flatMap(MediaDescription::millis);
        var most = section.attribute("maxptime").flatMap(MediaDescription::millis);
        return wanted.map(
                time -> most.filter(limit -> limit.compareTo(time) < 0).orElse(time));
    }

    /** The same stream, rejected or ended. */
    MediaDescription refused() {
        return new MediaDescription(field.refused(), Section.EMPTY);
    }

    void write(StringBuilder out) {
        field.write(out);
        section.writeInformation(out);
        section.writeConnections(out);
        section.writeAttributes(out);
    }

    private static Optional<Integer> payloadType(String format) {
        return Grammar.isDigits(format) && format.length() <= 3
                ? Optional.of(Integer.valueOf(format))
                : Optional.empty();
    }

    /** A time of more than zero and at most a second; anything else is ignored. */
    private static Optional<Duration> millis(String text) {
        var number = Grammar.fields(text).getFirst();
        var parts = Grammar.split(number, '.');
        boolean real = parts.size() <= 2 && parts.stream().allMatch(Grammar::isDigits);
        if (!real || number.length() > MAX_TIME_CHARS) {
            return Optional.empty();
        }
        var millis = new BigDecimal(number);
        boolean sensible = millis.signum() > 0 && millis.compareTo(LONGEST_PACKET_MILLIS) <= 0;
        return sensible ? Optional.of(Duration.ofNanos(millis.movePointRight(6).longValue())) : Optional.empty();
    }
}
