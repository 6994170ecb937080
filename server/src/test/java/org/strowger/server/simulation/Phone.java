package org.strowger.server.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.strowger.server.exchange.CentralOffice;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Status;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.ua.Conversation;
import org.strowger.sip.ua.IncomingCall;
import org.strowger.sip.ua.InviteSession;
import org.strowger.sip.ua.MediaSettings;
import org.strowger.sip.ua.Registration;
import org.strowger.sip.ua.RegistrationState;
import org.strowger.sip.ua.SessionEnd;
import org.strowger.sip.ua.SessionListener;
import org.strowger.sip.ua.UserAgent;
import org.strowger.sip.ua.UserAgentListener;
import org.strowger.sip.ua.UserAgentSettings;

/** A phone of a user: comes and goes, calls, and treats who calls as chance will have it. */
final class Phone implements UserAgentListener {
    /** Nobody waits longer than this for an answer. */
    private static final int PATIENCE_SECONDS = 300;

    /** Where both sides wait so long, their BYEs cross. */
    private static final Duration CROSSING = Duration.ofSeconds(3);

    private final Make made;
    private final String user;
    private final FakeNode node;
    private final Random random;
    private final UserAgent agent;
    private final Deeds deeds;
    private final List<Ring> rings = new ArrayList<>();
    private Optional<Registration> registration = Optional.empty();
    private RegistrationState state = new RegistrationState.Removed(List.of());
    private boolean vanished;

    /**
     * What it is made of.
     *
     * @param password empty: a stranger's, who has none here
     */
    record Make(String user, String domain, Optional<String> password, Protocol protocol, FakeNode node, long seed) {
        /** The same elsewhere. */
        Make again(FakeNode at, long otherSeed) {
            return new Make(user, domain, password, protocol, at, otherSeed);
        }

        UserAgentSettings settings() {
            var transport = protocol == Protocol.UDP ? "" : ";transport=tcp";
            var settings = UserAgentSettings.of("sip:" + user + "@" + domain)
                    .withMedia(MediaSettings.off())
                    .withMostSessions(Integer.MAX_VALUE)
                    .through("sip:" + CentralOffice.ADDRESS + transport + ";lr");
            return password.map(secret -> settings.withAccount(user, secret)).orElse(settings);
        }
    }

    /** A call that came, and how it ended here. */
    record Ring(String callId, Phone phone, InviteSession session) implements Side {
        @Override
        public FakeNode node() {
            return phone.node;
        }

        @Override
        public Optional<SessionEnd> end() {
            return endOf(session);
        }

        @Override
        public boolean hasVanished() {
            return phone.vanished;
        }
    }

    /** A call that it placed. */
    record Dialled(Phone phone, InviteSession session) implements Side {
        @Override
        public FakeNode node() {
            return phone.node;
        }

        @Override
        public Optional<SessionEnd> end() {
            return endOf(session);
        }

        @Override
        public boolean hasVanished() {
            return phone.vanished;
        }
    }

    Phone(Make make, Resolver resolver, Deeds deeds) {
        this.deeds = deeds;
        this.made = make;
        user = make.user();
        node = make.node();
        random = new Random(make.seed());
        var neighbours = new UserAgent.Neighbours(node.shards(), node, resolver, new Random(make.seed() + 1));
        agent = UserAgent.on(neighbours, make.settings(), this);
        node.listener(agent.messages());
    }

    private static Optional<SessionEnd> endOf(InviteSession session) {
        var ended = session.ended();
        return ended.isDone() ? Optional.of(ended.resultNow()) : Optional.empty();
    }

    String user() {
        return user;
    }

    FakeNode node() {
        return node;
    }

    /** What it is made of. */
    Make made() {
        return made;
    }

    List<Ring> rings() {
        return rings;
    }

    boolean hasVanished() {
        return vanished;
    }

    RegistrationState state() {
        return state;
    }

    TransactionLayer transactions() {
        return (TransactionLayer) agent.messages();
    }

    /** Registers for so long, and refreshes that. */
    void arrive(Duration expires) {
        registration = Optional.of(agent.register(expires, (_, now) -> state = now));
    }

    boolean isPresent() {
        return registration.isPresent() && !vanished;
    }

    /** Takes its registration back. */
    void depart() {
        registration.ifPresent(Registration::remove);
        registration = Optional.empty();
    }

    /** Ends what it does, and comes never again. */
    void retire() {
        agent.leave();
        registration = Optional.empty();
    }

    /** From now on nothing goes in or out. */
    void vanish(Runnable closeConnections) {
        vanished = true;
        node.deaf().broken(new IOException("the cable is cut"));
        closeConnections.run();
    }

    /** Calls somebody; rings off when it has talked or waited enough. */
    Placed call(int number, SipUri target) {
        var session = agent.call(target, new SessionListener() {
            @Override
            public void answered(InviteSession answered, Conversation conversation) {
                if (random.nextInt(8) == 0) {
                    agent.after(CROSSING, answered::hangUp);
                } else if (random.nextInt(2) == 0) {
                    agent.after(seconds(1, 20), answered::hangUp);
                }
            }
        });
        boolean isHasty = random.nextInt(3) == 0;
        agent.after(isHasty ? millis(0, 15_000) : Duration.ofSeconds(PATIENCE_SECONDS), session::hangUp);
        return new Placed(number, session.callId().toString(), new Dialled(this, session), target.toString());
    }

    @Override
    public void incoming(IncomingCall call) {
        rings.add(new Ring(call.session().callId().toString(), this, call.session()));
        int chance = random.nextInt(100);
        if (chance < 45) {
            agent.after(millis(0, 300), call::ring);
            agent.after(millis(300, 8000), () -> answer(call));
        } else if (chance < 53) {
            answer(call);
        } else if (chance < 65) {
            call.reject(Status.of(486));
        } else if (chance < 71) {
            agent.after(millis(0, 4000), () -> call.reject(Status.of(603)));
        } else if (chance < 82) {
            call.ring();
            agent.after(seconds(5, 25), () -> call.reject(Status.of(480)));
        } else if (chance < 85) {
            call.redirect(List.of(SipUri.of("u" + random.nextInt(5), CentralOffice.DOMAIN, 0)));
        } else if (chance < 91) {
            call.ring();
        } else if (chance < 95) {
            deeds.did("answered late");
            call.ring();
            agent.after(seconds(20, 240), () -> answer(call));
        }
        // the others neither ring nor answer
        if (isPresent() && random.nextInt(40) == 0) {
            deeds.did("unregistered while it rang");
            agent.after(millis(0, 3000), this::depart);
        }
    }

    private void answer(IncomingCall call) {
        var session = call.answer();
        // whoever does not hang up first, hangs up at last
        if (random.nextInt(8) == 0) {
            agent.after(CROSSING, session::hangUp);
        } else {
            agent.after(random.nextInt(2) == 0 ? seconds(1, 20) : seconds(60, 90), session::hangUp);
        }
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to));
    }

    private Duration seconds(int from, int to) {
        return millis(1000 * from, 1000 * to);
    }
}
