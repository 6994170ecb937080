package org.strowger.sip.sdp;

/**
 * Where media is sent to: the "c=" line (RFC 8866 §5.7).
 *
 * @param address one address, or the first of several
 * @param ttl time to live of packets to an IP4 multicast address, 0 to 255; 0 for every other address
 * @param addresses how many multicast addresses there are, counted up from the first; 1 for every other address
 */
public record Connection(NetworkAddress address, int ttl, int addresses) {
    private static final int FIELDS = 3;
    private static final int MAX_TTL = 255;
    private static final String TTL = "a time to live from 0 to 255 behind an IP4 multicast address";
    private static final String COUNT = "a number of multicast addresses";

    public Connection {
        Grammar.expect(ttl >= 0 && ttl <= MAX_TTL && (ttl == 0 || address.isMulticastIp4()), TTL);
        Grammar.expect(addresses == 1 || (addresses > 1 && isMulticast(address)), COUNT);
    }

    /** The connection of an ordinary stream: one unicast address. */
    public static Connection of(NetworkAddress address) {
        return new Connection(address, 0, 1);
    }

    public boolean isMulticast() {
        return isMulticast(address);
    }

    static Connection parse(String value) {
        var fields = Grammar.fields(value);
        Grammar.expect(fields.size() == FIELDS, "three subfields of a connection");
        var parts = Grammar.split(fields.get(2), '/');
        var address = new NetworkAddress(fields.get(0), fields.get(1), parts.getFirst());
        // "IP4" multicast "MUST also have a time to live"; for "IP6" "the TTL value MUST NOT be present" (§5.7)
        int ttls = address.isMulticastIp4() ? 1 : 0;
        Grammar.expect(parts.size() > ttls, TTL);
        int ttl = ttls == 0 ? 0 : Grammar.number(parts.get(1), 0, MAX_TTL, TTL);
        int counts = parts.size() - 1 - ttls;
        // "The slash notation for multiple addresses […] MUST NOT be used for IP unicast addresses" (§5.7)
        Grammar.expect(counts == 0 || (counts == 1 && isMulticast(address)), "one address, since it is not multicast");
        int addresses = counts == 0 ? 1 : Grammar.number(parts.getLast(), 1, Integer.MAX_VALUE, COUNT);
        return new Connection(address, ttl, addresses);
    }

    void write(StringBuilder out) {
        out.append("c=");
        address.write(out);
        if (address.isMulticastIp4()) {
            out.append('/').append(ttl);
        }
        if (addresses > 1) {
            out.append('/').append(addresses);
        }
        out.append("\r\n");
    }

    private static boolean isMulticast(NetworkAddress address) {
        return address.isMulticastIp4() || address.isMulticastIp6();
    }
}
