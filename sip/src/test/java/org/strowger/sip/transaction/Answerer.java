package org.strowger.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Status;
import org.strowger.sip.transport.Flow;

/** A user agent server of the simulation: rings, answers, refuses or says nothing, as chance will have it. */
final class Answerer implements TransactionUser {
    private final Random random;
    /** How often each request was passed up; once, if the layer knows its repetitions. */
    private final Map<String, Integer> requests = new HashMap<>();
    /** Successes that nobody acknowledged yet. */
    private final Map<String, SipResponse> unacknowledged = new HashMap<>();

    private final IdentityHashMap<ServerTransaction, Boolean> ongoing = new IdentityHashMap<>();

    Answerer(Random random) {
        this.random = random;
    }

    /** The most that any request was passed up. */
    int mostPerRequest() {
        return requests.values().stream().mapToInt(count -> count).max().orElse(0);
    }

    int requests() {
        return requests.size();
    }

    int ongoing() {
        return ongoing.size();
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        requests.merge(request.callId() + " " + request.method().name(), 1, Integer::sum);
        ongoing.put(transaction, true);
        if (request.method().equals(Method.INVITE)) {
            call(transaction);
        } else if (random.nextInt(10) > 0) {
            later(transaction, random.nextInt(3) == 0 ? 10_000 : 1, () -> respond(transaction, anyFinal()));
        }
    }

    private void call(ServerTransaction invite) {
        switch (random.nextInt(4)) {
            case 0 -> respond(invite, anyFinal());
            case 1 -> later(invite, 5000, () -> respond(invite, anyFinal()));
            default -> {
                later(invite, 500, () -> respond(invite, 180));
                later(invite, 30_000, () -> respond(invite, anyFinal()));
            }
        }
    }

    private int anyFinal() {
        int[] codes = {200, 200, 200, 302, 404, 486, 603};
        return codes[random.nextInt(codes.length)];
    }

    private void respond(ServerTransaction transaction, int code) {
        var response = Samples.response(transaction.request(), code, transaction.tag());
        boolean isSuccess = code == 200 && transaction.request().method().equals(Method.INVITE);
        if (isSuccess
                && unacknowledged.putIfAbsent(transaction.request().callId().toString(), response) == null) {
            repeat(transaction, response, Timers.RFC3261.t1());
        }
        transaction.respond(response);
    }

    /** "It is passed to the transport with an interval that starts at T1 seconds and doubles […] until it reaches T2" (RFC 6026 §8.1). */
    private void repeat(ServerTransaction transaction, SipResponse response, Duration interval) {
        transaction.shard().schedule(interval, () -> {
            if (ongoing.containsKey(transaction)
                    && unacknowledged.containsKey(response.callId().toString())) {
                transaction.respond(response);
                repeat(transaction, response, Timers.RFC3261.doubledUpToT2(interval));
            }
        });
    }

    private void later(ServerTransaction transaction, int withinMillis, Runnable what) {
        transaction.shard().schedule(Duration.ofMillis(random.nextInt(withinMillis)), what);
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {
        unacknowledged.remove(ack.callId().toString());
    }

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {
        invite.respond(
                invite.request().respond(Status.of(487)).toTag(invite.tag()).write());
    }

    @Override
    public void unsent(ServerTransaction transaction, IOException cause) {
        throw new AssertionError("nothing fails in this network", cause);
    }

    @Override
    public void ended(ServerTransaction transaction) {
        ongoing.remove(transaction);
    }
}
