package org.strowger.sip.examples;

import java.io.IOException;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.Decision;
import org.strowger.sip.proxy.ProxyCore;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.proxy.ProxySettings;
import org.strowger.sip.proxy.Routing;
import org.strowger.sip.proxy.Secret;
import org.strowger.sip.stack.SipStack;
import org.strowger.sip.stack.StackSettings;

/** A proxy that knows where Bob is, and nobody else. */
final class RunProxy {
    private RunProxy() {}

    // README: run a proxy
    static SipStack open(SipUri bob) throws IOException {
        var routing = Routing.of("example.test", question -> switch (question.requestUri()) {
            case SipUri uri when uri.userText().orElse("").equals("bob") -> Decision.Forward.to(bob);
            default -> Decision.Reject.with(Status.of(404));
        });
        return SipStack.open(
                StackSettings.listening("udp://127.0.0.1:0"),
                stack -> new ProxyCore(
                        new ProxyCore.Neighbours(
                                stack.transactions(), stack.transport(), stack.resolver(), routing, ProxyObserver.NONE),
                        ProxySettings.DEFAULT,
                        Secret.random(),
                        stack.shards()));
    }
    // README: end
}
