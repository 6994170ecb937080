package org.strowger.sip.auth;

import java.util.Optional;
import org.strowger.sip.message.AuthParameters;
import org.strowger.sip.message.QuotedString;
import org.strowger.sip.message.Slice;

/**
 * One digest challenge: a value of WWW-Authenticate or Proxy-Authenticate (RFC 7616 §3.3, RFC 8760 §2.3).
 *
 * @param qop whether {@code auth} is offered; a server that speaks RFC 2069 only offers nothing
 * @param stale whether only the nonce was too old: the same password may be tried again at once
 * @param opaque to be returned as it is; empty if there is none
 */
public record Challenge(Parameters parameters, boolean qop, boolean stale, String opaque) {

    /** What every challenge has. */
    public record Parameters(Realm realm, String nonce, Algorithm algorithm) {}

    static Challenge of(Realm realm, String nonce, Algorithm algorithm, boolean stale) {
        return new Challenge(new Parameters(realm, nonce, algorithm), true, stale, "");
    }

    /** The digest challenge in that value; empty if it is of another scheme, of an algorithm we do not know, offers only auth-int, or is malformed. */
    public static Optional<Challenge> parse(Slice value) {
        return Digest.parse(value).flatMap(Challenge::of);
    }

    private static Optional<Challenge> of(AuthParameters parameters) {
        var algorithm = Algorithm.of(parameters.unquoted("algorithm").orElse(Algorithm.MD5.token()));
        var realm = parameters.unquoted("realm").filter(Realm::isUsable);
        var nonce = parameters.unquoted("nonce");
        var qop = parameters.unquoted("qop");
        boolean auth = qop.isPresent() && offersAuth(qop.get());
        if (algorithm.isEmpty() || realm.isEmpty() || nonce.isEmpty() || (qop.isPresent() && !auth)) {
            return Optional.empty();
        }
        boolean stale = parameters.unquoted("stale").orElse("").equalsIgnoreCase("true");
        return Optional.of(new Challenge(
                new Parameters(new Realm(realm.get()), nonce.get(), algorithm.get()),
                auth,
                stale,
                parameters.unquoted("opaque").orElse("")));
    }

    private static boolean offersAuth(String list) {
        for (String option : list.split(",", -1)) {
            if (option.strip().equalsIgnoreCase("auth")) {
                return true;
            }
        }
        return false;
    }

    public Realm realm() {
        return parameters.realm();
    }

    public String nonce() {
        return parameters.nonce();
    }

    public Algorithm algorithm() {
        return parameters.algorithm();
    }

    /** The value of the header field. */
    public Slice headerValue() {
        var text = new StringBuilder(160)
                .append("Digest realm=")
                .append(QuotedString.quoted(realm().text()))
                .append(", nonce=")
                .append(QuotedString.quoted(nonce()));
        if (!opaque.isEmpty()) {
            text.append(", opaque=").append(QuotedString.quoted(opaque));
        }
        if (stale) {
            text.append(", stale=true");
        }
        text.append(", algorithm=").append(algorithm().token());
        // "A UAS MUST always send a "qop" parameter" (RFC 8760 §2.6)
        return Slice.of(text.append(qop ? ", qop=\"auth\"" : "").toString());
    }
}
