package org.strowger.sip.ua;

import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.strowger.sip.auth.DigestClient;
import org.strowger.sip.loop.Clock;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Tag;
import org.strowger.sip.resolver.Resolver;
import org.strowger.sip.transaction.TransactionLayer;
import org.strowger.sip.transport.Protocol;
import org.strowger.sip.transport.SentBy;
import org.strowger.sip.transport.Transport;

/**
 * What everything of one agent stands on.
 *
 * @param shard the one shard of the agent
 */
record Ground(
        UserAgentSettings settings,
        Shard shard,
        Clock clock,
        Transport transport,
        Resolver resolver,
        TransactionLayer transactions,
        RandomGenerator random) {
    private static final int TAG_BYTES = 8;
    private static final int CALL_ID_BYTES = 16;

    /** "globally unique and cryptographically random with at least 32 bits of randomness" (RFC 3261 §19.3). */
    Tag newTag() {
        return new Tag(Slice.of(chance(TAG_BYTES)));
    }

    /** "Use of cryptographically random identifiers […] is RECOMMENDED" (RFC 3261 §8.1.1.4). */
    String newCallId() {
        return chance(CALL_ID_BYTES);
    }

    /** Who learns the challenges of one Call-ID. Without an account it answers none. */
    Login newLogin() {
        return new Login(settings.account().map(account -> new DigestClient(account, random)));
    }

    /** Where requests reach us: what stands in Contact. */
    SipUri contact(SentBy local) {
        var user = settings.addressOfRecord().user().map(Slice::toString).orElse("");
        var uri = SipUri.of(user, local.host(), local.port());
        return local.protocol() == Protocol.UDP
                ? uri
                : uri.withParameter("transport", local.protocol().name().toLowerCase(Locale.ROOT));
    }

    private String chance(int bytes) {
        byte[] octets = new byte[bytes];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
