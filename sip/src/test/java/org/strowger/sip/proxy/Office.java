package org.strowger.sip.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Uri;
import org.strowger.sip.proxy.identity.Border;
import org.strowger.sip.resolver.DnsResolver;
import org.strowger.sip.resolver.DnsSettings;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.testing.FakeNetwork;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.testing.Peer;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transaction.Timers;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transaction.TransactionUser;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/**
 * A proxy for example.com at 192.0.2.1, its phones beside it, and a network in between. Whoever calls sip:b@example.com reaches
 * Bob, sip:bcd@example.com Bob, Carol and Dave at once.
 */
final class Office {
    final FakeLoop loop = new FakeLoop(4);
    final FakeNetwork network = new FakeNetwork(loop, 1);
    final FakeNode node = network.node("proxy", "192.0.2.1");
    final Peer alice = new Peer(network.node("alice", "192.0.2.50"));
    final Peer bob = new Peer(network.node("bob", "192.0.2.60"));
    final Peer carol = new Peer(network.node("carol", "192.0.2.61"));
    final Peer dave = new Peer(network.node("dave", "192.0.2.62"));
    final Rules rules = new Rules();
    final Log log = new Log();
    final TransactionLayer transactions;
    final ProxyCore core;
    private int sent;

    Office() {
        this(ProxySettings.DEFAULT);
    }

    Office(ProxySettings settings) {
        this(settings, null);
    }

    Office(ProxySettings settings, @Nullable Resolver resolver) {
        this(settings, resolver, Border.NONE);
    }

    Office(ProxySettings settings, @Nullable Resolver resolver, Border border) {
        var door = new Door();
        transactions = new TransactionLayer(node, loop.shards(), Timers.RFC3261, door);
        var literals = new DnsResolver(node::supports, DnsSettings.SYSTEM);
        var neighbours =
                new ProxyCore.Neighbours(transactions, node, resolver == null ? literals : resolver, rules, log);
        core = new ProxyCore(neighbours, settings, Wire.SECRET, loop.shards(), border);
        door.user = core;
        node.listener(transactions);
    }

    /** Alice sends a request to the proxy, and everything that follows at once happens. */
    SipRequest alice(String method, String uri, String... fields) {
        return alice(Protocol.UDP, method, uri, fields);
    }

    SipRequest alice(Protocol protocol, String method, String uri, String... fields) {
        var via = "Via: SIP/2.0/%s 192.0.2.50:5060;branch=z9hG4bKalice%d".formatted(protocol, ++sent);
        boolean given = Arrays.stream(fields).anyMatch(field -> field.startsWith("Via:"));
        return sends(given ? Wire.request(method, uri, fields) : withVia(via, method, uri, fields), protocol);
    }

    /** Alice sends this request, once more perhaps. */
    SipRequest sends(SipRequest request, Protocol protocol) {
        alice.send(request, node, protocol);
        pass();
        return request;
    }

    private static SipRequest withVia(String via, String method, String uri, String... fields) {
        var all = Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = via;
        return Wire.request(method, uri, all);
    }

    /** A phone answers the request that it received last, and the answer arrives. */
    SipResponse answers(Peer phone, int code) {
        var answer = phone.answer(code);
        pass();
        return answer;
    }

    /** A phone answers the INVITE that it received, and the answer arrives. */
    SipResponse answersInvite(Peer phone, int code) {
        var invite = phone.requests().stream()
                .filter(request -> request.method().name().equals("INVITE"))
                .findFirst()
                .orElseThrow();
        var answer = phone.answer(invite, code);
        pass();
        return answer;
    }

    /** Time enough for what is sent to arrive, and for no timer. */
    void pass() {
        loop.advance(Duration.ofMillis(20));
    }

    void pass(Duration time) {
        loop.advance(time);
    }

    /** Whether nothing is left: no transaction, no context, no timer. */
    boolean isQuiet() {
        return transactions.live() == 0 && core.live() == 0 && loop.shards().armed() == 0;
    }

    /** The operator's rules as a test sets them. */
    static final class Rules implements Routing {
        final List<Question> questions = new ArrayList<>();
        private Function<Question, Decision> decision = question -> toLetters(question.requestUri());
        private @Nullable Decision phone;
        private boolean later;
        private final List<Runnable> held = new ArrayList<>();

        void decide(Function<Question, Decision> how) {
            decision = how;
        }

        void to(Target... targets) {
            decision = _ -> new Decision.Forward(List.of(targets), List.of());
        }

        void reject(int code) {
            decision = _ -> Decision.Reject.with(Status.of(code));
        }

        /** From now on answers wait for {@link #answer}. */
        void holdAnswers() {
            later = true;
        }

        void answer() {
            held.forEach(Runnable::run);
            held.clear();
        }

        @Override
        public void route(Shard shard, Question question, Consumer<Decision> answer) {
            questions.add(question);
            if (later) {
                held.add(() -> shard.execute(() -> answer.accept(decision.apply(question))));
            } else {
                answer.accept(decision.apply(question));
            }
        }

        @Override
        public boolean isResponsibleFor(String host) {
            return host.equals("example.com");
        }

        /** From now on the GRUUs of example.com are answered so. */
        void dereference(Decision how) {
            phone = how;
        }

        @Override
        public Optional<Decision> dereferenced(Uri requestUri) {
            return requestUri instanceof SipUri uri && uri.parameters().has("gr")
                    ? Optional.ofNullable(phone)
                    : Optional.empty();
        }

        @Override
        public List<HeaderField> withheld(SipRequest request) {
            return request.headers().all(HeaderName.PROXY_AUTHORIZATION);
        }

        private static Decision toLetters(Uri uri) {
            var text = uri.toString();
            var user = text.substring(text.indexOf(':') + 1, text.indexOf('@'));
            if (!text.endsWith("@example.com")) {
                return Decision.Reject.with(Status.of(403));
            }
            var targets = new ArrayList<Target>();
            user.chars().forEach(letter -> phone(letter).ifPresent(targets::add));
            return targets.isEmpty() ? Decision.Reject.with(Status.of(404)) : new Decision.Forward(targets, List.of());
        }

        private static Optional<Target> phone(int letter) {
            return switch (letter) {
                case 'b' -> Optional.of(Target.of(Wire.uri("sip:bob@192.0.2.60")));
                case 'c' -> Optional.of(Target.of(Wire.uri("sip:carol@192.0.2.61")));
                case 'd' -> Optional.of(Target.of(Wire.uri("sip:dave@192.0.2.62")));
                default -> Optional.empty();
            };
        }
    }

    /** What the observer was told, in words. */
    static final class Log implements ProxyObserver {
        final List<String> lines = new ArrayList<>();

        @Override
        public void forwarded(SipRequest request, Uri target, NextHop hop) {
            lines.add(request.method().name() + " to " + target);
        }

        @Override
        public void answered(SipRequest request, Status status, String why) {
            lines.add(request.method().name() + " " + status.code() + ": " + why);
        }

        @Override
        public void chosen(SipRequest request, SipResponse best, int branches) {
            lines.add(request.method().name() + " best of " + branches + ": "
                    + best.status().code());
        }

        @Override
        public void cancelled(SipRequest request, Uri target, String why) {
            lines.add("cancel " + target + ": " + why);
        }
    }

    /** Lets the core be made after the layer that calls it. */
    private static final class Door implements TransactionUser {
        private @Nullable TransactionUser user;

        private TransactionUser user() {
            if (user == null) {
                throw new IllegalStateException("the core is not there yet");
            }
            return user;
        }

        @Override
        public void request(ServerTransaction transaction) {
            user().request(transaction);
        }

        @Override
        public void ack(Shard shard, SipRequest ack, Flow flow) {
            user().ack(shard, ack, flow);
        }

        @Override
        public void stateless(Shard shard, SipResponse response) {
            user().stateless(shard, response);
        }

        @Override
        public void cancelled(ServerTransaction invite, SipRequest cancel) {
            user().cancelled(invite, cancel);
        }

        @Override
        public void unsent(ServerTransaction transaction, IOException cause) {
            user().unsent(transaction, cause);
        }

        @Override
        public void unacknowledged(ServerTransaction invite) {
            user().unacknowledged(invite);
        }

        @Override
        public void ended(ServerTransaction transaction) {
            user().ended(transaction);
        }
    }
}
