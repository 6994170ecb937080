package org.strowger.sip.resolver;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Name servers on the network: one after the other until one answers, then the first again. What does not fit a datagram is asked for by
 * TCP.
 *
 * <p>Safe for all threads. Those that wait are virtual ones and the library's own.
 */
final class DnsServers implements NameServers {
    private static final int LEAST_ATTEMPTS = 3;
    private static final int MOST_ALIASES = 8;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final List<SimpleResolver> servers;
    private final int attempts;
    private final Reachability reachability;

    DnsServers(DnsSettings settings, Reachability reachability) {
        var addresses =
                settings.servers().isEmpty() ? ResolverConfig.getCurrentConfig().servers() : settings.servers();
        this.attempts = Math.max(LEAST_ATTEMPTS, addresses.size());
        this.servers = addresses.stream().map(SimpleResolver::new).toList();
        this.reachability = reachability;
        // a Duration divides by way of BigDecimal, whose class takes 20 ms of a start
        var patience = Duration.ofNanos(settings.patience().toNanos() / attempts);
        servers.forEach(server -> server.setTimeout(patience));
    }

    @Override
    public void ask(Question question, Consumer<Answer> answer) {
        Thread.startVirtualThread(() -> {
            var found = followed(question);
            if (question.type() == Type.AAAA) {
                reachability.learn(Records.addresses(found));
            }
            answer.accept(found);
        });
    }

    /** Where a name server leaves it to us to follow an alias. */
    private Answer followed(Question question) {
        var next = question;
        var lasts = FOR_EVER;
        for (int alias = 0; alias <= MOST_ALIASES; alias++) {
            var reading = asked(next);
            var answer = reading.answer().lastingAtMost(lasts);
            if (answer.kind() != Answer.Kind.NONE || reading.end().equals(next.name())) {
                return answer;
            }
            lasts = reading.aliasesLast().compareTo(lasts) < 0 ? reading.aliasesLast() : lasts;
            next = new Question(reading.end(), question.type());
        }
        return Answer.REFUSED;
    }

    private Answer.Reading asked(Question question) {
        var failure = new Answer.Reading(Answer.SILENCE, question.name(), FOR_EVER);
        for (int attempt = 0; attempt < attempts && !servers.isEmpty(); attempt++) {
            try {
                var message = servers.get(attempt % servers.size()).send(query(question));
                var reading = Answer.read(question, message);
                if (!reading.answer().isFailure()) {
                    return reading;
                }
                failure = reading;
            } catch (IOException | IllegalStateException e) {
                // the next one may know; or the machine is being shut down
            }
        }
        return failure;
    }

    private static Message query(Question question) {
        return Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN));
    }
}
