package org.strowger.sip.ua;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.strowger.sip.message.CSeq;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Uri;
import org.strowger.sip.transport.SentBy;

/**
 * All REGISTER requests of one agent: one Call-ID, one CSeq that grows, one after the other (RFC 3261 §10.2). Belongs to the agent's shard.
 */
final class RegisterRequests {
    private final AgentCore core;
    private final String callId;
    private final Tag tag;
    private final Login login;
    private final Deque<Errand> waiting = new ArrayDeque<>();
    private boolean busy;
    private long sequence;

    /**
     * One of them.
     *
     * @param contacts what stands in Contact, by how the registrar reaches us
     * @param forAll whether it has an Expires of zero beside the star
     */
    private record Errand(Function<SentBy, Optional<String>> contacts, boolean forAll, ClientRequest.Outcome outcome) {}

    RegisterRequests(AgentCore core) {
        this.core = core;
        this.callId = core.ground().newCallId();
        this.tag = core.ground().newTag();
        this.login = core.ground().newLogin();
    }

    /** Adds or refreshes a binding for so many seconds, or takes it back with none. */
    void send(Optional<Uri> contact, long seconds, ClientRequest.Outcome outcome) {
        enqueue(new Errand(
                local -> Optional.of("<"
                        + contact.orElseGet(() -> core.ground().contact(local)).text() + ">;expires=" + seconds),
                false,
                outcome));
    }

    /** "the request does not contain a Contact header field" (§10.2.3). */
    CompletableFuture<List<RegisteredContact>> fetch() {
        return listing(_ -> Optional.empty(), false);
    }

    /** "Contact header field value of "*" […] Expires header field with a value of "0"" (§10.2.2). */
    CompletableFuture<List<RegisteredContact>> removeAll() {
        return listing(_ -> Optional.of("*"), true);
    }

    CompletableFuture<List<RegisteredContact>> remove(Uri contact) {
        return listing(_ -> Optional.of("<" + contact.text() + ">;expires=0"), false);
    }

    private CompletableFuture<List<RegisteredContact>> listing(
            Function<SentBy, Optional<String>> contacts, boolean forAll) {
        var list = new CompletableFuture<List<RegisteredContact>>();
        enqueue(new Errand(contacts, forAll, new Listing(list)));
        return list;
    }

    private record Listing(CompletableFuture<List<RegisteredContact>> list) implements ClientRequest.Outcome {
        @Override
        public void answered(SipRequest request, SipResponse response) {
            try {
                if (response.status().isSuccess()) {
                    list.complete(RegisteredContact.listedIn(response));
                } else {
                    list.completeExceptionally(RequestFailedException.refused(response));
                }
            } catch (MalformedMessageException e) {
                list.completeExceptionally(RequestFailedException.unreadable(e, response));
            }
        }

        @Override
        public void unanswered(String reason) {
            list.completeExceptionally(RequestFailedException.unanswered(reason));
        }
    }

    /** "UAs MUST NOT send a new registration […] until they have received a final response […] for the previous one" (§10.2). */
    private void enqueue(Errand errand) {
        waiting.addLast(errand);
        if (!busy) {
            next();
        }
    }

    private void next() {
        var errand = waiting.pollFirst();
        busy = errand != null;
        if (errand == null) {
            return;
        }
        var outcome = new ClientRequest.Outcome() {
            @Override
            public void answered(SipRequest request, SipResponse response) {
                errand.outcome().answered(request, response);
                next();
            }

            @Override
            public void unanswered(String reason) {
                errand.outcome().unanswered(reason);
                next();
            }
        };
        var registrar = core.ground().settings().registrarUri();
        ClientRequest.outside(core.ground(), login, registrar, (target, local) -> write(errand, target, local), outcome)
                .start();
    }

    private RequestBuilder write(Errand errand, Uri target, SentBy local) {
        sequence++;
        var request = core.fromUs(
                        Method.REGISTER, target, core.ground().settings().addressOfRecord(), tag)
                .header(HeaderName.CALL_ID, callId)
                .header(HeaderName.CSEQ, new CSeq(sequence, Method.REGISTER).toString());
        errand.contacts().apply(local).ifPresent(contacts -> request.header(HeaderName.CONTACT, contacts));
        return errand.forAll() ? request.header(HeaderName.EXPIRES, "0") : request;
    }
}
