package org.strowger.sip.ua;

import java.util.concurrent.CompletableFuture;
import org.strowger.sip.message.CSeq;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.SentBy;

/** An OPTIONS outside any dialog (RFC 3261 §11.1). Belongs to the agent's shard. */
final class OptionsRequest implements ClientRequest.Outcome {
    private final AgentCore core;
    private final Uri asked;
    private final String callId;
    private final Tag tag;
    private final CompletableFuture<SipResponse> answer = new CompletableFuture<>();
    private long sequence;

    private OptionsRequest(AgentCore core, Uri asked) {
        this.core = core;
        this.asked = asked;
        this.callId = core.ground().newCallId();
        this.tag = core.ground().newTag();
    }

    static CompletableFuture<SipResponse> send(AgentCore core, Uri target) {
        var options = new OptionsRequest(core, target);
        ClientRequest.outside(core.ground(), core.ground().newLogin(), target, options::write, options)
                .start();
        return options.answer;
    }

    @Override
    public void answered(SipRequest request, SipResponse response) {
        answer.complete(response);
    }

    @Override
    public void unanswered(String reason) {
        answer.completeExceptionally(RequestFailedException.unanswered(reason));
    }

    private RequestBuilder write(Uri target, SentBy local) {
        sequence++;
        return core.fromUs(Method.OPTIONS, target, asked, tag)
                .header(HeaderName.CALL_ID, callId)
                .header(HeaderName.CSEQ, new CSeq(sequence, Method.OPTIONS).toString())
                .header(HeaderName.CONTACT, "<" + core.ground().contact(local) + ">")
                .header(HeaderName.ACCEPT, SessionBody.TYPE);
    }
}
