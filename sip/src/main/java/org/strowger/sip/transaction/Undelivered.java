package org.strowger.sip.transaction;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.Slice;

/**
 * What an ICMP error says of a request of ours (RFC 3261 §18.4): as much as its quoted beginning shows. Anybody can make one up; who knows
 * the branch has seen the request.
 *
 * @param to where the request was sent to
 */
record Undelivered(Method method, Slice branch, InetSocketAddress to, IOException cause) {
    private static final String VIA = "\r\nVia:";
    private static final String BRANCH = ";branch=";

    /** Empty if it is no request, or the quotation ends before the branch of the top Via does. */
    static Optional<Undelivered> read(byte[] quoted, InetSocketAddress to, IOException cause) {
        var text = new String(quoted, StandardCharsets.ISO_8859_1);
        int space = text.indexOf(' ');
        // ours is written so, and is the first of all
        int via = text.indexOf(VIA);
        if (space <= 0 || via < 0 || text.startsWith("SIP/")) {
            return Optional.empty();
        }
        int start = text.indexOf(BRANCH, via) + BRANCH.length();
        int end = start;
        while (end < text.length() && isOfBranch(text.charAt(end))) {
            end++;
        }
        boolean shown = start > BRANCH.length() && start < end && end < text.length();
        return shown
                ? Optional.of(new Undelivered(
                        Method.of(Slice.of(text.substring(0, space))), Slice.of(text.substring(start, end)), to, cause))
                : Optional.empty();
    }

    private static boolean isOfBranch(char character) {
        return character > ' ' && character != ';' && character != ',';
    }
}
