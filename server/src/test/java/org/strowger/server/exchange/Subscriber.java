package org.strowger.server.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.message.Status;
import org.strowger.sip.transport.Protocol;

/** A user of the server, on a line of their own, who proves to be that user when asked. */
final class Subscriber implements AutoCloseable {
    private static final String DOMAIN = "example.test";

    private final Line line;
    private final String aor;
    private final DigestClient credentials;
    private int cseq;

    private Subscriber(Line line, String user, String password) {
        this.line = line;
        this.aor = "sip:" + user + "@" + DOMAIN;
        this.credentials = new DigestClient(Account.of(user, password), new Random(8760));
    }

    static Subscriber of(RunningServer server, Protocol protocol, String user, String password) {
        return new Subscriber(Line.to(server, protocol), user, password);
    }

    String aor() {
        return aor;
    }

    /** A Contact URI on this line. */
    String contact() {
        return "sip:phone@" + line.host();
    }

    Line line() {
        return line;
    }

    /** The final answer to a REGISTER, a challenge answered. */
    Heard register(String... lines) {
        return ask("REGISTER", "sip:" + DOMAIN, "<" + aor + ">", lines);
    }

    /** The same for somebody else. */
    Heard registerFor(String other, String... lines) {
        return ask("REGISTER", "sip:" + DOMAIN, "<" + other + ">", lines);
    }

    /** The Contact values of the bindings. */
    List<String> bindings() {
        return register().values("Contact");
    }

    /** The final answer to a request to that URI, a challenge answered. */
    Heard ask(String method, String uri, String... lines) {
        return ask(method, uri, "<" + uri + ">", lines);
    }

    /** Acknowledges the 2xx to the last INVITE. */
    void acknowledge(Heard success, String target) {
        line.send(within(success, "ACK", target).bytes());
    }

    /** The final answer to a request inside the dialog that the 2xx made. */
    Heard askWithin(Heard success, String method, String target) {
        cseq++;
        return line.ask(within(success, method, target).bytes());
    }

    private TextRequest within(Heard success, String method, String target) {
        return TextRequest.of(method, target, line, "subscriber-" + line.host(), cseq)
                .with("From: <" + aor + ">;tag=1", "To: " + success.values("To").getFirst())
                .routedBy(success.response());
    }

    private Heard ask(String method, String uri, String to, String... lines) {
        var answer = once(method, uri, to, lines);
        boolean challenged = answer.status() == 401 || answer.status() == 407;
        return challenged && credentials.learn(answer.response()) instanceof DigestClient.Advice.Retry
                ? once(method, uri, to, lines)
                : answer;
    }

    /** The final answer to a REGISTER without credentials, unless they were asked for before. */
    Heard registerOnce(String... lines) {
        return once("REGISTER", "sip:" + DOMAIN, "<" + aor + ">", lines);
    }

    private Heard once(String method, String uri, String to, String... lines) {
        cseq++;
        var plain = TextRequest.of(method, uri, line, "subscriber-" + line.host(), cseq)
                .with("From: <" + aor + ">;tag=1", "To: " + to)
                .with(lines);
        var request = Heard.of(plain.bytes()).request();
        var proofs = new ArrayList<String>();
        for (var proof : credentials.authorize(request.method(), request.requestUri())) {
            proofs.add(proof.name() + ": " + proof.value());
        }
        var whole = Heard.of(plain.with(proofs.toArray(String[]::new)).bytes());
        var answer = line.ask(whole.request().bytes().toBytes());
        if (method.equals("INVITE") && !Status.of(answer.status()).isSuccess()) {
            line.send(whole.request().failureAck(answer.response()).bytes().toBytes());
        }
        return answer;
    }

    @Override
    public void close() {
        line.close();
    }
}
