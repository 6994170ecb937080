package org.strowger.server.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.resolver.FakeDns;

/**
 * Other domains, which are found by DNS or not: by answers that come at once, late, never or otherwise the next time; at servers that
 * answer, have no time, or are dead.
 */
final class Abroad {
    /** Hosts of this network. */
    static final String FIRST = "192.0.2.240";

    static final String SECOND = "192.0.2.241";
    static final String OVERLOADED = "192.0.2.242";
    private static final String DEAD = "192.0.2.250";

    /** "several" has a dead server before one without time before one that answers, "hopeless" only these two; "nowhere" has no name at all. */
    private static final List<String> DOMAINS = List.of(
            "prompt",
            "slow",
            "late",
            "mute",
            "refused",
            "several",
            "moving",
            "dead",
            "busy",
            "plain",
            "nowhere",
            "hopeless");

    private final FakeDns dns;
    private final Random random;

    Abroad(FakeDns dns, Random random) {
        this.dns = dns;
        this.random = random;
        learn(true);
        dns.delays("slow.example. NAPTR", Duration.ofMillis(1200));
        dns.delays("_sip._udp.slow.example. SRV", Duration.ofMillis(1200));
        // longer than anybody waits
        dns.delays("_sip._udp.late.example. SRV", Duration.ofSeconds(20));
        dns.neverAnswers("mute.example. NAPTR");
        dns.refuses("_sip._udp.refused.example. SRV");
    }

    /** Somebody there. */
    SipUri somebody(int number) {
        var domain = DOMAINS.get(random.nextInt(DOMAINS.size()));
        return SipUri.of("friend" + number, domain + ".example", 0);
    }

    /** What moves has moved, the next time that it is asked for. */
    void move() {
        dns.forgets();
        learn(random.nextBoolean());
    }

    private void learn(boolean isFirst) {
        dns.knows(
                address("first", FIRST),
                address("second", SECOND),
                address("overloaded", OVERLOADED),
                address("nobody", DEAD),
                address("plain", SECOND),
                server("prompt", 1, "first"),
                server("slow", 1, "first"),
                server("late", 1, "first"),
                server("mute", 1, "first"),
                server("refused", 1, "first"),
                server("several", 1, "nobody"),
                server("several", 2, "overloaded"),
                server("several", 3, "second"),
                server("moving", 1, isFirst ? "first" : "second"),
                server("dead", 1, "nobody"),
                server("busy", 1, "overloaded"),
                server("hopeless", 1, "nobody"),
                server("hopeless", 2, "overloaded"));
    }

    private static String address(String host, String address) {
        return "%s.example. 5 IN A %s".formatted(host, address);
    }

    private static String server(String domain, int priority, String host) {
        return "_sip._udp.%s.example. 5 IN SRV %d 1 5060 %s.example.".formatted(domain, priority, host);
    }
}
