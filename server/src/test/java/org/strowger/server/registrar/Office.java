package org.strowger.server.registrar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.server.location.Domains;
import org.strowger.server.location.Gruus;
import org.strowger.server.location.LocationService;
import org.strowger.server.users.ListedUsers;
import org.strowger.server.users.Secret;
import org.strowger.sip.auth.Account;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.auth.DigestPolicy;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.testing.FakeLoop;
import org.strowger.sip.transaction.ServerTransaction;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;

/** A registrar of example.com and example.org, whose one phone is at 192.0.2.1. */
final class Office {
    static final Domains DOMAINS = host -> switch (host) {
        case "example.com", "192.0.2.100" -> Optional.of("example.com");
        case "example.org" -> Optional.of("example.org");
        default -> Optional.empty();
    };

    final FakeLoop loop = new FakeLoop(4);
    final LocationService location = LocationService.inMemory();
    final Authenticators authenticators = new Authenticators(
            loop.shards(), DigestPolicy.DEFAULT, new SecretKeySpec(new byte[32], "HmacSHA256"), new Random(3), 256);
    final Gruus gruus = new Gruus("secret", new Random(5));
    /** Flows that are closed when nothing is heard: the far end, and after how many seconds. */
    final List<String> watched = new ArrayList<>();

    final Registrar registrar;
    private final Access access;

    Office(RegistrarPolicy policy, Access access) {
        this.access = access;
        registrar = new Registrar(
                policy,
                access,
                new Registrar.Means(
                        DOMAINS,
                        authenticators,
                        location,
                        () -> loop.clock().now(),
                        gruus,
                        (_, flow, silence) -> watched.add(flow.remote() + " " + silence.toSeconds())));
    }

    /** Where nobody is asked who they are. */
    static Office open() {
        return new Office(RegistrarPolicy.DEFAULT, Access.OPEN);
    }

    /** Where alice and bob have passwords. */
    static Office guarded() {
        return new Office(RegistrarPolicy.DEFAULT, Access.of(users()));
    }

    static ListedUsers users() {
        return ListedUsers.of(
                Map.of("alice", new Secret.Password("wonderland"), "bob", new Secret.Password("builder")));
    }

    static AddressOfRecord aor(String user) {
        return AddressOfRecord.of(user, "example.com");
    }

    Instant now() {
        return loop.clock().now();
    }

    Doorkeeper doorkeeper() {
        return new Doorkeeper(access, DOMAINS, authenticators, "example.com");
    }

    /** Sends a request from the phone, by UDP, and takes the answer. */
    SipResponse send(SipRequest request) {
        return send(request, false);
    }

    SipResponse send(SipRequest request, boolean merged) {
        var shard = loop.shards().of(request.callId().value().hash(loop.shards().seed()));
        var transaction = new Transaction(request, shard, merged);
        shard.execute(() -> registrar.register(transaction));
        if (transaction.responses.size() != 1) {
            throw new AssertionError("expected one response, found " + transaction.responses);
        }
        return transaction.responses.getFirst();
    }

    /** The same with credentials, after the challenge. */
    SipResponse sendAs(String user, String password, SipRequest request) {
        var client = new DigestClient(Account.of(user, password), new Random(4));
        client.learn(send(request));
        return send(withCredentials(request, client));
    }

    static SipRequest withCredentials(SipRequest request, DigestClient client) {
        var edit = request.edit();
        for (var line : client.authorize(request.method(), request.requestUri())) {
            edit.append(line.name(), line.value());
        }
        return edit.write();
    }

    /** A REGISTER of alice's. */
    static SipRequest register(int cseq, String... lines) {
        return registerTo("sip:example.com", "sip:alice@example.com", cseq, lines);
    }

    static SipRequest registerTo(String uri, String to, int cseq, String... lines) {
        var text = """
            REGISTER %s SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%d
            Max-Forwards: 70
            From: <%s>;tag=1
            To: <%s>
            Call-ID: phone@192.0.2.1
            CSeq: %d REGISTER
            %sContent-Length: 0

            """.formatted(uri, cseq, to, to, cseq, lines.length == 0 ? "" : String.join("\n", lines) + "\n");
        return parse(text.replace("\n", "\r\n").getBytes(UTF_8));
    }

    static SipRequest parse(byte[] message) {
        try {
            return (SipRequest) SipParser.parse(message);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    /** One of the messages of RFC 4475. */
    static SipRequest torture(String name) {
        try (var file =
                Objects.requireNonNull(Office.class.getResourceAsStream("/torture/rfc4475/" + name + ".dat"), name)) {
            return parse(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Contact values of a response, as they stand. */
    static List<String> contacts(SipResponse response) {
        return response.headers().values(HeaderName.CONTACT).stream()
                .map(Slice::toString)
                .toList();
    }

    static final Flow PHONE = new Flow() {
        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress("192.0.2.100", 5060);
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress("192.0.2.1", 40_001);
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    };

    private static final class Transaction implements ServerTransaction {
        private final List<SipResponse> responses = new ArrayList<>();
        private final SipRequest request;
        private final Shard shard;
        private final boolean merged;

        Transaction(SipRequest request, Shard shard, boolean merged) {
            this.request = request;
            this.shard = shard;
            this.merged = merged;
        }

        @Override
        public SipRequest request() {
            return request;
        }

        @Override
        public Flow flow() {
            return PHONE;
        }

        @Override
        public Shard shard() {
            return shard;
        }

        @Override
        public Tag tag() {
            return new Tag(Slice.of("registrar"));
        }

        @Override
        public void respond(SipResponse response) {
            responses.add(response);
        }

        @Override
        public void refuse(SipResponse response) {
            responses.add(response);
        }

        @Override
        public void refuseAndForget(SipResponse response) {
            responses.add(response);
        }

        @Override
        public void forget() {}

        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public void letGo() {}

        @Override
        public boolean isMerged() {
            return merged;
        }
    }
}
