package org.strowger.sip.resolver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Timeout;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The search for the servers of one name (RFC 3263 §4.1, §4.2). Owned by the shard that asks.
 *
 * <pre>
 *   PROTOCOL ──NAPTR──▶ a way for each ──┬─SRV─▶ servers ──A, AAAA──▶ the end
 *       └──none──▶ the usual ways ───────┤  └none─▶ the next way
 *   SERVERS ──────▶ the one way ─────────┘                │ no way is left
 *   ADDRESSES ──────────────────────────── the host itself ◀──┘
 * </pre>
 *
 * <p>That a name server is silent does not mean that there is nothing: then the search ends without servers, and nobody is sent to a host
 * that only has the name of the domain. A name of the hosts file has no services beside its addresses.
 */
final class Search {
    private static final int MOST_WAYS = 8;

    private final Grounds grounds;
    private final Shard shard;
    private final Destination destination;
    private final Choice choice;
    private final Consumer<List<NextHop>> answer;
    private final List<Records.Way> ways = new ArrayList<>(2);
    /** Whether one of the ways was there, though it led to nobody. */
    private boolean served;

    private @Nullable Gathering gathering;
    private @Nullable Timeout deadline;
    private boolean ended;

    Search(Grounds grounds, Shard shard, Destination destination, Choice choice, Consumer<List<NextHop>> answer) {
        this.grounds = grounds;
        this.shard = shard;
        this.destination = destination;
        this.choice = choice;
        this.answer = answer;
    }

    void begin() {
        try {
            var host = Name.fromString(destination.host().toLowerCase(Locale.ROOT), Name.root);
            begin(host);
        } catch (TextParseException e) {
            // no name, so nobody has it
            end(List.of());
        }
        if (!ended) {
            deadline = shard.schedule(grounds.patience(), this::giveUp);
        }
    }

    private void begin(Name host) throws TextParseException {
        if (!grounds.hosts().addresses(shard, host).isEmpty()) {
            gather(destination.protocol(), itself(host), this::end);
            return;
        }
        switch (destination.open()) {
            case ADDRESSES -> gather(destination.protocol(), itself(host), this::end);
            case SERVERS -> {
                ways.add(way(destination.protocol(), host));
                tryNextWay(host);
            }
            case PROTOCOL -> {
                var usual = usualWays(host);
                ask(host, Type.NAPTR, naptr -> chooseProtocol(host, naptr, usual));
            }
        }
    }

    private void chooseProtocol(Name host, Answer naptr, List<Records.Way> usual) {
        if (naptr.kind() == Answer.Kind.SILENCE) {
            end(List.of());
            return;
        }
        var told = Records.ways(naptr, destination.secure(), grounds.supported());
        // "If no NAPTR records are found, the client constructs SRV queries for those transport protocols it supports,
        // and does a query for each" (§4.1); so also where a name server does not know what NAPTR is
        var chosen = told.isEmpty() ? usual : told;
        ways.addAll(chosen.subList(0, Math.min(chosen.size(), MOST_WAYS)));
        tryNextWay(host);
    }

    private void tryNextWay(Name host) {
        if (!ways.isEmpty()) {
            var way = ways.removeFirst();
            ask(way.service(), Type.SRV, srv -> chooseServers(host, way, srv));
        } else if (served) {
            end(List.of());
        } else {
            // "If no SRV records were found, the client performs an A or AAAA record lookup of the domain name" (§4.2)
            gather(destination.protocol(), itself(host), this::end);
        }
    }

    private void chooseServers(Name host, Records.Way way, Answer srv) {
        if (srv.isFailure()) {
            end(List.of());
            return;
        }
        served |= srv.kind() == Answer.Kind.FOUND;
        gather(way.protocol(), Records.servers(srv, choice), hops -> {
            if (hops.isEmpty()) {
                tryNextWay(host);
            } else {
                end(hops);
            }
        });
    }

    private void ask(Name name, int type, Consumer<Answer> then) {
        grounds.lookups().ask(shard, new Question(name, type), found -> {
            if (!ended) {
                then.accept(found);
            }
        });
    }

    private void gather(Protocol protocol, List<Records.Server> servers, Consumer<List<NextHop>> then) {
        gathering = new Gathering(grounds, shard, destination, choice.steady(), protocol, then);
        gathering.begin(servers);
    }

    /** Ends with what there is by now. */
    private void giveUp() {
        end(gathering == null ? List.of() : gathering.stop());
    }

    private void end(List<NextHop> hops) {
        if (!ended) {
            ended = true;
            if (deadline != null) {
                deadline.forget();
            }
            answer.accept(hops);
        }
    }

    private List<Records.Server> itself(Name host) {
        return List.of(new Records.Server(host, destination.port()));
    }

    private List<Records.Way> usualWays(Name host) throws TextParseException {
        var usual = new ArrayList<Records.Way>(2);
        for (var protocol :
                destination.secure() ? List.of(Protocol.TLS) : List.of(Protocol.UDP, Protocol.TCP, Protocol.TLS)) {
            boolean wanted = protocol != Protocol.TLS || protocol == destination.protocol();
            if (wanted && grounds.supported().test(protocol)) {
                usual.add(way(protocol, host));
            }
        }
        return usual;
    }

    private static Records.Way way(Protocol protocol, Name host) throws TextParseException {
        return new Records.Way(protocol, Name.fromString(Records.service(protocol), host));
    }
}
