package org.strowger.sip.resolver;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How names are looked up.
 *
 * @param servers name servers to ask; those of the system if there are none
 * @param hosts the file whose names need no name server
 * @param patience how long an answer may take, and how long all that one URI needs; after that the name counts as unknown
 * @param cacheEntries how many answers are kept
 * @param questions how many questions may be on their way at once
 */
public record DnsSettings(
        List<InetSocketAddress> servers, Path hosts, Duration patience, int cacheEntries, int questions) {
    private static final int PORT = 53;
    private static final int HIGHEST_PORT = 65_535;

    public static final DnsSettings SYSTEM =
            new DnsSettings(List.of(), Path.of("/etc/hosts"), Duration.ofSeconds(3), 10_000, 1000);

    public DnsSettings {
        servers = List.copyOf(servers);
    }

    /**
     * A name server as an operator writes it: an address, and perhaps a port; an IPv6 address with a port has brackets. Throws
     * IllegalArgumentException saying what was expected.
     */
    public static InetSocketAddress server(String text) {
        boolean hasPort = text.startsWith("[") ? text.indexOf("]:") > 0 : text.indexOf(':') == text.lastIndexOf(':');
        int colon = hasPort ? text.lastIndexOf(':') : -1;
        var host = colon < 0 ? text : text.substring(0, colon);
        var address =
                Literals.of(host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
        var port = colon < 0 ? Integer.toString(PORT) : text.substring(colon + 1);
        if (address.size() != 1 || !port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "expected the address of a name server such as 192.0.2.53 or [2001:db8::53]:53, found \"%s\""
                            .formatted(text));
        }
        return new InetSocketAddress(address.getFirst(), Integer.parseInt(port));
    }

    public DnsSettings withServers(List<InetSocketAddress> asked) {
        return new DnsSettings(asked, hosts, patience, cacheEntries, questions);
    }

    public DnsSettings withHosts(Path file) {
        return new DnsSettings(servers, file, patience, cacheEntries, questions);
    }

    public DnsSettings withPatience(Duration longest) {
        return new DnsSettings(servers, hosts, longest, cacheEntries, questions);
    }

    public DnsSettings withCacheEntries(int most) {
        return new DnsSettings(servers, hosts, patience, most, questions);
    }

    public DnsSettings withQuestions(int most) {
        return new DnsSettings(servers, hosts, patience, cacheEntries, most);
    }
}
