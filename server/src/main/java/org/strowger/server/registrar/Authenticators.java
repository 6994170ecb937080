package org.strowger.server.registrar;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import org.strowger.sip.auth.DigestAuthenticator;
import org.strowger.sip.auth.DigestPolicy;
import org.strowger.sip.loop.Shard;
import org.strowger.sip.loop.Shards;

/** The authenticator of each shard: one secret for all, the counts of nonces in the shard of their Call-ID. */
public final class Authenticators {
    private final DigestAuthenticator[] byShard;

    /**
     * @param random what each begins with: to ask the system's for every nonce costs as much as a hash
     * @param rememberedNonces of all shards together; 32 bytes each
     */
    public Authenticators(
            Shards shards, DigestPolicy policy, SecretKey secret, RandomGenerator random, int rememberedNonces) {
        byShard = new DigestAuthenticator[shards.size()];
        int share = Math.max(8, rememberedNonces / byShard.length);
        for (int index = 0; index < byShard.length; index++) {
            // nonces have to differ; that they cannot be guessed is due to their check
            var chance = new SplittableRandom(random.nextLong());
            byShard[index] = new DigestAuthenticator(policy, secret, chance, share);
        }
    }

    DigestAuthenticator of(Shard shard) {
        shard.check();
        return byShard[shard.index()];
    }
}
