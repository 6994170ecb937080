package org.strowger.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;

class MalformedSdpTest {
    private static final String SESSION = "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|c=IN IP4 192.0.2.1|t=0 0|";

    @ParameterizedTest
    @Rfc("8866 §9: an SDP description MUST conform to the syntax")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``;1;\"v=\"",
                "v=1|;1;version 0",
                "v=0|;2;\"o=\"",
                "v=0|s=-|;2;\"o=\"",
                "v=0|o=- 1 1 IN IP4|;2;six subfields of an origin",
                "v=0|o=- x 1 IN IP4 192.0.2.1|;2;a session identifier of 1 to 40 digits",
                "v=0|o=- 1 -1 IN IP4 192.0.2.1|;2;a session version of 1 to 40 digits",
                "v=0|o=- 1 1 IN IP4 192.0.2.256|;2;an address of type IP4",
                "v=0|o=- 1 1 IN IP6 2001:db8|;2;an address of type IP6",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|t=0 0|;3;\"s=\"",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|;4;\"t=\"",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|x=1|;4;\"t=\"",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0|;4;a start time and a stop time",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 x|;4;a stop time in seconds",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 1234567890123456789|;4;a stop time in seconds",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|r=7d 1h|;5;an active duration and an offset",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|r=7y 1h 0|;5;a time in seconds",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|r=999999999999999d 1h 0|;5;a time in seconds",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|r=7d 1h 0 2530344237d|;5;a time in seconds",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|r=0 1h 0|;5;a repeat interval above zero",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|r=7d 1h 0|z=1|;6;pairs",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|z=1 0|;5;\"a=\", \"m=\" or the end",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|c=IN IP4 192.0.2.1/3|t=0 0|;4;one address, since it is not multicast",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|c=IN IP4 233.252.0.1|t=0 0|;4;a time to live",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|c=IN IP4 233.252.0.1/256|t=0 0|;4;a time to live",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|c=IN IP4 233.252.0.1/1/0|t=0 0|;4;a number of multicast addresses",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|c=IN IP4 233.252.0.1/1/2|t=0 0|;4;one address at session level",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|c=IN IP6 ff00::1/127/3|t=0 0|;4;one address, since",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|b=AS|t=0 0|;4;a bandwidth type, a colon and a number",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|b=AS:-1|t=0 0|;4;a bandwidth in digits",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|m=audio 4000 RTP/AVP 0|;5;a \"c=\" line for this stream",
            })
    void saysInWhichLineWhatWasExpected(String text, int line, String expected) {
        var malformed = malformed(text.replace("|", "\r\n"));

        assertThat(malformed.line()).isEqualTo(line);
        assertThat(malformed.expected()).contains(expected);
        assertThat(malformed).hasMessageContaining("in line " + line);
    }

    @ParameterizedTest
    @Rfc("8866 §9: an SDP description MUST conform to the syntax")
    @Rfc("8866 §5: a description with an unknown type letter MUST be ignored or rejected")
    @CsvSource(
            delimiter = ';',
            value = {
                "m=audio 4000 RTP/AVP; a media type, a port, a protocol and formats",
                "m=audio  4000 RTP/AVP 0; a port",
                "m=audio 65536 RTP/AVP 0; a port from 0 to 65535",
                "m=audio -1 RTP/AVP 0; a port from 0 to 65535",
                "m=audio 4000/0 RTP/AVP 0; a number of ports",
                "m=audio 4000/1/1 RTP/AVP 0; a port and a number of ports",
                "m=audio 4000 RTP//AVP 0; a transport protocol",
                "m=aud(io 4000 RTP/AVP 0; a media type",
                "m=audio 4000 RTP/AVP 0(; media formats",
                "m =audio 4000 RTP/AVP 0; a letter and an equals sign",
                "a=; an attribute name",
                "a=:x; an attribute name",
                "a=na me:x; an attribute name",
                "x=1; \"a=\", \"m=\" or the end",
                "c=IN IP4 192.0.2.1; \"a=\", \"m=\" or the end",
                "A=sendrecv; \"a=\", \"m=\" or the end",
                "audio; a letter and an equals sign",
            })
    void refusesWhatIsNotALineOfItsPlace(String line, String expected) {
        var malformed = malformed((SESSION + line + "|").replace("|", "\r\n"));

        assertThat(malformed.line()).isEqualTo(6);
        assertThat(malformed.expected()).contains(expected);
        assertThat(malformed.found()).isEqualTo(line);
    }

    @ParameterizedTest
    @Rfc("8866 §5: optional lines must appear in exactly the order given")
    @ValueSource(
            strings = {
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|c=IN IP4 192.0.2.1|",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|u=http://x|i=x|t=0 0|",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|p=+1|e=x|t=0 0|",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|a=x|k=prompt|",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|i=x|i=x|t=0 0|",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|s=-|t=0 0|",
                "v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|c=IN IP4 192.0.2.1|c=IN IP4 192.0.2.1|t=0 0|",
            })
    void refusesLinesOutOfOrder(String text) {
        assertThat(malformed(text.replace("|", "\n")).expected()).contains("=\"");
    }

    @Test
    @Rfc("8866 §5.7: several c= lines only if they provide multicast addresses")
    void refusesTwoUnicastConnectionsForOneStream() {
        var malformed = malformed(
                (SESSION + "m=audio 4000 RTP/AVP 0|c=IN IP4 192.0.2.1|c=IN IP4 192.0.2.2|").replace("|", "\n"));

        assertThat(malformed.line()).isEqualTo(8);
    }

    @Test
    void forgivesAStreamThatNobodySendsToItsMissingConnection() throws MalformedSdpException {
        var session = SessionDescription.parse("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\nm=audio 0 RTP/AVP 0\n");

        assertThat(session.media()).hasSize(1);
    }

    @Test
    void refusesEmptyLinesInTheMiddleAndControlCharactersInLines() {
        assertThat(malformed("v=0\r\n\r\no=- 1 1 IN IP4 192.0.2.1\r\n").line()).isEqualTo(2);
        assertThat(malformed("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=a\0b\r\n").line())
                .isEqualTo(3);
        assertThat(malformed("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=a\rb\r\n").line())
                .isEqualTo(3);
    }

    @Test
    void showsAtMostFortyCharactersOfWhatItFound() {
        var malformed = malformed("v=0\r\no=" + "\7x".repeat(100));

        assertThat(malformed.found()).hasSize(40).doesNotContain("\7");
    }

    @Test
    void takesAsManyOctetsAsTheLimitAndNoMore() throws MalformedSdpException {
        var head = SESSION.replace("|", "\r\n") + "a=x:";
        var full = head + "y".repeat(Limits.BYTES - head.length());

        assertThat(SessionDescription.parse(full).section().attributes()).hasSize(1);
        assertThatThrownBy(() -> SessionDescription.parse(full + "y"))
                .isInstanceOf(MalformedSdpException.class)
                .hasMessageContaining("65536 octets");
    }

    @Test
    void takesAsManyLinesAsTheLimitAndNoMore() throws MalformedSdpException {
        var full = (SESSION + "a=x|".repeat(Limits.LINES - 5)).replace("|", "\r\n");

        assertThat(SessionDescription.parse(full).section().attributes()).hasSize(Limits.LINES - 5);
        assertThat(malformed(full + "a=x\r\n").line()).isEqualTo(Limits.LINES + 1);
    }

    @Test
    void takesAsManyMediaDescriptionsAsTheLimitAndNoMore() throws MalformedSdpException {
        var full = (SESSION + "m=audio 4000 RTP/AVP 0|".repeat(Limits.MEDIA)).replace("|", "\r\n");

        assertThat(SessionDescription.parse(full).media()).hasSize(Limits.MEDIA);
        assertThat(malformed(full + "m=audio 4000 RTP/AVP 0\r\n").expected())
                .isEqualTo("at most 64 media descriptions");
    }

    @Test
    void takesAsManyFormatsAsTheLimitAndNoMore() throws MalformedSdpException {
        var full = SESSION.replace("|", "\r\n") + "m=audio 4000 RTP/AVP" + " 0".repeat(Limits.FORMATS);

        assertThat(SessionDescription.parse(full).media().getFirst().formats()).hasSize(Limits.FORMATS);
        assertThat(malformed(full + " 0").expected()).isEqualTo("at most 128 media formats");
    }

    @Test
    void takesNumbersOfAsManyDigitsAsTheLimitAndNoMore() throws MalformedSdpException {
        var id = "9".repeat(Limits.ID_DIGITS);
        var text = "v=0\no=- %s 1 IN IP4 192.0.2.1\ns=-\nb=AS:%s\nt=0 0\n";
        var bandwidth = "9".repeat(Limits.DIGITS);

        var session = SessionDescription.parse(text.formatted(id, bandwidth));
        assertThat(session.origin().sessionId()).isEqualTo(id);
        assertThat(session.section().bandwidths()).containsExactly(new Bandwidth("AS", 999_999_999_999_999_999L));
        assertThat(malformed(text.formatted(id + "9", bandwidth)).line()).isEqualTo(2);
        assertThat(malformed(text.formatted(id, bandwidth + "9")).line()).isEqualTo(4);
    }

    @Test
    void breaksOnNoSpoiltByteWithAnythingButItsOwnException() throws MalformedSdpException {
        var sound = (SESSION + "b=AS:64|m=audio 4000/2 RTP/AVP 0 8|c=IN IP6 ff00::1/3|a=rtpmap:0 PCMU/8000|")
                .replace("|b=AS:64|m", "|m")
                .replace("|", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(SessionDescription.parse(sound).media()).hasSize(1);

        for (int at = 0; at < sound.length; at++) {
            for (int octet = 0; octet < 256; octet++) {
                var spoilt = Arrays.copyOf(sound, sound.length);
                spoilt[at] = (byte) octet;
                parsedOrMalformed(spoilt);
            }
            parsedOrMalformed(Arrays.copyOf(sound, at));
        }
    }

    @Test
    void doesNotLetOurOwnTextRunIntoAnotherLine() {
        assertThatThrownBy(() -> new Attribute("tool", "x\r\nm=audio 1 RTP/AVP 0"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Subject.of("x\ny")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetworkAddress.of("192.0.2.1 x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void parsedOrMalformed(byte[] octets) {
        try {
            var session = SessionDescription.parse(octets);
            assertThat(SessionDescription.parse(session.toBytes())).isEqualTo(session);
            assertThat(session.summary()).isNotEmpty();
        } catch (MalformedSdpException e) {
            assertThat(e.line()).isPositive();
        }
    }

    private static MalformedSdpException malformed(String text) {
        return catchThrowableOfType(MalformedSdpException.class, () -> SessionDescription.parse(text));
    }
}
