package org.strowger.sip.transport.tls;

import java.net.IDN;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Whom a certificate speaks for: SIP domains by RFC 5922 §7.1, and addresses, for URIs whose host is one.
 *
 * @param domains in lower case
 */
public record Identities(Set<String> domains, Set<InetAddress> addresses) {
    /** Of a peer that showed no certificate. */
    public static final Identities NONE = new Identities(Set.of(), Set.of());

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;
    private static final String SCHEME = "sip:";

    /** Copies the sets. */
    public Identities {
        domains = Set.copyOf(domains);
        addresses = Set.copyOf(addresses);
    }

    /** Those of that certificate; none, if its names cannot be read. */
    public static Identities of(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            // "If and only if the subjectAltName does not appear in the certificate" the CN counts (§7.1)
            return names == null ? new Identities(commonName(certificate), Set.of()) : of(names);
        } catch (CertificateParsingException _) {
            return NONE;
        }
    }

    private static Identities of(Collection<List<?>> names) {
        var uris = new HashSet<String>();
        var dns = new HashSet<String>();
        var addresses = new HashSet<InetAddress>();
        for (var name : names) {
            if (name.get(0) instanceof Integer type && name.get(1) instanceof String value) {
                switch (type) {
                    case URI -> hostOf(value).ifPresent(uris::add);
                    case DNS -> dns.add(canonical(value));
                    case ADDRESS -> literal(value).ifPresent(addresses::add);
                    default -> {
                        // "the only types acceptable for encoding a SIP domain identity" are URI and DNS (§7.1)
                    }
                }
            }
        }
        // "MUST accept a domain name system identifier […] if and only if no other identity is found that matches the
        // "sip" URI type" (§7.1)
        return new Identities(uris.isEmpty() ? dns : uris, addresses);
    }

    /** Whether the certificate speaks for that host: a domain, whole and without wildcards (§7.2), or an address without brackets. */
    public boolean cover(String host) {
        var address = literal(host);
        return address.isPresent() ? addresses.contains(address.get()) : domains.contains(canonical(host));
    }

    public boolean isEmpty() {
        return domains.isEmpty() && addresses.isEmpty();
    }

    /** The host of a sip URI without user: "a value with a userpart identifies an individual user, not a domain" (§7.1). */
    private static Optional<String> hostOf(String uri) {
        if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || uri.indexOf('@') >= 0) {
            return Optional.empty();
        }
        var host = uri.substring(SCHEME.length()).split("[:;?]", 2)[0];
        return host.isEmpty() ? Optional.empty() : Optional.of(canonical(host));
    }

    private static Set<String> commonName(X509Certificate certificate) {
        var found = new HashSet<String>();
        try {
            for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name && isName(name)) {
                    found.add(canonical(name));
                }
            }
        } catch (InvalidNameException _) {
            return Set.of();
        }
        return found;
    }

    private static boolean isName(String text) {
        return text.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.?");
    }

    /** "compare the values as DNS names" (§7.2): lower case, ASCII, no dot at the end. */
    private static String canonical(String name) {
        var bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        try {
            return IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return bare.toLowerCase(Locale.ROOT);
        }
    }

    private static Optional<InetAddress> literal(String text) {
        boolean numeric = text.indexOf(':') >= 0 || text.matches("[0-9.]+");
        if (!numeric) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
