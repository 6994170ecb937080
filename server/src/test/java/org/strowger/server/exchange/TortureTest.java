package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.Protocol;

/**
 * Every message of RFC 4475 and RFC 5118, sent to the running server by UDP and by TCP: what it answers, what it forwards, and that the next
 * good call works.
 *
 * <p>The tables say {@code name | by UDP | by TCP | why}: the final status or silence; {@code forwarded}: a copy reached the phone, whole but
 * for what a proxy changes; {@code closed}: the connection is.
 */
@Timeout(60)
class TortureTest {
    private static final String CONFIGURATION = """
        domains: [example.com, example.net, example.org, company.com, chair-dnrc.example.com]
        listen: [udp://127.0.0.1:0, tcp://127.0.0.1:0]
        authentication: off
        data: ./data
        bindings: memory
        """;

    /** Where the requests that may be forwarded go. */
    private static final List<String> BUSY = List.of(
            "sip:user@example.com",
            "sip:UserB@example.com",
            "sip:user;par=u%40example.net@example.com",
            "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com",
            "sip:sips%3Auser%40example.com@example.net",
            "sip:user@company.com",
            "sip:vivekg@chair-dnrc.example.com");

    private static final String CALLEE = "sip:callee@example.com";

    /** Ports, beside 5060, in the top Via of messages without rport. */
    private static final int[] VIA_PORTS = {5050, 6050, 19_823};

    private static final Duration SILENCE = Duration.ofMillis(200);

    static final String[] WELL_FORMED = {
        "wsinv      | 486 forwarded | 486 forwarded | unknown fields go on unchanged, to where the Route says",
        "intmeth    | 200 forwarded | 200 forwarded | an unknown method and an unusual URI, defined here: forwarded"
                + " normally",
        "esc01      | 486 forwarded | 486 forwarded | the escapes of the Request-URI are undone once to find the user",
        "escnull    | 200           | 200           | two contacts of a user who is not cut off at the NUL",
        "esc02      | 403           | 403           | an unknown method, not REGISTER, for a host that is none of ours",
        "lwsdisp    | 200 forwarded | 200 forwarded | no white space before <: as well formed",
        "longreq    | 486 forwarded | 486 forwarded | 34 Vias and long values",
        "dblreq     | 200           | 200           | a REGISTER; what follows is noise by UDP, and another request by"
                + " TCP",
        "semiuri    | 200 forwarded | 200 forwarded | the user is \"user;par=u@example.net\"",
        "transports | 200 forwarded | 200 forwarded | the transports of further Vias are nobody's business",
        "mpart01    | silence       | silence       | goes where its Route says, where nobody speaks: see below",
        "unreason   | silence       | silence       | a response to nothing that we sent",
        "noreason   | silence       | silence       | likewise, without reason phrase",
    };

    static final String[] MALFORMED = {
        "badinv01   | 400           | 400           | respond with a 400: separators without values",
        "clerr      | 400           | silence       | respond with a 400; on a stream, wait for the rest",
        "ncl        | 400           | 400 closed    | respond with an error; a stream is closed",
        "scalar02   | 400           | 400           | respond with a 400 due to the CSeq",
        "scalarlg   | silence       | silence       | simply discard it",
        "quotbal    | 400           | 400           | should return a 400",
        "ltgtruri   | 400           | 400           | reasonable always to reject with a 400",
        "lwsruri    | 400           | 400           | should respond with a 400",
        "lwsstart   | 400           | 400           | acceptable to reject as malformed",
        "trws       | 400           | 400           | acceptable to reject as malformed",
        "escruri    | 400           | 400           | acceptable to reject with a 400",
        "baddate    | 486 forwarded | 486 forwarded | ignore the value, which nobody needs here",
        "regbadct   | 400           | 400           | reasonable to respond with a 400",
        "badaspec   | 400           | 400           | reasonable to reject with a 400",
        "baddn.wire | 400           | 400           | reasonable always to reject with a 400",
        "baddn      | 400           | silence       | as the archive has it: the empty line is missing, too",
        "badvers    | 505           | 505           | respond with a 505",
        "mismatch01 | 400           | 400           | will respond with a 400",
        "mismatch02 | 400           | 400           | a 400 is also acceptable",
        "bigcode    | silence       | silence       | simply drop it",
        "unreferenced-test | silence | silence      | not in the RFC, but in its archive: no Via that an answer could"
                + " go to",
    };

    static final String[] MEANING = {
        "badbranch  | 200 forwarded | 200 forwarded | fall back to the transaction identifiers of RFC 2543",
        "insuf      | 400           | 400           | ideally, it will respond with a 400",
        "unkscm     | 416           | 416           | reject it with a 416",
        "novelsc    | 416           | 416           | treat it as unknown and return a 416",
        "unksm2     | 400           | 400           | a registrar would reject this with a 400",
        "bext01     | 420           | 420           | respond with a 420 listing the features",
        "invut      | 486 forwarded | 486 forwarded | process it just as any other INVITE",
        "regaut01   | 200           | 200           | no challenge is asked: as if the field were not present",
        "multi01    | 400           | 400           | respond with a 400",
        "mcl01      | 400           | 400 closed    | respond with an error; a stream is closed",
        "bcast      | silence       | silence       | proxies should drop such responses",
        "zeromf     | 483           | 483           | a proxy should respond 483",
        "cparam01   | 200           | 200           | unknownparam is not the URI's",
        "cparam02   | 200           | 200           | unknownparam is the URI's",
        "regescrt   | 200           | 200           | the binding includes the escaped Route",
        "sdp01      | 486 forwarded | 486 forwarded | what Accept offers is for the recipient to say",
        "inv2543    | 486 forwarded | 400 closed    | accepted; but a stream cannot be framed without Content-Length"
                + " (RFC 3261 §18.3)",
    };

    static final String[] IPV6 = {
        "ipv6-good        | 403 | 403 | well formed, for a host that is none of ours",
        "ipv6-bad         | 400 | 400 | should respond with a 400",
        "port-ambiguous   | 403 | 403 | a REGISTER for another registrar",
        "port-unambiguous | 403 | 403 | likewise",
        "via-received-param-with-delim | 403 | 403 | parsed in spite of the brackets",
        "via-received-param-no-delim   | 403 | 403 | parsed",
        "ipv6-in-sdp       | 403 | 403 | well formed",
        "mult-ip-in-header | 403 | 403 | well formed",
        "mult-ip-in-sdp    | 403 | 403 | well formed",
        "ipv4-mapped-ipv6  | 486 forwarded | 486 forwarded | mapped addresses in Via, Contact and body",
        "ipv6-bug-abnf-3-colons     | 403 | 403 | the extra colon is tolerated",
        "ipv6-correct-abnf-2-colons | 403 | 403 | well formed",
    };

    private static final InetSocketAddress SILENT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5080);

    @TempDir
    private Path folder;

    private final Telephone busy = Telephone.busy();
    private final Telephone answering = Telephone.answering();
    /** Where mpart01 goes; without it the system would say that nobody is there. */
    private DatagramChannel silent;

    @BeforeEach
    void nameTheHostOfARoute() throws IOException {
        Files.writeString(folder.resolve("hosts"), busy.host() + " services.example.com\n");
        silent = DatagramChannel.open(StandardProtocolFamily.INET)
                .setOption(StandardSocketOptions.SO_REUSEADDR, true)
                .bind(SILENT);
    }

    @AfterEach
    void hangUp() throws IOException {
        busy.close();
        answering.close();
        silent.close();
    }

    @ParameterizedTest
    @FieldSource("WELL_FORMED")
    @Rfc("4475 §3.1.1.1: a short tortuous INVITE")
    @Rfc("4475 §3.1.1.2: a wide range of valid characters")
    @Rfc("4475 §3.1.1.3: valid use of the % escaping mechanism")
    @Rfc("4475 §3.1.1.4: escaped nulls in URIs")
    @Rfc("4475 §3.1.1.5: % where it is not an escape")
    @Rfc("4475 §3.1.1.6: no LWS between display name and <")
    @Rfc("4475 §3.1.1.7: long values in header fields")
    @Rfc("4475 §3.1.1.8: extra trailing octets in a UDP datagram")
    @Rfc("4475 §3.1.1.9: semicolon-separated parameters in the user part")
    @Rfc("4475 §3.1.1.10: varied and unknown transport types")
    @Rfc("4475 §3.1.1.11: a multipart MIME message")
    @Rfc("4475 §3.1.1.12: an unusual reason phrase")
    @Rfc("4475 §3.1.1.13: an empty reason phrase")
    void takesWhatIsWellFormed(String line) {
        judge(line);
    }

    @ParameterizedTest
    @FieldSource("MALFORMED")
    @Rfc("4475 §3.1.2.1: extraneous header field separators")
    @Rfc("4475 §3.1.2.2: a Content-Length larger than the message")
    @Rfc("4475 §3.1.2.3: a negative Content-Length")
    @Rfc("4475 §3.1.2.4: request scalar fields with overlarge values")
    @Rfc("4475 §3.1.2.5: response scalar fields with overlarge values")
    @Rfc("4475 §3.1.2.6: an unterminated quoted string in a display name")
    @Rfc("4475 §3.1.2.7: <> around the Request-URI")
    @Rfc("4475 §3.1.2.8: LWS in the Request-URI")
    @Rfc("4475 §3.1.2.9: several SP between the elements of the Request-Line")
    @Rfc("4475 §3.1.2.10: SP at the end of the Request-Line")
    @Rfc("4475 §3.1.2.11: escaped headers in the Request-URI")
    @Rfc("4475 §3.1.2.12: an invalid time zone in Date")
    @Rfc("4475 §3.1.2.13: a name-addr URI without <>")
    @Rfc("4475 §3.1.2.14: spaces within an addr-spec")
    @Rfc("4475 §3.1.2.15: non-token characters in a display name")
    @Rfc("4475 §3.1.2.16: an unknown protocol version")
    @Rfc("4475 §3.1.2.17: start line and CSeq do not match")
    @Rfc("4475 §3.1.2.18: an unknown method that CSeq does not match")
    @Rfc("4475 §3.1.2.19: an overlarge response code")
    void refusesWhatIsMalformed(String line) {
        judge(line);
    }

    @ParameterizedTest
    @FieldSource("MEANING")
    @Rfc("4475 §3.2.1: a missing transaction identifier")
    @Rfc("4475 §3.3.1: missing required header fields")
    @Rfc("4475 §3.3.2: a Request-URI with an unknown scheme")
    @Rfc("4475 §3.3.3: a Request-URI with a known but atypical scheme")
    @Rfc("4475 §3.3.4: unknown URI schemes in header fields")
    @Rfc("4475 §3.3.5: Proxy-Require and Require")
    @Rfc("4475 §3.3.6: an unknown Content-Type")
    @Rfc("4475 §3.3.7: an unknown authorization scheme")
    @Rfc("4475 §3.3.8: several values in single value required fields")
    @Rfc("4475 §3.3.9: several Content-Length values")
    @Rfc("4475 §3.3.10: a 200 with a broadcast Via")
    @Rfc("4475 §3.3.11: Max-Forwards of zero")
    @Rfc("4475 §3.3.12: a REGISTER with a Contact header parameter")
    @Rfc("4475 §3.3.13: a REGISTER with a URL parameter")
    @Rfc("4475 §3.3.14: a REGISTER with a URL escaped header")
    @Rfc("4475 §3.3.15: an unacceptable Accept")
    @Rfc("4475 §3.4.1: an INVITE with the syntax of RFC 2543")
    void givesEachItsMeaning(String line) {
        judge(line);
    }

    @ParameterizedTest
    @FieldSource("IPV6")
    @Rfc("5118 §4.1: a valid message with an IPv6 reference")
    @Rfc("5118 §4.2: an invalid message with an IPv6 reference")
    @Rfc("5118 §4.3: an ambiguous port")
    @Rfc("5118 §4.4: an unambiguous port")
    @Rfc("5118 §4.5: IPv6 reference delimiters in Via")
    @Rfc("5118 §4.6: IPv6 addresses in SDP")
    @Rfc("5118 §4.7: several IP addresses in header fields")
    @Rfc("5118 §4.8: several IP addresses in SDP")
    @Rfc("5118 §4.9: IPv4-mapped IPv6 addresses")
    @Rfc("5118 §4.10: the IPv6 reference bug in the ABNF of RFC 3261")
    void readsIpv6Addresses(String line) {
        judge(line);
    }

    @Test
    void judgesEveryMessage() {
        var judged = new TreeSet<String>();
        Stream.of(WELL_FORMED, MALFORMED, MEANING, IPV6)
                .flatMap(Arrays::stream)
                .forEach(line -> judged.add(line.split("\\|", 2)[0].strip()));

        assertThat(judged).isEqualTo(TortureMessages.all().navigableKeySet());
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @Rfc("4475 §3.1.1.11: the body goes on whole, NULs and all")
    @Rfc("3261 §16.6.6-7: a Route without lr is a strict router")
    @Rfc("3261 §16.6.6-8: the Request-URI becomes the last Route")
    @Rfc("3261 §16.6.6-9: the Route becomes the Request-URI")
    void sendsTheMultipartMessageToWhereItsRouteSays(Protocol protocol) {
        var message = Heard.of(TortureMessages.all().get("mpart01"));
        try (var server = start();
                var line = Line.to(server, protocol)) {
            line.send(TortureMessages.all().get("mpart01"));
            var copy = server.nextSentTo(SILENT);

            assertThat(copy.startLine()).isEqualTo("MESSAGE sip:127.0.0.1:5080 SIP/2.0");
            assertThat(copy.values("Route")).containsExactly("<sip:kumiko@example.org>");
            assertThat(copy.body()).isEqualTo(message.body()).hasSize(553);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"escnull", "cparam01", "cparam02", "regescrt"})
    @Rfc("4475 §3.1.1.4: two distinct contact URIs are registered")
    @Rfc("4475 §3.3.12: unknownparam is in no binding during subsequent fetches")
    @Rfc("4475 §3.3.13: a subsequent retrieval includes unknownparam")
    @Rfc("4475 §3.3.14: a subsequent retrieval includes the escaped Route")
    void tellsTheBindingsAgain(String name) {
        var register = Heard.of(TortureMessages.all().get(name));
        try (var server = start();
                var line = Line.to(server, Protocol.TCP)) {
            line.ask(TortureMessages.all().get(name));

            var to = register.values("To").getFirst();
            var fetch = TextRequest.of("REGISTER", "sip:example.com", line, "fetch", 1)
                    .with("To: " + to, "From: " + to + ";tag=1");
            assertThat(line.ask(fetch.bytes()).text()).contains(TortureContents.of(name, "answer"));
        }
    }

    @Test
    void survivesAllOfThemAtOnce() {
        try (var server = start();
                var line = Line.fromPort5060(server, VIA_PORTS)) {
            for (var message : TortureMessages.all().values()) {
                line.send(message);
                try (var connection = Line.to(server, Protocol.TCP)) {
                    connection.send(message);
                }
            }

            GoodCall.succeeds(server, Protocol.UDP, answering, CALLEE);
            GoodCall.succeeds(server, Protocol.TCP, answering, CALLEE);
        }
    }

    private void judge(String row) {
        var columns = row.split("\\|", 4);
        var name = columns[0].strip();
        judge(name, Protocol.UDP, TortureVerdict.parse(columns[1]));
        judge(name, Protocol.TCP, TortureVerdict.parse(columns[2]));
    }

    private void judge(String name, Protocol protocol, TortureVerdict verdict) {
        var bytes = TortureMessages.all().get(name);
        try (var server = start();
                var line =
                        protocol == Protocol.UDP ? Line.fromPort5060(server, VIA_PORTS) : Line.to(server, protocol)) {
            line.send(bytes);
            if (verdict.isForwarded()) {
                TortureContents.checkCopy(name, Heard.of(bytes), busy.ear().next());
            }
            verdict.status()
                    .ifPresentOrElse(
                            status -> TortureContents.checkAnswer(
                                    name, status, Heard.of(bytes), line.ear().nextFinal()),
                            () -> assertThat(line.ear().within(SILENCE).filter(heard -> !heard.isClosed()))
                                    .as(name)
                                    .isEmpty());
            if (verdict.isClosed()) {
                assertThat(line.ear().next()).isEqualTo(Heard.CLOSED);
            }
            GoodCall.succeeds(server, protocol, answering, CALLEE);
            assertThat(busy.ear().already().filter(heard -> !heard.text().startsWith("ACK ")))
                    .as(name)
                    .isEmpty();
        }
    }

    private RunningServer start() {
        var server = RunningServer.of(CONFIGURATION, folder);
        GoodCall.register(server, answering, CALLEE);
        BUSY.forEach(aor -> GoodCall.register(server, busy, aor));
        return server;
    }
}
