package org.strowger.server.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.ListeningPoint;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.tls.TestCertificate;

/**
 * Calls between phones that reach the running server in different ways, over sockets: who may send what to where within a dialog is
 * settled by the two Record-Routes of the INVITE.
 */
@Timeout(60)
class CrossingTest {
    private static final String CONFIGURATION = """
        domains: [example.test]
        listen: ["udp://127.0.13.1:0", "udp://127.0.13.2:0", "udp://[::1]:0", "tls://127.0.13.1:0", "ws://127.0.13.1:0"]
        tls: {certificates: {chain: server.crt, key: server.key}}
        authentication: off
        bindings: memory
        """;

    private static final String CALLER = "<sip:alice@example.test>;tag=a";
    private static final String CALLED = "<sip:bob@example.test>";

    @TempDir
    private Path folder;

    private int number;

    /** One end of the dialog, as it knows it. */
    private record End(Extension phone, String self, String peer, List<Slice> routes, String target) {}

    private Extension extension(RunningServer server, String kind) throws IOException {
        return switch (kind) {
            case "udp" -> Extension.udp(address(server, Protocol.UDP, "127.0.13.1"), "127.0.13.10");
            case "udp2" -> Extension.udp(address(server, Protocol.UDP, "127.0.13.2"), "127.0.13.11");
            case "udp6" -> Extension.udp(address(server, Protocol.UDP, "::1"), "::1");
            case "tls" -> Extension.tls(address(server, Protocol.TLS, "127.0.13.1"));
            case "ws" -> Extension.webSocket(address(server, Protocol.WS, "127.0.13.1"));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static InetSocketAddress address(RunningServer server, Protocol protocol, String host) {
        return server.exchange().listeningPoints().stream()
                .filter(point -> point.protocol() == protocol)
                .map(ListeningPoint::address)
                .filter(point -> point.getAddress().equals(InetAddress.ofLiteral(host)))
                .findFirst()
                .orElseThrow();
    }

    private byte[] request(String line, Extension phone, String... fields) {
        var lines = new ArrayList<>(List.of(line + " SIP/2.0", phone.via("crossing" + number++), "Max-Forwards: 70"));
        lines.addAll(List.of(fields));
        lines.add("Content-Length: 0\r\n\r\n");
        return String.join("\r\n", lines).getBytes(ISO_8859_1);
    }

    private void register(Extension phone, String user) {
        var aor = "<sip:" + user + "@example.test>";
        var register = request(
                "REGISTER sip:example.test",
                phone,
                "From: " + aor + ";tag=r",
                "To: " + aor,
                "Call-ID: register-" + user,
                "CSeq: 1 REGISTER",
                "Contact: <" + phone.contact(user) + ">");
        phone.send(register, phone.server());
        assertThat(phone.hears().status()).isEqualTo(200);
    }

    private static byte[] ok(Heard request, String contact) {
        var answer = request.request().respond(Status.of(200));
        if (request.request().toTag().isEmpty()) {
            answer.toTag(new Tag(Slice.of("b")));
        }
        return answer.copy(HeaderName.RECORD_ROUTE)
                .header(HeaderName.CONTACT, Slice.of("<" + contact + ">"))
                .write()
                .bytes()
                .toBytes();
    }

    /** Where the topmost of its routes leads, which must be where its phone has reached the server. */
    private static InetSocketAddress next(End end) {
        try {
            var uri = (SipUri) NameAddr.parse(end.routes.getFirst()).uri();
            var host = uri.host().toString().replaceAll("[\\[\\]]", "");
            return new InetSocketAddress(InetAddress.ofLiteral(host), uri.port().orElseThrow());
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private void sends(End end, String method, int cseq) {
        var fields = new ArrayList<>(List.of(
                "From: " + end.self,
                "To: " + end.peer,
                "Call-ID: crossing",
                "CSeq: " + cseq + " " + method,
                "Contact: <" + end.phone.contact("x") + ">"));
        end.routes.forEach(route -> fields.add("Route: " + route));
        end.phone.send(request(method + " " + end.target, end.phone, fields.toArray(String[]::new)), next(end));
    }

    private byte[] invite(Extension caller) {
        return request(
                "INVITE sip:bob@example.test",
                caller,
                "From: " + CALLER,
                "To: " + CALLED,
                "Call-ID: crossing",
                "CSeq: 1 INVITE",
                "Contact: <" + caller.contact("alice") + ">");
    }

    /** Asks, and the other end agrees: to an INVITE with an ACK in the end. */
    private void asks(End end, End other, String method, int cseq) {
        sends(end, method, cseq);
        var request = other.phone.hears();
        assertThat(request.startLine()).isEqualTo(method + " " + end.target + " SIP/2.0");
        assertThat(request.values("Route")).isEmpty();
        other.phone.send(ok(request, end.target), other.phone.server());
        assertThat(end.phone.hears().status()).isEqualTo(200);
        if (method.equals("INVITE")) {
            sends(end, "ACK", cseq);
            assertThat(other.phone.hears().startLine()).isEqualTo("ACK " + end.target + " SIP/2.0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "udp,  tls,  2, transport=tls, transport=udp",
        "tls,  udp,  2, transport=udp, transport=tls",
        "udp,  udp6, 2, :1]:,          127.0.13.1:",
        "udp6, udp,  2, 127.0.13.1:,   :1]:",
        "udp2, tls,  2, transport=tls, 127.0.13.2:",
        "udp2, udp6, 2, :1]:,          127.0.13.2:",
        "udp,  ws,   2, transport=ws,  transport=udp",
        "ws,   tls,  2, transport=tls, transport=ws",
        "tls,  ws,   2, transport=ws,  transport=tls",
        "tls,  tls,  1, transport=tls, transport=tls",
        "udp,  udp,  1, 127.0.13.1:,   127.0.13.1:"
    })
    @Rfc("5658 §6.2-1: two Record-Routes where the transport changes")
    @Rfc("5658 §6.2-2: the one for the side of TLS leads to TLS")
    @Rfc("5658 §6.2-5: two where address family or interface change")
    @Rfc("5630 §5.3-11: a phone without a certificate is reached over its connection")
    void carryADialogInBothDirections(String from, String to, int records, String outer, String inner)
            throws IOException {
        TestCertificate.of("DNS:example.test").write(folder, "server");
        try (var server = RunningServer.of(CONFIGURATION, folder);
                var caller = extension(server, from);
                var called = extension(server, to)) {
            register(called, "bob");
            var invite = invite(caller);

            caller.send(invite, caller.server());
            var arrived = called.hears();
            called.send(ok(arrived, called.contact("bob")), called.server());
            var answer = caller.hears();

            var recorded = arrived.request().headers().values(HeaderName.RECORD_ROUTE);
            assertThat(recorded).hasSize(records);
            assertThat(recorded.getFirst().toString()).startsWith("<sip:").contains(outer);
            assertThat(recorded.getLast().toString()).startsWith("<sip:").contains(inner);
            assertThat(answer.response().headers().values(HeaderName.RECORD_ROUTE))
                    .isEqualTo(recorded);

            var target = arrived.request().requestUri().toString();
            var calling = new End(caller, CALLER, CALLED + ";tag=b", recorded.reversed(), target);
            var answering = new End(called, CALLED + ";tag=b", CALLER, recorded, caller.contact("alice"));
            assertThat(next(calling)).isEqualTo(caller.server());
            assertThat(next(answering)).isEqualTo(called.server());
            sends(calling, "ACK", 1);
            assertThat(called.hears().startLine()).startsWith("ACK ");
            asks(calling, answering, "INVITE", 2);
            asks(answering, calling, "INVITE", 1);
            asks(calling, answering, "INFO", 3);
            asks(answering, calling, "BYE", 2);
            asks(calling, answering, "BYE", 4);
        }
    }
}
