package org.strowger.sip.auth;

/**
 * The highest nc that was used with each nonce, in fixed memory. A replay never passes: where the count of a nonce had to be forgotten to
 * make room, all nonces of that bucket up to its age are held to be used, and their owners are asked again (stale, which costs a round
 * trip and no password).
 *
 * <p>Belongs to one shard; a nonce holds for one Call-ID, so all its uses come here.
 */
final class NonceCounts {
    private static final int WAYS = 4;

    private final int buckets;
    private final long[] ids;
    private final long[] issuedAtMillis;
    private final long[] highest;
    /** Per bucket: the youngest nonce that was forgotten. */
    private final long[] forgottenMillis;

    /** @param slots how many nonces are remembered; rounded up to a multiple of four */
    NonceCounts(int slots) {
        buckets = Math.ceilDiv(slots, WAYS);
        ids = new long[buckets * WAYS];
        issuedAtMillis = new long[buckets * WAYS];
        highest = new long[buckets * WAYS];
        forgottenMillis = new long[buckets];
    }

    /** Notes the use of a nonce; false if that count, or a higher one, was used before, or may have been. */
    boolean advance(Nonce nonce, long count) {
        long millis = nonce.issuedAt().toEpochMilli();
        int bucket = (int) Math.floorMod(nonce.id() ^ nonce.id() >>> 29, (long) buckets);
        int oldest = bucket * WAYS;
        for (int slot = bucket * WAYS; slot < (bucket + 1) * WAYS; slot++) {
            if (ids[slot] == nonce.id() && issuedAtMillis[slot] == millis) {
                return raise(slot, count);
            }
            oldest = issuedAtMillis[slot] < issuedAtMillis[oldest] ? slot : oldest;
        }
        if (count == 0 || millis <= forgottenMillis[bucket]) {
            return false;
        }
        if (millis <= issuedAtMillis[oldest]) {
            // older than all that are remembered: it passes once, and counts as used from now on
            forgottenMillis[bucket] = millis;
            return true;
        }
        forgottenMillis[bucket] = Math.max(forgottenMillis[bucket], issuedAtMillis[oldest]);
        ids[oldest] = nonce.id();
        issuedAtMillis[oldest] = millis;
        highest[oldest] = count;
        return true;
    }

    private boolean raise(int slot, long count) {
        if (count <= highest[slot]) {
            return false;
        }
        highest[slot] = count;
        return true;
    }
}
