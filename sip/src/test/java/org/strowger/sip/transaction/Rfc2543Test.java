package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strowger.sip.transaction.Samples.request;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.testing.Rfc;

/** Clients that know no magic cookie (RFC 3261 §17.2.3). */
class Rfc2543Test {
    private static final String OLD = """
        %1$s sip:bob@biloxi.com SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060
        Max-Forwards: 70
        To: Bob <sip:bob@biloxi.com>%2$s
        From: Alice <sip:alice@atlanta.com>;tag=88sja8x
        Call-ID: 987asjd97y7atg
        CSeq: 986759 %1$s
        Content-Length: 0

        """;
    private static final SipRequest INVITE = request(OLD.formatted("INVITE", ""));

    private final Setting setting = new Setting();

    @Test
    @Rfc("3261 §17.2.3: Request-URI, To tag, From tag, Call-ID, CSeq and top Via match")
    void knowsARepeatedInvite() {
        setting.comes(INVITE);
        setting.respond(180);
        setting.comes(edited("Max-Forwards: 70", "Max-Forwards: 69"));

        assertThat(setting.user.heard()).containsExactly("request INVITE");
        assertThat(setting.peer.codes()).containsExactly(180, 180);
    }

    @Test
    @Rfc("3261 §17.2.3: a branch without the cookie is no branch")
    void doesNotTrustABranchWithoutTheCookie() {
        setting.comes(edited("192.0.2.1:5060", "192.0.2.1:5060;branch=1"));
        setting.comes(request(edited("192.0.2.1:5060", "192.0.2.1:5060;branch=1")
                .bytes()
                .toString()
                .replace("\r\n", "\n")
                .replace("986759", "986760")));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "request INVITE");
    }

    @Test
    @Rfc("3261 §17.2.3: what differs in one of them is another request")
    void tellsRequestsApart() {
        setting.comes(INVITE);
        setting.comes(edited("INVITE sip:bob@", "INVITE sip:carol@"));
        setting.comes(edited("To: Bob <sip:bob@biloxi.com>", "To: Bob <sip:bob@biloxi.com>;tag=1"));
        setting.comes(edited("tag=88sja8x", "tag=other"));
        setting.comes(edited("CSeq: 986759", "CSeq: 986760"));
        setting.comes(edited("192.0.2.1:5060", "192.0.2.1:5060;branch=7"));

        assertThat(setting.user.heard()).hasSize(6).containsOnly("request INVITE");
    }

    @Test
    @Rfc("3261 §17.2.3: Request-URIs are compared by their own rules")
    void knowsARepeatedInviteByAnEquivalentRequestUri() {
        setting.comes(INVITE);
        setting.comes(edited("INVITE sip:bob@biloxi.com", "INVITE sip:bob@BILOXI.com"));

        assertThat(setting.user.heard()).containsExactly("request INVITE");
    }

    @Test
    @Rfc("3261 §17.2.3: the To tag of the ACK matches that of the response")
    void absorbsTheAckForItsFailure() {
        setting.comes(INVITE);
        setting.respond(486);
        setting.pass();

        setting.comes(ack(setting.peer.responses().getLast()));
        setting.loop.advance(Duration.ofSeconds(6));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ended INVITE");
    }

    @Test
    @Rfc("3261 §17.2.3: an ACK with another To tag is for another response")
    void passesAnAckForAnotherResponseUp() {
        setting.comes(INVITE);
        setting.respond(486);

        setting.comes(request(OLD.formatted("ACK", ";tag=another")));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ack");
    }

    @Test
    @Rfc("6026 §6: an ACK without the cookie that matches an INVITE in Accepted goes to the TU")
    @Rfc("6026 §7.1-4: any ACK in Accepted goes to the TU")
    void passesTheAckForASuccessUp() {
        setting.comes(INVITE);
        setting.respond(200);
        setting.pass();

        setting.comes(ack(setting.peer.responses().getLast()));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "ack");
    }

    @Test
    @Rfc("3261 §17.2.3: an ACK in a dialog matches by the tag that the INVITE has itself")
    void absorbsTheAckForAFailureInADialog() {
        setting.comes(request(OLD.formatted("INVITE", ";tag=bob")));
        setting.respond(488);

        setting.comes(request(OLD.formatted("ACK", ";tag=bob")));

        assertThat(setting.user.heard()).containsExactly("request INVITE");
    }

    @Test
    @Rfc("3261 §9.2: a CANCEL is matched as if it were the INVITE")
    void findsTheInviteOfACancel() {
        setting.comes(INVITE);
        setting.comes(request(OLD.formatted("CANCEL", "")));

        assertThat(setting.user.heard()).containsExactly("request INVITE", "cancelled");
        assertThat(setting.peer.codes()).containsExactly(200);
    }

    @Test
    @Rfc("3261 §17.2.3: other methods match by all of them and the method")
    void knowsARepeatedRequest() {
        setting.comes(request(OLD.formatted("OPTIONS", "")));
        setting.comes(request(OLD.formatted("OPTIONS", "")));
        setting.comes(request(OLD.formatted("INFO", "")));

        assertThat(setting.user.heard()).containsExactly("request OPTIONS", "request INFO");
        setting.passForever();
        assertThat(setting.layer.live()).isZero();
    }

    private static SipRequest ack(SipResponse response) {
        return request(OLD.formatted("ACK", ";tag=" + response.toTag().orElseThrow()));
    }

    private static SipRequest edited(String from, String to) {
        return request(INVITE.bytes().toString().replace("\r\n", "\n").replace(from, to));
    }
}
