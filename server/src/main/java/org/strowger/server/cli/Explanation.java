package org.strowger.server.cli;

import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/** One sentence for a learner about a message of a demo call. */
final class Explanation {
    private Explanation() {}

    /**
     * What a message alone does not tell.
     *
     * @param toProxy whether the proxy received it; otherwise the proxy sent it
     * @param answered whether it belongs to the phone that picked up
     * @param proven whether its request came with proof of a password
     */
    record Circumstances(boolean toProxy, boolean answered, boolean proven) {}

    static String of(SipMessage message, Circumstances circumstances) {
        return switch (message) {
            case SipRequest request -> of(request, circumstances.toProxy(), circumstances.answered());
            case SipResponse response when response.status().code() == 407 -> challenge(circumstances.proven());
            case SipResponse response -> of(response, circumstances.toProxy());
        };
    }

    private static String challenge(boolean proven) {
        return proven
                ? "The proof is wrong: it was made with another password than the proxy knows for alice. The question"
                        + " stands, with a fresh nonce; bob hears nothing of it."
                : "The proxy asks who A is: a challenge with a fresh nonce.";
    }

    private static String of(SipRequest request, boolean toProxy, boolean answered) {
        return switch (request.method().name()) {
            case "INVITE" -> invite(request, toProxy);
            case "ACK" -> answered ? ackOfAnswer(toProxy) : ackOfRefusal(toProxy);
            case "BYE" ->
                toProxy ? "A hangs up. BYE takes the way that Record-Route laid." : "The proxy passes the BYE on.";
            case "CANCEL" ->
                toProxy
                        ? "A gives up. CANCEL names the INVITE that it is about, and goes hop by hop."
                        : "The proxy tells this phone to stop ringing.";
            default -> "A request of method " + request.method().name() + ".";
        };
    }

    private static String invite(SipRequest request, boolean toProxy) {
        if (!toProxy) {
            return "The proxy knows where bob is registered and forwards the INVITE there: its own Via on top, so that"
                + " answers come back this way; Record-Route, so that later requests do; A's credentials taken out.";
        }
        return request.headers().has(HeaderName.PROXY_AUTHORIZATION)
                ? "A asks again, with proof that it knows its password (digest); the password itself never travels."
                : "A asks for bob. The body is an SDP offer: where A wants to hear, and which codecs it speaks.";
    }

    private static String ackOfAnswer(boolean toProxy) {
        return toProxy
                ? "A acknowledges the answer. The ACK of a 200 goes end to end, by the way that Record-Route laid."
                : "The proxy passes the ACK on. Now they talk: the audio does not pass the proxy.";
    }

    private static String ackOfRefusal(boolean toProxy) {
        return toProxy
                ? "A acknowledges the refusal. This ACK goes one hop only: the proxy keeps it."
                : "The proxy acknowledges this phone's refusal; such an ACK goes one hop only.";
    }

    private static String of(SipResponse response, boolean toProxy) {
        var cancel = response.cseq().method().equals(Method.CANCEL);
        if (cancel) {
            return "CANCEL itself is answered at once, hop by hop.";
        }
        return switch (response.status().code()) {
            case 100 -> "The proxy has taken the request over: A need not repeat it.";
            case 180 -> toProxy ? "The phone rings." : "The proxy takes its Via off and passes the ringing on.";
            case 200 -> success(response, toProxy);
            case 403 -> "Three wrong answers: the proxy refuses, and asks no more.";
            case 486 -> toProxy ? "The phone is busy." : "No phone is left to try: the proxy passes the refusal on.";
            case 480 ->
                toProxy
                        ? "The phone has rung long enough."
                        : "No phone is left to try: the proxy passes the refusal on.";
            case 487 ->
                toProxy
                        ? "The phone's last word on the INVITE that was cancelled."
                        : "The INVITE ends with 487: it was cancelled.";
            default -> "The answer.";
        };
    }

    private static String success(SipResponse response, boolean toProxy) {
        if (!response.cseq().method().equals(Method.INVITE)) {
            return toProxy ? "The BYE is confirmed." : "The call is over on both sides.";
        }
        return toProxy
                ? "The phone is picked up. The body is the SDP answer: the codec that both speak, and where B wants to"
                        + " hear."
                : "The proxy passes the answer on. From now on A and B know each other's address.";
    }
}
