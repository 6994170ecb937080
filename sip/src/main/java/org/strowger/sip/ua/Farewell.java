package org.strowger.sip.ua;

import org.strowger.sip.message.Method;
import org.strowger.sip.message.RequestBuilder;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/** The BYE of a dialog (RFC 3261 §15.1.1): whatever is answered to it, the dialog is over. */
final class Farewell implements ClientRequest.Outcome {
    private final ClientRequest request;
    private Dialog dialog;
    private Runnable then = () -> {};

    Farewell(Ground ground, Login login, Dialog dialog) {
        this.dialog = dialog;
        this.request = ClientRequest.inside(ground, login, dialog, (_, _) -> bye(), this);
    }

    /** @param done run when it was answered, or nobody answers */
    void send(Runnable done) {
        then = done;
        request.start();
    }

    @Override
    public void answered(SipRequest bye, SipResponse response) {
        then.run();
    }

    @Override
    public void unanswered(String reason) {
        then.run();
    }

    private RequestBuilder bye() {
        dialog = dialog.counted();
        return dialog.request(Method.BYE);
    }
}
