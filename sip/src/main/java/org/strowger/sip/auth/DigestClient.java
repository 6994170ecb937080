package org.strowger.sip.auth;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.QuotedString;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;

/**
 * The client's side of digest authentication (RFC 3261 §22.2, §22.3, RFC 8760 §2.4): learns from 401 and 407 responses, and makes the
 * credentials of the next requests.
 *
 * <p>Belongs to who sends the requests of one Call-ID (a registration, a dialog) and is used by it alone: "These credentials MUST NOT be
 * cached across dialogs" (§22.3). Not thread-safe.
 */
public final class DigestClient {
    /** How often in a row we believe a server that only the nonce was wrong. */
    private static final int MOST_STALE = 3;

    private static final int CNONCE_BYTES = 12;

    private final Account account;
    private final RandomGenerator random;
    private final List<Session> sessions = new ArrayList<>();

    /** @param random makes the cnonces; strangers must not be able to guess it */
    public DigestClient(Account account, RandomGenerator random) {
        this.account = account;
        this.random = random;
    }

    /** A header field of a request. */
    public record Line(HeaderName name, Slice value) {}

    /** Whether a request is worth sending again. */
    public sealed interface Advice {
        /** With a higher CSeq and the lines of {@link #authorize}. */
        record Retry() implements Advice {}

        /** "A UAC MUST NOT re-attempt requests with the credentials that have just been rejected" (RFC 3261 §22.1). */
        record GiveUp(String reason) implements Advice {}
    }

    /** One challenge that is being answered, and how often. */
    private static final class Session {
        private final HeaderName name;
        private final Challenge challenge;
        private final HashedA1 secret;
        private int staleInARow;
        private long count;

        Session(HeaderName name, Challenge challenge, HashedA1 secret, int staleInARow) {
            this.name = name;
            this.challenge = challenge;
            this.secret = secret;
            this.staleInARow = staleInARow;
        }

        boolean isFor(HeaderName other, Realm realm) {
            return name.equals(other) && challenge.realm().equals(realm);
        }
    }

    /** Learns the challenges of a 401 or 407 response. */
    public Advice learn(SipResponse response) {
        var found = new ArrayList<Session>();
        collect(response, HeaderName.WWW_AUTHENTICATE, HeaderName.AUTHORIZATION, found);
        collect(response, HeaderName.PROXY_AUTHENTICATE, HeaderName.PROXY_AUTHORIZATION, found);
        if (found.isEmpty()) {
            return new Advice.GiveUp("no challenge that we can answer");
        }
        for (var session : found) {
            var before = sessionFor(session.name, session.challenge.realm());
            boolean answered = before.isPresent() && before.get().count > 0;
            if (answered && !session.challenge.stale()) {
                return new Advice.GiveUp("the credentials for \"" + session.challenge.realm() + "\" were rejected");
            }
            if (session.staleInARow > MOST_STALE) {
                return new Advice.GiveUp("every nonce of \"" + session.challenge.realm() + "\" is said to be stale");
            }
        }
        for (var session : found) {
            sessions.removeIf(old -> old.isFor(session.name, session.challenge.realm()));
            sessions.add(session);
        }
        return new Advice.Retry();
    }

    /** Per realm the strongest challenge that we have a secret for; of equal ones the topmost (RFC 8760 §2.4). */
    private void collect(SipResponse response, HeaderName asked, HeaderName answer, List<Session> found) {
        for (var field : response.headers().all(asked)) {
            Challenge.parse(field.value()).ifPresent(challenge -> offer(answer, challenge, found));
        }
    }

    private void offer(HeaderName answer, Challenge challenge, List<Session> found) {
        var secret = account.secret(challenge.realm(), challenge.algorithm());
        var rival = found.stream()
                .filter(session -> session.isFor(answer, challenge.realm()))
                .findFirst();
        if (secret.isEmpty()
                || (rival.isPresent() && rival.get().challenge.algorithm().compareTo(challenge.algorithm()) >= 0)) {
            return;
        }
        int before = sessionFor(answer, challenge.realm())
                .map(old -> old.staleInARow)
                .orElse(0);
        rival.ifPresent(found::remove);
        found.add(new Session(answer, challenge, secret.get(), challenge.stale() ? before + 1 : 0));
    }

    private Optional<Session> sessionFor(HeaderName name, Realm realm) {
        return sessions.stream().filter(session -> session.isFor(name, realm)).findFirst();
    }

    /** Credentials for every realm that asked so far: one line each. Every call counts as one use of their nonces. */
    public List<Line> authorize(Method method, Uri requestUri) {
        var lines = new ArrayList<Line>();
        for (var session : sessions) {
            lines.add(new Line(
                    session.name,
                    answer(session, method.name(), requestUri.text().toString())));
        }
        return List.copyOf(lines);
    }

    /** To be told when a request with credentials was accepted: the server may call the next nonce stale again. */
    public void accepted() {
        for (var session : sessions) {
            session.staleInARow = 0;
        }
    }

    private Slice answer(Session session, String method, String uri) {
        session.count++;
        var challenge = session.challenge;
        var asked = new DigestResponse.Asked(method, uri, challenge.nonce());
        var text = new StringBuilder(300)
                .append("Digest username=")
                .append(QuotedString.quoted(account.user()))
                .append(", realm=")
                .append(QuotedString.quoted(challenge.realm().text()))
                .append(", nonce=")
                .append(QuotedString.quoted(challenge.nonce()))
                .append(", uri=")
                .append(QuotedString.quoted(uri))
                .append(", algorithm=")
                .append(challenge.algorithm().token());
        if (!challenge.opaque().isEmpty()) {
            text.append(", opaque=").append(QuotedString.quoted(challenge.opaque()));
        }
        byte[] response;
        if (challenge.qop()) {
            String cnonce = cnonce();
            String nc = HexFormat.of().toHexDigits(session.count, 8);
            response = DigestResponse.of(session.secret, asked, nc, cnonce, "auth");
            text.append(", qop=auth, nc=")
                    .append(nc)
                    .append(", cnonce=\"")
                    .append(cnonce)
                    .append('"');
        } else {
            response = DigestResponse.of(session.secret, asked);
        }
        text.append(", response=\"").append(HexFormat.of().formatHex(response)).append('"');
        return Slice.of(text.toString());
    }

    private String cnonce() {
        byte[] chance = new byte[CNONCE_BYTES];
        random.nextBytes(chance);
        return HexFormat.of().formatHex(chance);
    }
}
