package org.strowger.sip.examples;

import java.io.IOException;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.stack.StackSettings;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;

/** Answers OPTIONS, and nothing else. */
// README: answer an OPTIONS
final class AnswerOptions implements TransactionUser {
    static SipStack listen(String... points) throws IOException {
        return SipStack.open(StackSettings.listening(points), _ -> new AnswerOptions());
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        var status = request.method().equals(Method.OPTIONS) ? Status.OK : Status.of(405);
        transaction.respond(request.respond(status)
                .toTag(transaction.tag())
                .header(HeaderName.ALLOW, "OPTIONS")
                .write());
    }

    @Override
    public void ack(Shard shard, SipRequest ack, Flow flow) {}

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {}
}
// README: end
