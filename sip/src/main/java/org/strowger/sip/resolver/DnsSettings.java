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
    public static final DnsSettings SYSTEM =
            new DnsSettings(List.of(), Path.of("/etc/hosts"), Duration.ofSeconds(3), 10_000, 1000);

    public DnsSettings {
        servers = List.copyOf(servers);
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
