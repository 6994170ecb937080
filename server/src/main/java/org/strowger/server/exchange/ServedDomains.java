package org.strowger.server.exchange;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.strowger.server.config.Configuration;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Uri;

/**
 * The domains of the configuration, and the addresses we listen on, which stand for the first of them: a phone that knows only our address
 * is registered with the same users.
 */
public final class ServedDomains implements Domains {
    /** The domain of a server whose operator named none. */
    static final String UNNAMED = "strowger";

    private final List<String> domains;
    /** The same as answers, which are asked for three times in a REGISTER. */
    private final List<Optional<String>> found;

    private final Predicate<String> isOwnHost;
    private final IntPredicate isOwnPort;

    /**
     * @param domains as configured, perhaps none
     * @param isOwnHost whether a host is an address of a listening point, or the name by which it is advertised
     * @param isOwnPort whether a listening point has that port
     */
    ServedDomains(List<String> domains, Predicate<String> isOwnHost, IntPredicate isOwnPort) {
        this.domains = domains.stream().map(AddressOfRecord::canonicalHost).toList();
        this.found = this.domains.stream().map(Optional::of).toList();
        this.isOwnHost = isOwnHost;
        this.isOwnPort = isOwnPort;
    }

    /** The domain whose users are those of our addresses, too; the realm where none is configured. */
    private String home() {
        return home(domains);
    }

    /** The same for a server of those domains. */
    public static String home(List<String> domains) {
        return domains.isEmpty() ? UNNAMED : domains.getFirst();
    }

    /** The realms in which a server of that configuration asks for passwords. */
    static List<String> realms(Configuration configuration) {
        var domains = configuration.domains();
        return configuration
                .authentication()
                .realm()
                .map(List::of)
                .orElseGet(() -> domains.isEmpty() ? List.of(UNNAMED) : List.copyOf(domains));
    }

    @Override
    public Optional<String> domainOf(String host) {
        if (domains.contains(host)) {
            return Optional.of(host);
        }
        return isOwnHost.test(host) ? Optional.of(home()) : Optional.empty();
    }

    /** A port that is not ours means the host behind it, not the domain: a phone at 127.0.0.1:15070 is no user of 127.0.0.1. */
    @Override
    public Optional<String> domainOf(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            return Optional.empty();
        }
        OptionalInt port = sip.port();
        if (port.isPresent() && !isOwnPort.test(port.getAsInt())) {
            return Optional.empty();
        }
        for (int index = 0; index < domains.size(); index++) {
            if (sip.host().is(domains.get(index))) {
                return found.get(index);
            }
        }
        return domainOf(AddressOfRecord.canonicalHost(sip.host().toString()));
    }
}
