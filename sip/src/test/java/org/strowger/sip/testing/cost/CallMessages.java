package org.strowger.sip.testing.cost;

import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;

/** The messages that Alice at 192.0.2.50:5080 and Bob at 192.0.2.60:5070 send in a call, by the call's number: as those of a load generator. */
public final class CallMessages {
    private static final String SDP = """
        v=0
        o=alice 2890844526 2890844526 IN IP4 192.0.2.50
        s=-
        c=IN IP4 192.0.2.50
        t=0 0
        m=audio 49170 RTP/AVP 0 8 101
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=sendrecv
        """;

    private static final String IDENTITY = """
        From: "Alice" <sip:alice@example.com>;tag=7f3a9ca########
        To: "Bob" <sip:bob@192.0.2.60:5070>%s
        Call-ID: ########.7f3a9c@192.0.2.50
        CSeq: %s
        """;

    private static final Template INVITE = Template.of("""
        INVITE sip:bob@192.0.2.60:5070 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.50:5080;branch=z9hG4bK7f3a9c-########-i;rport
        Max-Forwards: 70
        """ + IDENTITY.formatted("", "1 INVITE") + """
        Contact: <sip:alice@192.0.2.50:5080>
        User-Agent: bench/1.0
        Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE
        Supported: timer, 100rel
        """ + withSdp());
    private static final Template RINGING =
            Template.of("SIP/2.0 180 Ringing\n{}" + IDENTITY.formatted(";tag=b5d2", "1 INVITE")
                    + "Contact: <sip:bob@192.0.2.60:5070>\nContent-Length: 0\n\n");
    private static final Template OK = Template.of("SIP/2.0 200 OK\n{}" + IDENTITY.formatted(";tag=b5d2", "1 INVITE")
            + "Contact: <sip:bob@192.0.2.60:5070>\n" + withSdp());
    private static final Template ACK =
            Template.of("""
                ACK sip:bob@192.0.2.60:5070 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.50:5080;branch=z9hG4bK7f3a9c-########-a;rport
                Max-Forwards: 70
                Route: {}
                """ + IDENTITY.formatted(";tag=b5d2", "1 ACK") + "Content-Length: 0\n\n");
    private static final Template BYE = Template.of(
            """
                BYE sip:bob@192.0.2.60:5070 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.50:5080;branch=z9hG4bK7f3a9c-########-b;rport
                Max-Forwards: 70
                Route: {}
                """ + IDENTITY.formatted(";tag=b5d2", "2 BYE") + "User-Agent: bench/1.0\nContent-Length: 0\n\n");
    private static final Template OK_TO_BYE =
            Template.of("SIP/2.0 200 OK\n{}" + IDENTITY.formatted(";tag=b5d2", "2 BYE") + "Content-Length: 0\n\n");
    private static final byte[] BEHIND_THE_ECHO = {'M', 'a', 'x', '-', 'F'};

    private CallMessages() {}

    private static String withSdp() {
        int bytes = SDP.replace("\n", "\r\n").length();
        return "Content-Type: application/sdp\nContent-Length: %d\n\n".formatted(bytes) + SDP;
    }

    /** Some 700 bytes, a session description among them. */
    public static byte[] invite(int number) {
        return INVITE.write(number, Slice.EMPTY);
    }

    /** @param invite as Bob received it */
    public static byte[] ringing(int number, SipRequest invite) {
        return RINGING.write(number, echo(invite));
    }

    /** @param invite as Bob received it */
    public static byte[] ok(int number, SipRequest invite) {
        return OK.write(number, echo(invite));
    }

    /** @param ok as Alice received it */
    public static byte[] ack(int number, SipResponse ok) {
        return ACK.write(number, route(ok));
    }

    /** @param ok as Alice received it */
    public static byte[] bye(int number, SipResponse ok) {
        return BYE.write(number, route(ok));
    }

    /** @param bye as Bob received it */
    public static byte[] okToBye(int number, SipRequest bye) {
        return OK_TO_BYE.write(number, echo(bye));
    }

    /** The Via and Record-Route fields of a request of ours, which stand in front of Max-Forwards. */
    private static Slice echo(SipRequest request) {
        var bytes = request.bytes();
        int start = bytes.indexOf('\n') + 1;
        int end = start;
        while (!startsWith(bytes, end, BEHIND_THE_ECHO)) {
            end = bytes.part(end, bytes.length()).indexOf('\n') + end + 1;
        }
        return bytes.part(start, end);
    }

    private static boolean startsWith(Slice bytes, int from, byte[] text) {
        for (int at = 0; at < text.length; at++) {
            if (bytes.at(from + at) != text[at]) {
                return false;
            }
        }
        return true;
    }

    private static Slice route(SipResponse response) {
        return response.headers().value(HeaderName.RECORD_ROUTE).orElseThrow();
    }
}
