package org.strowger.sip.sdp;

import java.util.List;

/** The address forms of RFC 8866 §9, told apart and checked without asking anybody. */
final class IpLiteral {
    private static final int IP4_OCTETS = 4;
    private static final int IP6_GROUPS = 8;

    private IpLiteral() {}

    static boolean isIp4(String text) {
        var octets = Grammar.split(text, '.');
        return octets.size() == IP4_OCTETS && octets.stream().allMatch(IpLiteral::isOctet);
    }

    static boolean isIp6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == IP6_GROUPS;
        }
        int before = gap == 0 ? 0 : hexGroups(Grammar.split(text.substring(0, gap), ':'));
        var rest = text.substring(gap + 2);
        int after = rest.isEmpty() ? 0 : groups(rest);
        return before >= 0 && after >= 0 && before + after < IP6_GROUPS;
    }

    /** A host name by its characters: letters, digits, hyphens and dots (FQDN of RFC 8866 §9). */
    static boolean isName(String text) {
        return !text.isEmpty()
                && !text.chars().allMatch(c -> Grammar.isDigit(c) || c == '.')
                && text.chars().allMatch(c -> Grammar.isAlphanumeric(c) || c == '-' || c == '.' || c == '_');
    }

    static boolean isMulticastIp4(String text) {
        return isIp4(text) && Integer.parseInt(text.substring(0, text.indexOf('.'))) >>> 4 == 0xE;
    }

    static boolean isMulticastIp6(String text) {
        return isIp6(text) && text.length() > 4 && text.regionMatches(true, 0, "ff", 0, 2) && text.charAt(4) == ':';
    }

    /** How many groups of 16 bits these are; negative if they are none. */
    private static int groups(String text) {
        var parts = Grammar.split(text, ':');
        var last = parts.getLast();
        if (!isIp4(last)) {
            return hexGroups(parts);
        }
        int before = parts.size() == 1 ? 0 : hexGroups(parts.subList(0, parts.size() - 1));
        return before < 0 ? before : before + 2;
    }

    private static int hexGroups(List<String> parts) {
        return parts.stream().allMatch(IpLiteral::isGroup) ? parts.size() : -1;
    }

    private static boolean isGroup(String text) {
        return !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(Grammar::isHex);
    }

    private static boolean isOctet(String text) {
        return Grammar.isDigits(text)
                && text.length() <= 3
                && (text.length() == 1 || text.charAt(0) != '0')
                && Integer.parseInt(text) <= 255;
    }
}
