package org.strowger.sip.resolver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.transport.Protocol;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;

/** Name servers on false time: they know a zone, take a while, and fall silent when told. Without threads. */
public final class FakeDns implements NameServers {
    private static final Duration USUAL = Duration.ofMillis(10);

    private final FakeLoop loop;
    private final Zone zone = new Zone();
    private final List<String> questions = new ArrayList<>();
    private final Set<String> silent = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Duration> delays = new HashMap<>();
    private final List<DnsResolver> resolvers = new ArrayList<>();
    private boolean dead;

    public FakeDns(FakeLoop loop) {
        this.loop = loop;
    }

    /** @param lines as a zone file has them */
    public FakeDns knows(String... lines) {
        zone.add(lines);
        return this;
    }

    public void forgets() {
        zone.clear();
    }

    /** From now on nobody answers. */
    public void dies() {
        dead = true;
    }

    public void revives() {
        dead = false;
    }

    /** @param question as "name. TYPE" */
    public void neverAnswers(String question) {
        silent.add(question);
    }

    /** @param question as "name. TYPE" */
    public void refuses(String question) {
        refused.add(question);
    }

    /** @param question as "name. TYPE" */
    public void delays(String question, Duration by) {
        delays.put(question, by);
    }

    /** All that were asked so far, as "name. TYPE". */
    public List<String> questions() {
        return questions;
    }

    /** Questions whose answer somebody waits for now. */
    public int underWay() {
        return resolvers.stream().mapToInt(DnsResolver::underWay).sum();
    }

    /** A resolver that asks here. */
    public Resolver resolver(Predicate<Protocol> supported) {
        return resolver(supported, DnsSettings.SYSTEM);
    }

    public Resolver resolver(Predicate<Protocol> supported, DnsSettings settings) {
        var resolver = new DnsResolver(
                supported, settings.withHosts(Path.of("/nowhere/hosts")), new Reachability(_ -> true), this);
        resolvers.add(resolver);
        return resolver;
    }

    @Override
    public void ask(Question question, Consumer<Answer> answer) {
        var words = question.toString();
        questions.add(words);
        if (dead || silent.contains(words)) {
            return;
        }
        var answered = refused.contains(words)
                ? Answer.REFUSED
                : Answer.read(question, zone.answer(Record.newRecord(question.name(), question.type(), DClass.IN)))
                        .answer();
        var shard = loop.shards().at(0);
        shard.execute(() -> shard.schedule(delays.getOrDefault(words, USUAL), () -> answer.accept(answered)));
    }
}
