package org.strowger.sip.ua;

import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Status;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.ua.SessionEnd.Party;

/** What the other side of a session sends within its dialog (RFC 3261 §12.2.2, §14.2, §15.1.2). */
final class ReceivedRequests {
    private static final int MOST_SECONDS_TO_WAIT = 10;

    private final InviteSession session;
    private Optional<Reinvite> reinvite = Optional.empty();

    ReceivedRequests(InviteSession session) {
        this.session = session;
    }

    void request(ServerTransaction transaction) {
        if (session.dialog().isEmpty()) {
            early(transaction);
            return;
        }
        var request = transaction.request();
        var dialog = session.dialog().get();
        if (dialog.isOutOfOrder(request)) {
            answer(transaction, Status.of(500));
            return;
        }
        session.in(dialog.received(request));
        if (request.method().equals(Method.BYE)) {
            answer(transaction, Status.OK);
            hungUp();
        } else if (session.isLeaving()) {
            answer(transaction, Status.of(481));
        } else if (request.method().equals(Method.INVITE)) {
            invite(transaction);
        } else {
            session.core().respond(transaction, Inspection.withCapabilities(request.respond(Status.OK)));
        }
    }

    /** Our own INVITE has no final response yet: the callee may ask, and nothing more (§14.2, §15). */
    private void early(ServerTransaction transaction) {
        var request = transaction.request();
        if (request.method().equals(Method.INVITE)) {
            refuse(transaction, session.beginning().readiness());
        } else if (request.method().equals(Method.OPTIONS)) {
            session.core().respond(transaction, Inspection.withCapabilities(request.respond(Status.OK)));
        } else {
            answer(transaction, Status.of(481));
        }
    }

    void ack(SipRequest ack) {
        if (reinvite.isPresent() && reinvite.get().isNumbered(ack.cseq().number())) {
            reinvite.get().acknowledged(ack);
        } else {
            session.beginning().acknowledged(ack);
        }
    }

    private void hungUp() {
        session.beginning().byeReceived();
        reinvite.ifPresent(Reinvite::byeReceived);
        session.finish(new SessionEnd.HungUp(Party.THEM));
    }

    private void invite(ServerTransaction transaction) {
        var readiness = session.beginning().readiness();
        boolean pending = reinvite.isPresent() && reinvite.get().awaitsAck();
        if (!readiness.isSuccess()) {
            refuse(transaction, readiness);
        } else if (pending) {
            refuse(transaction, Status.of(491));
        } else {
            var later = new Reinvite(session, transaction);
            reinvite = Optional.of(later);
            try {
                later.answer();
            } catch (MalformedMessageException e) {
                answer(transaction, e.answer());
            }
        }
    }

    /** "MUST include a Retry-After header field with a randomly chosen value of between 0 and 10 seconds" (§14.2) in the 500. */
    private void refuse(ServerTransaction transaction, Status status) {
        var response = transaction.request().respond(status);
        if (status.code() == 500) {
            int seconds = session.core().ground().random().nextInt(MOST_SECONDS_TO_WAIT + 1);
            response.header(HeaderName.RETRY_AFTER, Integer.toString(seconds));
        }
        session.core().respond(transaction, response);
    }

    private void answer(ServerTransaction transaction, Status status) {
        session.core().respond(transaction, transaction.request().respond(status));
    }
}
