package org.strowger.sip.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Uri;
import org.strowger.sip.message.Via;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.Rfc;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/** Which servers a name has, on false time. */
class SearchTest {
    private static final Set<Protocol> PLAIN = EnumSet.of(Protocol.UDP, Protocol.TCP);
    private static final Set<Protocol> WITH_TLS = EnumSet.of(Protocol.UDP, Protocol.TCP, Protocol.TLS);
    private static final Choice CHOICE = new Choice(1, false);

    private final FakeLoop loop = new FakeLoop();
    private final FakeDns dns = new FakeDns(loop);

    @Test
    @Rfc("3263 §4.1-4: asks for NAPTR where neither transport nor port nor address is given")
    @Rfc("3263 §4.2-1: the first server comes first")
    void followsNaptrToServersToAddresses() {
        dns.knows(
                "example.com. NAPTR 20 10 s SIP+D2T \"\" _sip._tcp.example.com.",
                "example.com. NAPTR 10 10 s SIP+D2U \"\" _sip._udp.example.com.",
                "_sip._udp.example.com. SRV 20 0 5062 two.example.com.",
                "_sip._udp.example.com. SRV 10 0 5061 one.example.com.",
                "one.example.com. A 192.0.2.1",
                "two.example.com. A 192.0.2.2");

        assertThat(hops(PLAIN, "sip:bob@example.com")).containsExactly(udp("192.0.2.1", 5061), udp("192.0.2.2", 5062));
        assertThat(dns.questions())
                .startsWith("example.com. NAPTR", "_sip._udp.example.com. SRV")
                .doesNotContain("_sip._tcp.example.com. SRV", "example.com. A");
    }

    @Test
    @Rfc("3263 §4.1-5: a SIPS URI takes only what is for SIPS")
    @Rfc("3263 §4.1-6: a SIP URI takes it as well, where there is TLS")
    @Rfc("3263 §4.1-7: what cannot be spoken is left out")
    void takesOnlyProtocolsThatWillDo() {
        dns.knows(
                "example.com. NAPTR 10 10 s SIP+D2S \"\" _sip._sctp.example.com.",
                "example.com. NAPTR 20 10 s SIPS+D2T \"\" _sips._tcp.example.com.",
                "example.com. NAPTR 30 10 s SIP+D2T \"\" _sip._tcp.example.com.",
                "example.com. NAPTR 5 10 u E2U+sip \"!^.*$!sip:x@example.org!\" .",
                "_sips._tcp.example.com. SRV 0 0 5061 secure.example.com.",
                "_sip._tcp.example.com. SRV 0 0 5060 plain.example.com.",
                "secure.example.com. A 192.0.2.1",
                "plain.example.com. A 192.0.2.2");

        assertThat(hops(WITH_TLS, "sips:bob@example.com")).containsExactly(hop(Protocol.TLS, "192.0.2.1", 5061));
        assertThat(hops(WITH_TLS, "sip:bob@example.com")).containsExactly(hop(Protocol.TLS, "192.0.2.1", 5061));
        assertThat(hops(PLAIN, "sip:bob@example.com")).containsExactly(hop(Protocol.TCP, "192.0.2.2", 5060));
        assertThat(dns.questions()).doesNotContain("_sip._sctp.example.com. SRV");
    }

    @Test
    @Rfc("3263 §4.1-5: and where the domain offers nothing secure, nothing else")
    void findsNoPlainServerForASipsUri() {
        dns.knows(
                "example.com. NAPTR 30 10 s SIP+D2T \"\" _sip._tcp.example.com.",
                "_sip._tcp.example.com. SRV 0 0 5060 plain.example.com.",
                "plain.example.com. A 192.0.2.2");

        assertThat(hops(WITH_TLS, "sips:bob@example.com")).isEmpty();
        assertThat(hops(PLAIN, "sips:bob@example.com")).isEmpty();
    }

    @Test
    void asksForTheServersOfEachProtocolWithoutNaptr() {
        dns.knows("_sip._tcp.example.com. SRV 0 0 5070 one.example.com.", "one.example.com. A 192.0.2.1");

        assertThat(hops(PLAIN, "sip:bob@example.com")).containsExactly(hop(Protocol.TCP, "192.0.2.1", 5070));
        assertThat(dns.questions())
                .startsWith("example.com. NAPTR", "_sip._udp.example.com. SRV", "_sip._tcp.example.com. SRV");
    }

    @Test
    @Rfc("3263 §4.1-1: the transport of the URI is used")
    void asksForTheServersOfTheTransportThatTheUriNames() {
        dns.knows(
                "_sip._tcp.example.com. SRV 0 0 5070 one.example.com.",
                "_sips._tcp.example.com. SRV 0 0 5071 one.example.com.",
                "one.example.com. A 192.0.2.1");

        assertThat(hops(WITH_TLS, "sip:example.com;transport=tcp"))
                .containsExactly(hop(Protocol.TCP, "192.0.2.1", 5070));
        assertThat(hops(WITH_TLS, "sip:example.com;transport=tls"))
                .containsExactly(hop(Protocol.TLS, "192.0.2.1", 5071));
        assertThat(hops(WITH_TLS, "sips:example.com;transport=tcp"))
                .containsExactly(hop(Protocol.TLS, "192.0.2.1", 5071));
        assertThat(dns.questions()).doesNotContain("example.com. NAPTR");
    }

    @Test
    @Rfc("3263 §4.1-15: UDP for a SIP URI, TLS over TCP for a SIPS URI where there are no SRV records")
    void takesTheHostItselfWithoutServers() {
        dns.knows("example.com. A 192.0.2.9", "example.com. AAAA 2001:db8::9");

        assertThat(hops(WITH_TLS, "sip:bob@example.com"))
                .containsExactly(udp("2001:db8::9", 5060), udp("192.0.2.9", 5060));
        assertThat(hops(WITH_TLS, "sips:bob@example.com"))
                .containsExactly(hop(Protocol.TLS, "2001:db8::9", 5061), hop(Protocol.TLS, "192.0.2.9", 5061));
        assertThat(hops(WITH_TLS, "sip:example.com;transport=tcp")).hasSize(2);
    }

    @Test
    @Rfc("3263 §4.1-3: with a port only addresses are asked for")
    void asksOnlyForAddressesWithAPort() {
        dns.knows("example.com. A 192.0.2.9", "_sip._udp.example.com. SRV 0 0 5070 one.example.com.");

        assertThat(hops(PLAIN, "sip:bob@example.com:5060")).containsExactly(udp("192.0.2.9", 5060));
        assertThat(dns.questions()).containsExactlyInAnyOrder("example.com. A", "example.com. AAAA");
    }

    @Test
    @Rfc("2782: the service is decidedly not available at this domain")
    void takesADomainAtItsWordThatThereIsNoService() {
        dns.knows("_sip._udp.example.com. SRV 0 0 0 .", "example.com. A 192.0.2.9");

        assertThat(hops(PLAIN, "sip:bob@example.com")).isEmpty();
    }

    @Test
    @Rfc("7984 §4: each server with the addresses of both families")
    void keepsTheAddressesOfAServerTogether() {
        dns.knows(
                "_sip._udp.example.com. SRV 1 0 5060 one.example.com.",
                "_sip._udp.example.com. SRV 2 0 5060 two.example.com.",
                "one.example.com. A 192.0.2.1",
                "one.example.com. AAAA 2001:db8::1",
                "two.example.com. A 192.0.2.2",
                "two.example.com. AAAA 2001:db8::2");

        assertThat(hops(PLAIN, "sip:bob@example.com"))
                .containsExactly(
                        udp("2001:db8::1", 5060),
                        udp("192.0.2.1", 5060),
                        udp("2001:db8::2", 5060),
                        udp("192.0.2.2", 5060));
    }

    @Test
    void answersWithoutWaitingOnceItIsKnown() {
        dns.knows("_sip._udp.example.com. SRV 0 0 5070 one.example.com.", "one.example.com. A 192.0.2.1");
        var resolver = dns.resolver(PLAIN::contains);
        hops(resolver, "sip:bob@example.com");
        int asked = dns.questions().size();

        var told = ask(resolver, "sip:carol@EXAMPLE.com");

        assertThat(told).containsExactly(List.of(udp("192.0.2.1", 5070)));
        assertThat(dns.questions()).hasSize(asked);
    }

    @Test
    @Rfc("2308 §5: for as long as the authority says, and no longer")
    void believesWhatItHeardForAsLongAsItMay() {
        dns.knows("example.com. 30 A 192.0.2.1", "example.com. 600 AAAA 2001:db8::1");
        var resolver = dns.resolver(PLAIN::contains);
        hops(resolver, "sip:example.com:5060");
        hops(resolver, "sip:nobody.example:5060");
        dns.questions().clear();

        loop.advance(Duration.ofSeconds(27));
        hops(resolver, "sip:example.com:5060");
        assertThat(dns.questions()).isEmpty();

        loop.advance(Duration.ofMillis(20));
        hops(resolver, "sip:example.com:5060");
        assertThat(dns.questions()).containsExactly("example.com. A");

        hops(resolver, "sip:nobody.example:5060");
        assertThat(dns.questions()).hasSize(1);
        loop.advance(Duration.ofSeconds(Zone.NEGATIVE_TTL_SECONDS));
        hops(resolver, "sip:nobody.example:5060");
        assertThat(dns.questions()).contains("nobody.example. A", "nobody.example. AAAA");
    }

    @Test
    void endsWithoutServersWhereNobodyAnswers() {
        dns.knows("example.com. A 192.0.2.1");
        dns.neverAnswers("_sip._udp.example.com. SRV");
        var told = ask(dns.resolver(PLAIN::contains), "sip:bob@example.com");

        loop.advance(Duration.ofMillis(2999));
        assertThat(told).isEmpty();
        loop.advance(Duration.ofMillis(1));

        assertThat(told).containsExactly(List.of());
        assertThat(dns.questions()).doesNotContain("example.com. A");
        loop.advance(Duration.ofSeconds(3));
        assertThat(loop.armed()).isZero();
    }

    @Test
    void doesWithoutNaptrWhereANameServerDoesNotKnowIt() {
        dns.knows("example.com. A 192.0.2.1");
        dns.refuses("example.com. NAPTR");

        assertThat(hops(PLAIN, "sip:bob@example.com")).containsExactly(udp("192.0.2.1", 5060));
    }

    @Test
    void doesNotWaitLongForTheSecondFamilyNorForASlowServer() {
        dns.knows(
                "_sip._udp.example.com. SRV 1 0 5060 slow.example.com.",
                "_sip._udp.example.com. SRV 2 0 5060 quick.example.com.",
                "slow.example.com. A 192.0.2.1",
                "quick.example.com. A 192.0.2.2");
        dns.delays("slow.example.com. A", Duration.ofSeconds(2));
        dns.neverAnswers("quick.example.com. AAAA");
        var resolver = dns.resolver(PLAIN::contains);
        var told = ask(resolver, "sip:bob@example.com");

        loop.advance(Duration.ofMillis(400));

        assertThat(told).containsExactly(List.of(udp("192.0.2.2", 5060)));
        loop.advance(Duration.ofSeconds(3));
        assertThat(hops(resolver, "sip:bob@example.com")).contains(udp("192.0.2.1", 5060));
    }

    @Test
    void turnsAwayWhatWouldBeTooManyQuestions() {
        dns.dies();
        var resolver = dns.resolver(PLAIN::contains, DnsSettings.SYSTEM.withQuestions(4));
        ask(resolver, "sip:a.example:5060");
        ask(resolver, "sip:b.example:5060");

        assertThat(ask(resolver, "sip:c.example:5060")).containsExactly(List.of());
        assertThat(ask(resolver, "sip:192.0.2.1")).hasSize(1);
        assertThat(dns.questions()).hasSize(4);

        loop.advance(Duration.ofSeconds(3));
        dns.revives();
        dns.knows("c.example. A 192.0.2.3");
        assertThat(hops(resolver, "sip:c.example:5060")).containsExactly(udp("192.0.2.3", 5060));
    }

    @Test
    void putsOffOneHopAndNothingElse() {
        dns.knows(
                "_sip._udp.example.com. SRV 1 0 5060 one.example.com.",
                "_sip._udp.example.com. SRV 2 0 5070 one.example.com.",
                "one.example.com. A 192.0.2.1");
        var resolver = dns.resolver(PLAIN::contains);
        var shard = loop.shard();
        shard.execute(() -> resolver.putOff(shard, udp("192.0.2.1", 5060), Duration.ofSeconds(20)));

        assertThat(hops(resolver, "sip:bob@example.com"))
                .containsExactly(udp("192.0.2.1", 5070), udp("192.0.2.1", 5060));
        assertThat(hops(resolver, "sip:one.example.com:5060")).containsExactly(udp("192.0.2.1", 5060));
        loop.advance(Duration.ofSeconds(20));
        assertThat(hops(resolver, "sip:bob@example.com"))
                .containsExactly(udp("192.0.2.1", 5060), udp("192.0.2.1", 5070));
    }

    @Test
    @Rfc("3263 §4.4-2: the order is the same for the same request, whatever the order of the records")
    void choosesSteadilyForWhoKeepsNoState() {
        var lines = new ArrayList<String>();
        for (int server = 1; server <= 5; server++) {
            lines.add("_sip._udp.example.com. 1 SRV 1 10 5060 s%d.example.com.".formatted(server));
            lines.add("s%d.example.com. A 192.0.2.%d".formatted(server, server));
            lines.add("s%d.example.com. A 192.0.2.%d".formatted(server, server + 100));
        }
        dns.knows(lines.toArray(String[]::new));
        var first = hops(dns.resolver(PLAIN::contains), new Choice(42, true));

        dns.forgets();
        dns.knows(lines.reversed().toArray(String[]::new));
        var resolver = dns.resolver(PLAIN::contains);
        var shard = loop.shard();
        shard.execute(() -> resolver.putOff(shard, first.getFirst(), Duration.ofMinutes(1)));

        assertThat(hops(resolver, new Choice(42, true))).isEqualTo(first).hasSize(10);
    }

    @Test
    @Rfc("3263 §5-1: TLS for a response whose Via says TLS")
    void findsTheWayBackByTheSentByOfAVia() throws MalformedMessageException {
        dns.knows(
                "_sips._tcp.caller.example. SRV 1 0 5071 one.caller.example.",
                "_sip._udp.caller.example. SRV 1 0 5070 one.caller.example.",
                "one.caller.example. A 192.0.2.1");

        assertThat(back("SIP/2.0/TLS caller.example;branch=z9hG4bK1"))
                .extracting(NextHop::protocol, hop -> hop.remote().getPort())
                .containsExactly(tuple(Protocol.TLS, 5071));
        assertThat(back("SIP/2.0/UDP caller.example;branch=z9hG4bK1")).containsExactly(udp("192.0.2.1", 5070));
        assertThat(back("SIP/2.0/UDP one.caller.example:5080;branch=z9hG4bK1")).containsExactly(udp("192.0.2.1", 5080));
    }

    @Test
    @Rfc("5922 §7.3: the domain of the URI is what the server must prove to be, not what DNS made of it")
    void saysForWhichDomainAServerMustSpeak() {
        dns.knows("_sips._tcp.example.com. SRV 0 0 5061 one.hosting.example.", "one.hosting.example. A 192.0.2.1");
        var remote = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5061);

        assertThat(hops(WITH_TLS, "sips:bob@example.com"))
                .containsExactly(new NextHop.Address(Protocol.TLS, remote, "example.com"));
        assertThat(hops(WITH_TLS, "sips:bob@192.0.2.1")).containsExactly(new NextHop.Address(Protocol.TLS, remote));
        assertThat(hops(WITH_TLS, "sips:bob@example.com;maddr=192.0.2.1"))
                .containsExactly(new NextHop.Address(Protocol.TLS, remote, "example.com"));
    }

    private List<NextHop> back(String via) throws MalformedMessageException {
        var told = new ArrayList<List<NextHop>>();
        var parsed = Via.parse(Slice.of(via));
        var resolver = dns.resolver(WITH_TLS::contains);
        loop.shard().execute(() -> resolver.resolve(loop.shard(), parsed, told::add));
        loop.advance(Duration.ofSeconds(1));
        return told.getFirst();
    }

    private List<NextHop> hops(Set<Protocol> supported, String uri) {
        return hops(dns.resolver(supported::contains), uri);
    }

    private List<NextHop> hops(Resolver resolver, String uri) {
        var told = ask(resolver, uri);
        loop.advance(Duration.ofSeconds(1));
        assertThat(told).as(uri).hasSize(1);
        return told.getFirst();
    }

    private List<NextHop> hops(Resolver resolver, Choice choice) {
        var told = new ArrayList<List<NextHop>>();
        loop.shard().execute(() -> resolver.resolve(loop.shard(), uri("sip:example.com"), choice, told::add));
        loop.advance(Duration.ofSeconds(2));
        return told.getFirst();
    }

    /** What it has been told by now and will be told later. */
    private List<List<NextHop>> ask(Resolver resolver, String uri) {
        var told = new ArrayList<List<NextHop>>();
        loop.shard().execute(() -> resolver.resolve(loop.shard(), uri(uri), CHOICE, told::add));
        return told;
    }

    private static Uri uri(String text) {
        try {
            return Uri.parse(text);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static NextHop udp(String address, int port) {
        return hop(Protocol.UDP, address, port);
    }

    private static NextHop hop(Protocol protocol, String address, int port) {
        return new NextHop.Address(
                protocol, new InetSocketAddress(InetAddress.ofLiteral(address), port), "example.com");
    }
}
