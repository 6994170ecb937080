package org.strowger.sip.sdp;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Payload types that mean the same everywhere, without an rtpmap (RFC 3551 §6, tables 4 and 5). */
final class StaticPayloadTypes {
    private static final int VIDEO_HZ = 90_000;

    private static final Map<Integer, RtpMap> MAPS = Stream.of(
                    RtpMap.of(0, "PCMU", 8000),
                    RtpMap.of(3, "GSM", 8000),
                    RtpMap.of(4, "G723", 8000),
                    RtpMap.of(5, "DVI4", 8000),
                    RtpMap.of(6, "DVI4", 16_000),
                    RtpMap.of(7, "LPC", 8000),
                    RtpMap.of(8, "PCMA", 8000),
                    RtpMap.of(9, "G722", 8000),
                    new RtpMap(10, "L16", 44_100, 2),
                    RtpMap.of(11, "L16", 44_100),
                    RtpMap.of(12, "QCELP", 8000),
                    RtpMap.of(13, "CN", 8000),
                    RtpMap.of(14, "MPA", VIDEO_HZ),
                    RtpMap.of(15, "G728", 8000),
                    RtpMap.of(16, "DVI4", 11_025),
                    RtpMap.of(17, "DVI4", 22_050),
                    RtpMap.of(18, "G729", 8000),
                    RtpMap.of(25, "CelB", VIDEO_HZ),
                    RtpMap.of(26, "JPEG", VIDEO_HZ),
                    RtpMap.of(28, "nv", VIDEO_HZ),
                    RtpMap.of(31, "H261", VIDEO_HZ),
                    RtpMap.of(32, "MPV", VIDEO_HZ),
                    RtpMap.of(33, "MP2T", VIDEO_HZ),
                    RtpMap.of(34, "H263", VIDEO_HZ))
            .collect(Collectors.toUnmodifiableMap(RtpMap::payloadType, Function.identity()));

    private StaticPayloadTypes() {}

    static Optional<RtpMap> of(int payloadType) {
        return Optional.ofNullable(MAPS.get(payloadType));
    }
}
