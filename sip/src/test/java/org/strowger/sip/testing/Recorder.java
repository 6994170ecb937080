package org.strowger.sip.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.transaction.ClientListener;
import org.strowger.sip.transaction.ClientTransaction;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;

/** A user of transactions that writes down in words what it hears, and answers requests as it was told. */
public final class Recorder implements TransactionUser, ClientListener {
    private final List<String> heard = new ArrayList<>();
    private final List<ServerTransaction> servers = new ArrayList<>();
    private final List<SipResponse> responses = new ArrayList<>();
    private final List<SipRequest> acks = new ArrayList<>();
    private Consumer<ServerTransaction> answer = _ -> {};
    private Consumer<ServerTransaction> cancelAnswer = _ -> {};
    private Consumer<SipResponse> reaction = _ -> {};

    /** What it does with a request from now on. */
    public Recorder answering(Consumer<ServerTransaction> how) {
        answer = how;
        return this;
    }

    /** What it does when an INVITE was cancelled. */
    public Recorder answeringCancel(Consumer<ServerTransaction> how) {
        cancelAnswer = how;
        return this;
    }

    /** What it does with a response from now on. */
    public Recorder reacting(Consumer<SipResponse> how) {
        reaction = how;
        return this;
    }

    /** All that it heard, in words and in order; a transaction's end is heard as "ended". */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /** What it heard since it was asked last. */
    public List<String> news() {
        var news = List.copyOf(heard);
        heard.clear();
        return news;
    }

    /** The server transactions whose requests it heard. */
    public List<ServerTransaction> servers() {
        return servers;
    }

    /** The server transaction it heard of last. */
    public ServerTransaction server() {
        return servers.getLast();
    }

    public List<SipResponse> responses() {
        return responses;
    }

    public List<SipRequest> acks() {
        return acks;
    }

    @Override
    public void request(ServerTransaction transaction) {
        heard.add("request " + transaction.request().method().name());
        servers.add(transaction);
        answer.accept(transaction);
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        heard.add("ack");
        acks.add(ack);
    }

    @Override
    public void stateless(Shard shard, SipResponse response) {
        heard.add("stateless " + response.status().code());
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        heard.add("cancelled");
        cancelAnswer.accept(invite);
    }

    @Override
    public void unsent(ServerTransaction transaction, IOException cause) {
        heard.add("unsent: " + cause.getMessage());
    }

    @Override
    public void unacknowledged(ServerTransaction invite) {
        heard.add("unacknowledged");
    }

    @Override
    public void ended(ServerTransaction transaction) {
        heard.add("ended " + transaction.request().method().name());
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {
        heard.add("response " + response.status().code());
        responses.add(response);
        reaction.accept(response);
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        heard.add("timed out");
    }

    @Override
    public void failed(ClientTransaction transaction, IOException cause) {
        heard.add("failed: " + cause.getMessage());
    }
}
