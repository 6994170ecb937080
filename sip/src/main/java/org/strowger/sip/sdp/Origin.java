package org.strowger.sip.sdp;

import java.math.BigInteger;

/**
 * Who made the session description, which session it is, and which version of it: the "o=" line (RFC 8866 §5.2).
 *
 * @param username without spaces, {@code -} if there are no users
 * @param sessionId digits; with all the rest but the version it names the session in the whole world
 * @param sessionVersion grows when the description changes
 * @param address of the machine that made the session
 */
public record Origin(String username, String sessionId, BigInteger sessionVersion, NetworkAddress address) {
    private static final int FIELDS = 6;

    public Origin {
        Grammar.expect(Grammar.isVisible(username), "a user name without spaces");
        Grammar.expect(isId(sessionId), "a session identifier of 1 to " + Limits.ID_DIGITS + " digits");
        Grammar.expect(isId(sessionVersion.toString()), "a session version of 1 to " + Limits.ID_DIGITS + " digits");
    }

    /**
     * The origin of a new session, at version 1.
     *
     * @param sessionId not negative; the caller makes it unique, from a clock or by chance
     */
    public static Origin of(String username, long sessionId, NetworkAddress address) {
        return new Origin(username, Long.toString(sessionId), BigInteger.ONE, address);
    }

    /** The same session, one version later (RFC 3264 §8). */
    public Origin next() {
        return new Origin(username, sessionId, sessionVersion.add(BigInteger.ONE), address);
    }

    /** Whether both name the same session, whatever the versions. */
    public boolean isSameSession(Origin other) {
        return username.equals(other.username) && sessionId.equals(other.sessionId) && address.equals(other.address);
    }

    static Origin parse(String value) {
        var fields = Grammar.fields(value);
        Grammar.expect(fields.size() == FIELDS, "six subfields of an origin");
        Grammar.expect(isId(fields.get(2)), "a session version of 1 to " + Limits.ID_DIGITS + " digits");
        var address = new NetworkAddress(fields.get(3), fields.get(4), fields.get(5));
        return new Origin(fields.get(0), fields.get(1), new BigInteger(fields.get(2)), address);
    }

    void write(StringBuilder out) {
        out.append("o=").append(username).append(' ').append(sessionId);
        out.append(' ').append(sessionVersion).append(' ');
        address.write(out);
        out.append("\r\n");
    }

    private static boolean isId(String text) {
        return Grammar.isDigits(text) && text.length() <= Limits.ID_DIGITS;
    }
}
