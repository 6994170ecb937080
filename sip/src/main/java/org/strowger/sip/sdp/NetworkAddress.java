package org.strowger.sip.sdp;

/**
 * Network type, address type and address, as they stand together in "o=" and "c=" lines (RFC 8866 §5.2, §5.7).
 *
 * @param networkType {@code IN} for the Internet
 * @param addressType {@code IP4} or {@code IP6}; others are kept and not understood
 * @param address a literal or a host name of that type
 */
public record NetworkAddress(String networkType, String addressType, String address) {
    public NetworkAddress {
        Grammar.expect(Grammar.isToken(networkType), "a network type such as \"IN\"");
        Grammar.expect(Grammar.isToken(addressType), "an address type such as \"IP4\"");
        Grammar.expect(isAddress(networkType, addressType, address), "an address of type " + addressType);
    }

    /** An Internet address: a literal without brackets, or a host name, which then is {@code IP4}. */
    public static NetworkAddress of(String host) {
        return new NetworkAddress("IN", host.indexOf(':') >= 0 ? "IP6" : "IP4", host);
    }

    /** Whether this is "no address yet, send nothing": {@code 0.0.0.0}, or {@code ::} (RFC 3264 §8.4). */
    public boolean isUnspecified() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    boolean isMulticastIp4() {
        return networkType.equals("IN") && addressType.equals("IP4") && IpLiteral.isMulticastIp4(address);
    }

    boolean isMulticastIp6() {
        return networkType.equals("IN") && addressType.equals("IP6") && IpLiteral.isMulticastIp6(address);
    }

    void write(StringBuilder out) {
        out.append(networkType).append(' ').append(addressType).append(' ').append(address);
    }

    private static boolean isAddress(String networkType, String addressType, String address) {
        if (!networkType.equals("IN")) {
            return Grammar.isVisible(address);
        }
        return switch (addressType) {
            case "IP4" -> IpLiteral.isIp4(address) || IpLiteral.isName(address);
            case "IP6" -> IpLiteral.isIp6(address) || IpLiteral.isName(address);
            default -> Grammar.isVisible(address);
        };
    }
}
