package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.NameAddr;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transport.Protocol;

/** A call as it ought to be: INVITE, 180, 200, ACK, BYE, 200, from a caller through the server to a phone that answers. */
final class GoodCall {
    private static final String FROM = "From: <sip:caller@example.net>;tag=caller";

    private GoodCall() {}

    /** Registers the phone as that user. */
    static void register(RunningServer server, Telephone phone, String aor) {
        try (var line = Line.to(server, Protocol.UDP)) {
            var domain = "sip:" + aor.substring(aor.indexOf('@') + 1);
            var user = phone.uri(aor.replaceAll("\\W", ""));
            var request = TextRequest.of("REGISTER", domain, line, "registration-" + phone.host() + user, 1)
                    .with("From: <" + aor + ">;tag=1", "To: <" + aor + ">", "Contact: <" + user + ">");
            assertThat(line.ask(request.bytes()).status()).as(aor).isEqualTo(200);
        }
    }

    /** Calls that user at that phone, talks, hangs up. */
    static void succeeds(RunningServer server, Protocol protocol, Telephone phone, String callee) {
        try (var line = Line.to(server, protocol)) {
            var callId = "good-" + line.host();
            line.send(TextRequest.of("INVITE", callee, line, callId, 1)
                    .with(FROM, "To: <" + callee + ">", "Contact: <sip:caller@" + line.host() + ">")
                    .bytes());
            var answer = ringsAndAnswers(line);
            assertThat(phone.ear().next().startLine()).startsWith("INVITE ");

            var peer = NameAddr.all(answer.headers(), HeaderName.CONTACT)
                    .getFirst()
                    .uri()
                    .text()
                    .toString();
            var to = "To: " + answer.headers().value(HeaderName.TO).orElseThrow();
            line.send(TextRequest.of("ACK", peer, line, callId, 1)
                    .with(FROM, to)
                    .routedBy(answer)
                    .bytes());
            assertThat(phone.ear().next().startLine()).isEqualTo("ACK " + peer + " SIP/2.0");

            var bye =
                    TextRequest.of("BYE", peer, line, callId, 2).with(FROM, to).routedBy(answer);
            assertThat(line.ask(bye.bytes()).status()).isEqualTo(200);
            assertThat(phone.ear().next().startLine()).isEqualTo("BYE " + peer + " SIP/2.0");
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static SipResponse ringsAndAnswers(Line line) {
        var ringing = line.ear().next();
        if (ringing.status() == 100) {
            ringing = line.ear().next();
        }
        assertThat(ringing.status()).isEqualTo(180);
        var answer = line.ear().next();
        assertThat(answer.status()).isEqualTo(200);
        return answer.response();
    }
}
