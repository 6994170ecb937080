package org.strowger.server.simulation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.strowger.server.exchange.CentralOffice;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.resolver.DnsResolver;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.resolver.FakeDns;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.testing.Conditions;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.ua.RegistrationState;

/** A town with one server, some users with one to three phones each, and strangers; it lives through a day of calls. */
final class Town {
    private static final int USERS = 20;
    private static final int STRANGERS = 4;
    private static final int MOST_IN_THE_DARK = 5;
    private static final int MOST_RESTARTS = 8;
    private static final int MOST_LADDERS = 5;
    /** Longer than the longest call. */
    private static final Duration EVENING = Duration.ofMinutes(11);

    private static final Duration NIGHT = Duration.ofHours(5);
    private static final int[] PHONES = {1, 1, 1, 2, 2, 3};
    private static final int[] EXPIRES = {20, 60, 120, 300, 600, 3600};

    private final Random random;
    private final long seed;
    private final FakeLoop loop;
    private final FakeNetwork network;
    private final CentralOffice office;
    private final Ledger ledger;
    private final Resolver resolver = new DnsResolver(protocol -> protocol != Protocol.TLS, DnsSettings.SYSTEM);
    private final Deeds deeds = new Deeds();
    private final FakeDns dns;
    private final Abroad abroad;
    private final Overloaded overloaded;
    /** Who is called in other domains. */
    private final List<Phone> friends = new ArrayList<>();

    private final List<Phone> phones = new ArrayList<>();
    private final List<Phone> visitors = new ArrayList<>();
    private final List<Stranger> strangers = new ArrayList<>();
    private final List<Placed> calls = new ArrayList<>();
    private final boolean isFair;
    private int restarts;

    Town(long seed, Conditions weather) {
        this.seed = seed;
        random = new Random(seed);
        loop = new FakeLoop(8, seed);
        network = new FakeNetwork(loop, seed);
        network.conditions(weather);
        isFair = weather.lossPercent() < 10;
        var users = IntStream.range(0, USERS).mapToObj(number -> "u" + number).toList();
        dns = new FakeDns(loop);
        office = new CentralOffice(loop, network, seed, users, dns::resolver);
        abroad = new Abroad(dns, new Random(seed));
        var whereabouts = new Whereabouts();
        ledger = new Ledger(whereabouts, loop.clock());
        office.node().tap(ledger);
        office.location().addListener(whereabouts);
        for (var user : users) {
            int count = PHONES[random.nextInt(PHONES.length)];
            for (int number = 0; number < count; number++) {
                phones.add(phone(user + "-" + number, user, CentralOffice.DOMAIN, CentralOffice.passwordOf(user)));
            }
        }
        visitors.add(phone("tourist", "tourist", "example.org", ""));
        visitors.add(phone("burglar", "u0", CentralOffice.DOMAIN, "a picklock"));
        overloaded = new Overloaded(elsewhere("overloaded", Abroad.OVERLOADED));
        friends.add(friend("first", Abroad.FIRST));
        friends.add(friend("second", Abroad.SECOND));
        for (int number = 0; number < STRANGERS; number++) {
            var protocol = number == 0 ? Protocol.TCP : Protocol.UDP;
            strangers.add(new Stranger(
                    node("stranger" + number), office.node().hop(protocol), new Random(random.nextLong())));
        }
    }

    private Phone phone(String name, String user, String domain, String password) {
        var secret = Optional.of(password).filter(text -> !text.isEmpty());
        var protocol = random.nextInt(4) == 0 ? Protocol.TCP : Protocol.UDP;
        return new Phone(
                new Phone.Make(user, domain, secret, protocol, node(name), random.nextLong()), resolver, deeds);
    }

    private Phone friend(String name, String address) {
        var make = new Phone.Make(
                "friend",
                name + ".example",
                Optional.empty(),
                Protocol.UDP,
                elsewhere(name, address),
                random.nextLong());
        return new Phone(make, resolver, deeds);
    }

    /** With a secret of its own: who has the server's makes tags that the server takes for its own. */
    private FakeNode elsewhere(String name, String address) {
        long secret = new Random(seed ^ address.hashCode()).nextLong();
        return network.node(name, address, 5060, loop.moreShards(1, secret));
    }

    private FakeNode node(String name) {
        int number = phones.size() + visitors.size() + strangers.size() + 1;
        return network.node(name, "192.0.2." + number, 5060, loop.moreShards(1, seed + number));
    }

    /** Everybody comes, calls are placed, and all that can end has ended. */
    void live(int count) {
        phones.forEach(this::arrive);
        loop.advance(Duration.ofSeconds(20));
        for (int number = 0; number < count; number++) {
            calls.add(call(number));
            if (random.nextInt(20) == 0) {
                change(phones.get(random.nextInt(phones.size())));
                abroad.move();
                office.sweep();
            }
            loop.advance(Duration.ofMillis(random.nextInt(200)));
        }
        loop.advance(EVENING);
        ledger.close(outOfReach());
    }

    /** Hosts of phones in the dark, and of those whose connection broke. */
    private Set<InetAddress> outOfReach() {
        var cut = network.resets().stream()
                .flatMap(reset -> Stream.of(reset.one(), reset.other()))
                .collect(toSet());
        return Stream.concat(
                        phones.stream().filter(Phone::hasVanished).map(Phone::node),
                        nodes().filter(node -> cut.contains(node.name())))
                .map(node -> node.address().getAddress())
                .collect(toSet());
    }

    private void arrive(Phone phone) {
        phone.arrive(Duration.ofSeconds(EXPIRES[random.nextInt(EXPIRES.length)]));
    }

    private void change(Phone phone) {
        if (phone.hasVanished()) {
            return;
        }
        boolean isTooDark = phones.stream().filter(Phone::hasVanished).count() - restarts >= MOST_IN_THE_DARK;
        if (!phone.isPresent()) {
            arrive(phone);
        } else if (random.nextInt(6) == 0 && restarts < MOST_RESTARTS) {
            restart(phone);
        } else if (isTooDark || random.nextInt(4) > 0) {
            // twice as many are there as are not
            if (random.nextBoolean()) {
                deeds.did("unregistered");
                phone.depart();
            }
        } else {
            vanish(phone);
        }
    }

    /** The same phone at another port, who knows nothing of before; the old binding is there until it expires. */
    private void restart(Phone phone) {
        restarts++;
        deeds.did("restarted");
        phone.vanish(() -> network.closeConnectionsOf(phone.node()));
        var before = phone.node().address();
        var node = network.node(
                "%s+%d".formatted(phone.node().name(), restarts),
                before.getAddress().getHostAddress(),
                before.getPort() + 1,
                loop.moreShards(1, random.nextLong()));
        var again = new Phone(phone.made().again(node, random.nextLong()), resolver, deeds);
        phones.add(again);
        arrive(again);
    }

    private void vanish(Phone phone) {
        deeds.did("vanished");
        phone.vanish(() -> network.closeConnectionsOf(phone.node()));
    }

    private Placed call(int number) {
        // some are called who are not there at all
        var target = "u" + random.nextInt(USERS + 1);
        int who = random.nextInt(20);
        if (who < 3) {
            boolean isFaithless = random.nextInt(10) == 0;
            deeds.did(isFaithless ? "a stranger went away when he was answered" : "a stranger called", 1);
            return strangers.get(random.nextInt(strangers.size())).call(number, target, isFaithless);
        }
        var uri = SipUri.of(target, CentralOffice.DOMAIN, 0);
        if (who == 3) {
            return visitors.get(random.nextInt(visitors.size())).call(number, uri);
        }
        var living = phones.stream().filter(phone -> !phone.hasVanished()).toList();
        var caller = living.get(random.nextInt(living.size()));
        if (who < 6) {
            uri = abroad.somebody(number);
            deeds.did("called " + uri.host());
        }
        return caller.call(number, uri);
    }

    /** Some take their leave, the bindings of the others run out; then nothing is left. */
    void sleep() {
        friends.forEach(Phone::retire);
        for (var phone : phones) {
            if (!phone.hasVanished() && random.nextInt(3) == 0) {
                vanish(phone);
            }
            phone.retire();
        }
        loop.advance(NIGHT);
        office.sweep();
    }

    /** What was wrong with the first calls that went wrong, with the ladders of their messages. */
    List<String> complaints() {
        return allComplaints().stream().limit(MOST_LADDERS).toList();
    }

    private List<String> allComplaints() {
        var stories = Story.byCallId(network.passed());
        var rings = Stream.concat(phones.stream(), friends.stream())
                .flatMap(phone -> phone.rings().stream())
                .collect(groupingBy(Phone.Ring::callId));
        var all = new ArrayList<String>();
        var resets = network.resets();
        for (var call : calls) {
            var story = Story.of(stories.getOrDefault(call.callId(), List.of()), resets);
            var told = new ArrayList<>(ledger.complaints(call.callId()));
            told.addAll(Addressees.complaints(story, office.node().name()));
            told.addAll(new Inquest(call, rings.getOrDefault(call.callId(), List.of()), story, isFair).held());
            if (!told.isEmpty()) {
                all.add("%s%n%s%n%s".formatted(call, String.join("\n", told), story));
            }
            ledger.complained().remove(call.callId());
        }
        for (var callId : ledger.complained()) {
            all.add("%s%n%s%n%s".formatted(callId, ledger.complaints(callId), Story.of(stories.get(callId), resets)));
        }
        return all;
    }

    /** Phones that are not registered as they believe; only where the network loses little. */
    List<String> misplaced() {
        return phones.stream()
                .filter(phone -> isFair && !phone.hasVanished() && phone.isPresent() != isBound(phone))
                .map(phone -> "%s: %s".formatted(phone.node().name(), phone.state()))
                .toList();
    }

    private boolean isBound(Phone phone) {
        var aor = AddressOfRecord.of(phone.user(), CentralOffice.DOMAIN);
        boolean believes = phone.state() instanceof RegistrationState.Registered;
        return believes
                && office.location().bindings(aor, loop.clock().now()).list().stream()
                        .anyMatch(binding -> isAt(phone.node().address(), (SipUri) binding.contact()));
    }

    private static boolean isAt(InetSocketAddress address, SipUri contact) {
        return contact.host().is(address.getAddress().getHostAddress())
                && contact.port().orElse(5060) == address.getPort();
    }

    /** What is left over, in words and numbers. */
    String leftOver() {
        int agents = agents().mapToInt(TransactionLayer::live).sum();
        var restless = nodes().filter(node -> node.shards().armed() > 0)
                .map(FakeNode::name)
                .toList();
        return "%s, %d questions; %d transactions of agents, timers of %s, %d timers in all"
                .formatted(office.leftOver(), dns.underWay(), agents, restless, loop.armed());
    }

    /** Exceptions that the transaction layers caught. */
    long failures() {
        return Stream.concat(agents(), Stream.of(office.transactions()))
                .mapToLong(layer -> layer.counts().userFailures())
                .sum();
    }

    private Stream<FakeNode> nodes() {
        return Stream.of(
                        Stream.of(overloaded.node()),
                        everyPhone().map(Phone::node),
                        strangers.stream().map(Stranger::node))
                .flatMap(nodes -> nodes);
    }

    private Stream<TransactionLayer> agents() {
        return Stream.of(
                        Stream.of(overloaded.transactions()),
                        everyPhone().map(Phone::transactions),
                        strangers.stream().map(Stranger::transactions))
                .flatMap(layers -> layers);
    }

    private Stream<Phone> everyPhone() {
        return Stream.of(phones, visitors, friends).flatMap(List::stream);
    }

    /** What befell the server, and how often. */
    Map<String, Long> deeds() {
        var faults = network.faults();
        deeds.did("datagrams lost", faults.lost());
        deeds.did("datagrams repeated", faults.repeated());
        deeds.did("datagrams overtaken", faults.overtaken());
        deeds.did("connections reset", faults.resets());
        deeds.did("calls", calls.size());
        deeds.did("messages at the server", ledger.messages());
        return deeds.all();
    }

    /** How many calls ended in which way, and what it took. */
    @Override
    public String toString() {
        Map<String, Integer> ends = new TreeMap<>();
        for (var call : calls) {
            ends.merge(call.caller().end().map(end -> end.summary()).orElse("open"), 1, Integer::sum);
        }
        return "seed %d: %d calls, %d messages at the server, %d at most of a call, %d minutes, trace %016x: %s"
                .formatted(
                        seed,
                        calls.size(),
                        ledger.messages(),
                        ledger.mostOfACall(),
                        loop.clock().elapsed().toMinutes(),
                        network.trace(),
                        ends);
    }
}
