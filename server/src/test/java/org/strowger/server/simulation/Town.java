package org.strowger.server.simulation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.strowger.server.exchange.CentralOffice;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.resolver.DnsResolver;
import org.strowger.sip.resolver.DnsSettings;
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
    private final List<Phone> phones = new ArrayList<>();
    private final List<Phone> visitors = new ArrayList<>();
    private final List<Stranger> strangers = new ArrayList<>();
    private final List<Placed> calls = new ArrayList<>();
    private final boolean isFair;

    Town(long seed, Conditions weather) {
        this.seed = seed;
        random = new Random(seed);
        loop = new FakeLoop(8, seed);
        network = new FakeNetwork(loop, seed);
        network.conditions(weather);
        isFair = weather.lossPercent() < 10;
        var users = IntStream.range(0, USERS).mapToObj(number -> "u" + number).toList();
        office = new CentralOffice(loop, network, seed, users);
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
        for (int number = 0; number < STRANGERS; number++) {
            var protocol = number == 0 ? Protocol.TCP : Protocol.UDP;
            strangers.add(new Stranger(
                    node("stranger" + number), office.node().hop(protocol), new Random(random.nextLong())));
        }
    }

    private Phone phone(String name, String user, String domain, String password) {
        var secret = Optional.of(password).filter(text -> !text.isEmpty());
        var protocol = random.nextInt(4) == 0 ? Protocol.TCP : Protocol.UDP;
        return new Phone(new Phone.Make(user, domain, secret, protocol, node(name), random.nextLong()), resolver);
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
            if (random.nextInt(30) == 0) {
                change(phones.get(random.nextInt(phones.size())));
                office.sweep();
            }
            loop.advance(Duration.ofMillis(random.nextInt(200)));
        }
        loop.advance(EVENING);
        ledger.close(phones.stream()
                .filter(Phone::hasVanished)
                .map(phone -> phone.node().address().getAddress())
                .collect(toSet()));
    }

    private void arrive(Phone phone) {
        phone.arrive(Duration.ofSeconds(EXPIRES[random.nextInt(EXPIRES.length)]));
    }

    private void change(Phone phone) {
        if (phone.hasVanished()) {
            return;
        }
        boolean isTooDark = phones.stream().filter(Phone::hasVanished).count() >= MOST_IN_THE_DARK;
        if (!phone.isPresent()) {
            arrive(phone);
        } else if (isTooDark || random.nextInt(4) > 0) {
            // twice as many are there as are not
            if (random.nextBoolean()) {
                phone.depart();
            }
        } else {
            vanish(phone);
        }
    }

    private void vanish(Phone phone) {
        phone.vanish(() -> network.closeConnectionsOf(phone.node()));
    }

    private Placed call(int number) {
        // some are called who are not there at all
        var target = "u" + random.nextInt(USERS + 1);
        int who = random.nextInt(20);
        if (who < 3) {
            return strangers.get(random.nextInt(strangers.size())).call(number, target);
        }
        if (who == 3) {
            return visitors.get(random.nextInt(visitors.size())).call(number, target);
        }
        var living = phones.stream().filter(phone -> !phone.hasVanished()).toList();
        return living.get(random.nextInt(living.size())).call(number, target);
    }

    /** Some take their leave, the bindings of the others run out; then nothing is left. */
    void sleep() {
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
        var rings = phones.stream().flatMap(phone -> phone.rings().stream()).collect(groupingBy(Phone.Ring::callId));
        var all = new ArrayList<String>();
        for (var call : calls) {
            var story = Story.of(stories.getOrDefault(call.callId(), List.of()));
            var told = new ArrayList<>(ledger.complaints(call.callId()));
            told.addAll(new Inquest(call, rings.getOrDefault(call.callId(), List.of()), story, isFair).held());
            if (!told.isEmpty()) {
                all.add("%s%n%s%n%s".formatted(call, String.join("\n", told), story));
            }
            ledger.complained().remove(call.callId());
        }
        for (var callId : ledger.complained()) {
            all.add("%s%n%s%n%s".formatted(callId, ledger.complaints(callId), Story.of(stories.get(callId))));
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
        return contact.host().is(address.getAddress().getHostAddress());
    }

    /** What is left over, in words and numbers. */
    String leftOver() {
        int agents = agents().mapToInt(TransactionLayer::live).sum();
        var restless = nodes().filter(node -> node.shards().armed() > 0)
                .map(FakeNode::name)
                .toList();
        return "%s; %d transactions of agents, timers of %s, %d timers in all"
                .formatted(office.leftOver(), agents, restless, loop.armed());
    }

    /** Exceptions that the transaction layers caught. */
    long failures() {
        return Stream.concat(agents(), Stream.of(office.transactions()))
                .mapToLong(layer -> layer.counts().userFailures())
                .sum();
    }

    private Stream<FakeNode> nodes() {
        return Stream.concat(
                Stream.concat(phones.stream(), visitors.stream()).map(Phone::node),
                strangers.stream().map(Stranger::node));
    }

    private Stream<TransactionLayer> agents() {
        return Stream.concat(
                Stream.concat(phones.stream(), visitors.stream()).map(Phone::transactions),
                strangers.stream().map(Stranger::transactions));
    }

    /** How many calls ended in which way, and what it took. */
    @Override
    public String toString() {
        Map<String, Integer> ends = new TreeMap<>();
        for (var call : calls) {
            ends.merge(call.caller().end().map(end -> end.summary()).orElse("open"), 1, Integer::sum);
        }
        return "seed %d: %d calls, %d messages at the server, %d minutes: %s"
                .formatted(
                        seed,
                        calls.size(),
                        ledger.messages(),
                        loop.clock().elapsed().toMinutes(),
                        ends);
    }
}
