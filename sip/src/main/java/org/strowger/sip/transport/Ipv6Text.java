package org.strowger.sip.transport;

/** The canonical text of an IPv6 address (RFC 5952): lower case, no leading zeros, the longest run of zero groups as {@code ::}. */
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    static String of(byte[] address) {
        int longestStart = 0;
        int longest = 0;
        int start = 0;
        while (start < GROUPS) {
            int end = start;
            while (end < GROUPS && group(address, end) == 0) {
                end++;
            }
            if (end - start > longest) {
                longestStart = start;
                longest = end - start;
            }
            start = end + 1;
        }
        // "The symbol "::" MUST NOT be used to shorten just one 16-bit 0 field" (RFC 5952 §4.2.2)
        return longest < 2
                ? groups(address, 0, GROUPS)
                : groups(address, 0, longestStart) + "::" + groups(address, longestStart + longest, GROUPS);
    }

    private static String groups(byte[] address, int from, int to) {
        var text = new StringBuilder();
        for (int group = from; group < to; group++) {
            if (group > from) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(address, group)));
        }
        return text.toString();
    }

    private static int group(byte[] address, int group) {
        return (address[2 * group] & 0xff) << 8 | address[2 * group + 1] & 0xff;
    }
}
