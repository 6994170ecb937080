package org.strowger.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strowger.sip.testing.Rfc;

class SessionDescriptionTest {
    private static final String CALL_TO_JOHN_SMITH = """
        v=0
        o=jdoe 3724394400 3724394405 IN IP4 198.51.100.1
        s=Call to John Smith
        i=SDP Offer #1
        u=http://www.jdoe.example.com/home.html
        e=Jane Doe <jane@jdoe.example.com>
        p=+1 617 555-6011
        c=IN IP4 198.51.100.1
        t=0 0
        m=audio 49170 RTP/AVP 0
        m=audio 49180 RTP/AVP 0
        m=video 51372 RTP/AVP 99
        c=IN IP6 2001:db8::2
        a=rtpmap:99 h263-1998/90000
        """;

    @Test
    @Rfc("8866 §5: the example of a session description")
    void readsTheExampleOfTheRfc() {
        var session = Sdp.parsed(CALL_TO_JOHN_SMITH);

        var address = new NetworkAddress("IN", "IP4", "198.51.100.1");
        var origin = new Origin("jdoe", "3724394400", BigInteger.valueOf(3_724_394_405L), address);
        assertThat(session.origin()).isEqualTo(origin);
        assertThat(session.subject())
                .isEqualTo(new Subject(
                        "Call to John Smith",
                        "http://www.jdoe.example.com/home.html",
                        List.of("Jane Doe <jane@jdoe.example.com>"),
                        List.of("+1 617 555-6011")));
        assertThat(session.section().information()).isEqualTo("SDP Offer #1");
        assertThat(session.times()).containsExactly(Timing.PERMANENT);
        assertThat(session.media()).extracting(MediaDescription::port).containsExactly(49170, 49180, 51372);
    }

    @Test
    @Rfc("8866 §5: every line type comes back in its place")
    void writesWhatItReadByteForByte() {
        assertThat(Sdp.parsed(CALL_TO_JOHN_SMITH).toBytes())
                .isEqualTo(Sdp.crlf(CALL_TO_JOHN_SMITH).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Rfc("8866 §5.7: media-level values override the session-level settings for the respective media")
    void takesTheAddressOfTheMediaBeforeThatOfTheSession() {
        var session = Sdp.parsed(CALL_TO_JOHN_SMITH);

        assertThat(session.address(session.media().getFirst())).hasToString("198.51.100.1:49170");
        assertThat(session.address(session.media().getLast())).hasToString("[2001:db8::2]:51372");
    }

    @Test
    @Rfc("8866 §6.7: the example of directions at both levels")
    void takesTheDirectionOfTheMediaBeforeThatOfTheSession() {
        var session = Sdp.parsed("""
            v=0
            o=jdoe 3724395000 3724395001 IN IP6 2001:db8::1
            s=-
            c=IN IP6 2001:db8::1
            t=0 0
            a=inactive
            m=audio 49170 RTP/AVP 0
            a=sendrecv
            m=audio 49180 RTP/AVP 0
            m=video 51372 RTP/AVP 99
            a=rtpmap:99 h263-1998/90000
            """);

        assertThat(session.media())
                .extracting(session::direction)
                .containsExactly(Direction.SENDRECV, Direction.INACTIVE, Direction.INACTIVE);
    }

    @Test
    @Rfc("8866 §6.7: sendrecv SHOULD be assumed as the default")
    void assumesBothDirectionsIfNoneIsWritten() {
        var session = Sdp.audio("m=audio 4000 RTP/AVP 0");

        assertThat(session.direction(session.media().getFirst())).isEqualTo(Direction.SENDRECV);
    }

    @Test
    @Rfc("8866 §5.13: an attribute that is not understood MUST be ignored")
    void keepsUnknownAttributesInOrder() {
        var session = Sdp.audio("m=audio 4000 RTP/AVP 0", "a=zebra", "a=ptime:20", "a=apple:x:y z", "a=zebra:2");

        assertThat(session.media().getFirst().section().attributes())
                .containsExactly(
                        Attribute.property("zebra"),
                        new Attribute("ptime", "20"),
                        new Attribute("apple", "x:y z"),
                        new Attribute("zebra", "2"));
        assertThat(session.media().getFirst().section().attributes("zebra")).containsExactly("", "2");
    }

    @Test
    @Rfc("8866 §5.8: parsers MUST ignore bandwidth-fields with unknown names")
    void keepsBandwidthsOfAllTypes() {
        var session = Sdp.audio("m=audio 4000 RTP/AVP 0", "b=AS:64", "b=TIAS:64000", "b=X-YZ:128");

        assertThat(session.media().getFirst().section().bandwidths())
                .containsExactly(new Bandwidth("AS", 64), new Bandwidth("TIAS", 64_000), new Bandwidth("X-YZ", 128));
    }

    @Test
    @Rfc("8866 §5.12: k= MUST be discarded if it is received")
    void discardsEncryptionKeys() {
        var session = Sdp.parsed("""
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            k=prompt
            a=recvonly
            m=audio 4000 RTP/AVP 0
            k=clear:secret
            a=sendonly
            """);

        assertThat(session.text()).doesNotContain("k=").contains("a=recvonly").contains("a=sendonly");
    }

    @Test
    @Rfc("8866 §5.10: times may also be given in units of days, hours, or minutes")
    @Rfc("8866 §5.11: z= lists adjustment times and offsets")
    void readsRepeatTimesAndTimeZones() {
        var session = Sdp.parsed("""
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            t=3724394400 3754123200
            r=7d 1h 0 25h
            r=90m 60s 0
            z=3730928400 -1h 3749680800 0
            t=3724484400 3724488000
            """);

        var weekly = new Repeat(Duration.ofDays(7), Duration.ofHours(1), List.of(Duration.ZERO, Duration.ofHours(25)));
        var other = new Repeat(Duration.ofMinutes(90), Duration.ofMinutes(1), List.of(Duration.ZERO));
        var summer = new ZoneAdjustment(3_730_928_400L, Duration.ofHours(-1));
        var winter = new ZoneAdjustment(3_749_680_800L, Duration.ZERO);
        assertThat(session.times())
                .containsExactly(
                        new Timing(3_724_394_400L, 3_754_123_200L, List.of(weekly, other), List.of(summer, winter)),
                        new Timing(3_724_484_400L, 3_724_488_000L, List.of(), List.of()));
        assertThat(session.text())
                .contains("r=604800 3600 0 90000\r\nr=5400 60 0\r\nz=3730928400 -3600 3749680800 0\r\n");
    }

    @Test
    @Rfc("8866 §5.9: implementations need to be prepared to handle larger values than wrap in 2036")
    void readsTimesBeyond2036() {
        var session = Sdp.parsed("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=99999999999 999999999999999999\n");

        assertThat(session.times())
                .containsExactly(new Timing(99_999_999_999L, 999_999_999_999_999_999L, List.of(), List.of()));
    }

    @Test
    @Rfc("8866 §5.7: IP4 multicast has a TTL, IP6 multicast none, both may have a number of addresses")
    void readsMulticastConnections() throws MalformedSdpException {
        assertThat(connection("IN IP4 233.252.0.1/127")).isEqualTo("c=IN IP4 233.252.0.1/127 ttl 127 of 1");
        assertThat(connection("IN IP4 233.252.0.1/127/3")).isEqualTo("c=IN IP4 233.252.0.1/127/3 ttl 127 of 3");
        assertThat(connection("IN IP4 233.252.0.1/0")).isEqualTo("c=IN IP4 233.252.0.1/0 ttl 0 of 1");
        assertThat(connection("IN IP6 ff00::db8:0:101/3")).isEqualTo("c=IN IP6 ff00::db8:0:101/3 ttl 0 of 3");
    }

    @Test
    @Rfc("8866 §5.14: a number of ports, and several connections for layered multicast")
    void readsLayeredStreams() {
        var session = Sdp.audio("m=video 49170/2 RTP/AVP 31", "c=IN IP6 ff00::db8:0:101", "c=IN IP6 ff00::db8:0:102");

        var video = session.media().getFirst();
        assertThat(video.field().ports()).isEqualTo(2);
        assertThat(video.section().connections()).hasSize(2);
        assertThat(session.text()).contains("m=video 49170/2 RTP/AVP 31\r\n");
    }

    @Test
    @Rfc("8866 §5: parsers SHOULD accept lines terminated with a single newline character")
    void acceptsLineFeedsAloneAndALastLineWithoutEnd() throws MalformedSdpException {
        var sent = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\na=tool:x";

        var session = SessionDescription.parse(sent);

        assertThat(session.text()).isEqualTo(sent.replace("\n", "\r\n") + "\r\n");
    }

    @Test
    @Rfc("8866 §5.3: s= MUST NOT be empty")
    @Rfc("3264 §10.1: writes it empty all the same")
    void readsEmptyTextLinesAsSayingNothing() {
        var session = Sdp.parsed("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=\ni=\nu=\ne=\np=\nt=0 0\n");

        assertThat(session.text()).isEqualTo("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n");
    }

    @Test
    @Rfc("8866 §5: text may be any octet but NUL, CR and LF")
    void keepsOctetsThatAreNotUtf8() throws MalformedSdpException {
        var sent = new ByteArrayOutputStream();
        sent.writeBytes("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=".getBytes(StandardCharsets.US_ASCII));
        for (int octet = 1; octet < 256; octet++) {
            if (octet != '\r' && octet != '\n') {
                sent.write(octet);
            }
        }
        sent.writeBytes("\r\ni=Grüße \uD83D\uDE00\r\nt=0 0\r\n".getBytes(StandardCharsets.UTF_8));

        var session = SessionDescription.parse(sent.toByteArray());

        assertThat(session.toBytes()).isEqualTo(sent.toByteArray());
        assertThat(session.section().information()).isEqualTo("Grüße \uD83D\uDE00");
    }

    @Test
    @Rfc("8866 §6.10: s= is read in the character set of a=charset")
    void readsTheTitleInItsCharacterSet() throws MalformedSdpException {
        var sent = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=Grüße\r\nt=0 0\r\n";
        var latin = (sent + "a=charset:ISO-8859-1\r\n").getBytes(StandardCharsets.ISO_8859_1);
        var unknown = sent + "a=charset:no-such-charset\r\n";

        assertThat(SessionDescription.parse(latin).title()).isEqualTo("Grüße");
        assertThat(SessionDescription.parse(sent).title()).isEqualTo("Grüße");
        assertThat(SessionDescription.parse(unknown).title()).isEqualTo("Grüße");
    }

    @Test
    void keepsIdentifiersBeyond64Bits() {
        var session = Sdp.parsed("v=0\no=- 18446744073709551615 18446744073709551616 IN IP4 192.0.2.1\ns=-\nt=0 0\n");

        assertThat(session.origin().next().sessionVersion()).isEqualTo("18446744073709551617");
        assertThat(session.origin().isSameSession(session.origin().next())).isTrue();
    }

    @Test
    void saysInOneLineWhatItHolds() {
        assertThat(Sdp.audio(
                                "m=audio 4000 RTP/AVP 0 8 101",
                                "a=rtpmap:101 telephone-event/8000",
                                "m=video 0 RTP/AVP 31")
                        .summary())
                .isEqualTo("audio PCMU/8000 PCMA/8000 telephone-event/8000, video refused");
        assertThat(Sdp.parsed("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\n").summary())
                .isEqualTo("no media");
    }

    private static String connection(String value) throws MalformedSdpException {
        var session = SessionDescription.parse(
                Sdp.lines("v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=-", "t=0 0", "m=audio 4000 RTP/AVP 0", "c=" + value));
        var connection = session.media().getFirst().section().connections().getFirst();
        var line = session.text()
                .lines()
                .filter(text -> text.startsWith("c="))
                .findFirst()
                .orElseThrow();
        return line + " ttl " + connection.ttl() + " of " + connection.addresses();
    }
}
