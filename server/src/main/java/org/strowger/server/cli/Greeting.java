package org.strowger.server.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.strowger.server.exchange.Exchange;
import org.strowger.server.exchange.StateDirectory;
import org.strowger.server.users.Census;
import org.strowger.sip.transport.ListeningPoint;

/** What a server says when it has started: where it listens, what to type into a phone, and what is missing. */
final class Greeting {
    private static final int MOST_NAMES = 5;

    private final Exchange exchange;
    private final AddUser addUser;

    Greeting(Exchange exchange, AddUser addUser) {
        this.exchange = exchange;
        this.addUser = addUser;
    }

    void print(PrintWriter out) {
        var points = exchange.listeningPoints();
        out.println("Strowger is listening on "
                + points.stream().map(Greeting::shown).collect(Collectors.joining(", ")));
        warn(out);
        phones(out, points);
        users(out);
        out.println("Bindings: "
                + (exchange.configuration().storage().keepsBindings()
                        ? "kept in "
                                + StateDirectory.of(exchange.configuration()).path()
                        : "in memory only"));
        out.println("Press Ctrl+C to end.");
        out.flush();
    }

    private void warn(PrintWriter out) {
        if (!exchange.configuration().authentication().required()) {
            out.println();
            out.println(
                    "*** AUTHENTICATION IS OFF: anyone who reaches this server may register as anyone, and call. ***");
            out.println();
        }
    }

    private void phones(PrintWriter out, List<ListeningPoint> points) {
        var point = points.getFirst();
        var host = host(point.address());
        var domains = exchange.configuration().domains();
        var transports =
                points.stream().map(each -> each.protocol().name()).distinct().collect(Collectors.joining(" or "));
        out.println("In a phone:");
        out.println("  domain (SIP server)   " + (domains.isEmpty() ? withPort(host, point) : domains.getFirst()));
        if (!domains.isEmpty()) {
            out.println("  outbound proxy        " + withPort(host, point));
        }
        out.println("  transport             " + transports);
        out.println("  user and password     as added here");
    }

    private void users(PrintWriter out) {
        if (!exchange.configuration().authentication().required()) {
            return;
        }
        var census = exchange.users();
        if (census.users() == 0) {
            out.println("Users: none yet, so nobody can register. Add one:  " + addUser.line("alice"));
        } else {
            out.println("Users: " + census.users() + ". Add another:  " + addUser.line("NAME"));
        }
        if (!census.elsewhere().isEmpty()) {
            out.println("  not counted, because this server does not serve their domain or realm: " + numbers(census));
        }
        if (!census.overshadowed().isEmpty()) {
            out.println("  known twice: " + some(census.overshadowed())
                    + "; the password in the configuration or of --user counts, not the one of \"user add\"");
        }
    }

    private static String numbers(Census census) {
        return census.elsewhere().entrySet().stream()
                .map(entry -> entry.getValue() + " of \"" + entry.getKey() + "\"")
                .collect(Collectors.joining(", "));
    }

    private static String some(Collection<String> names) {
        var first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }

    private static String shown(ListeningPoint point) {
        var address = point.address();
        var host = address.getAddress().isAnyLocalAddress() ? "all addresses" : literal(address.getAddress());
        return point.protocol().name().toLowerCase(Locale.ROOT) + " " + host + " port " + address.getPort();
    }

    private static String withPort(String host, ListeningPoint point) {
        int port = point.address().getPort();
        return port == point.protocol().defaultPort() ? host : host + ":" + port;
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress() ? ownAddress() : literal(address.getAddress());
    }

    /** The address by which the phones of the same network reach this machine, as far as it can be told. */
    private static String ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .filter(address -> address.getAddress().length == 4)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException _) {
            // no interface can be asked: phones on this machine still work
            return "127.0.0.1";
        }
    }

    private static String literal(InetAddress address) {
        var text = address.getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }
}
