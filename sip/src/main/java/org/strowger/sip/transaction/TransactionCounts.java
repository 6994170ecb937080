package org.strowger.sip.transaction;

/**
 * What the transaction layer has counted since it began.
 *
 * @param clients client transactions begun, CANCELs among them
 * @param servers server transactions begun
 * @param retransmissionsReceived requests that came once more
 * @param retransmissionsSent requests and responses sent once more as they were
 * @param strayResponses responses dropped because they match no client transaction (RFC 6026 §8.9)
 * @param lateResponses responses of users dropped because their server transaction had ended (RFC 6026 §8.3)
 * @param timeouts client transactions that nobody answered, and INVITE server transactions that nobody acknowledged
 * @param sendFailures messages of transactions that could not be sent
 * @param userFailures exceptions of users
 */
public record TransactionCounts(
        long clients,
        long servers,
        long retransmissionsReceived,
        long retransmissionsSent,
        long strayResponses,
        long lateResponses,
        long timeouts,
        long sendFailures,
        long userFailures) {
    static final TransactionCounts NONE = new TransactionCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    TransactionCounts plus(TransactionCounts other) {
        return new TransactionCounts(
                clients + other.clients,
                servers + other.servers,
                retransmissionsReceived + other.retransmissionsReceived,
                retransmissionsSent + other.retransmissionsSent,
                strayResponses + other.strayResponses,
                lateResponses + other.lateResponses,
                timeouts + other.timeouts,
                sendFailures + other.sendFailures,
                userFailures + other.userFailures);
    }
}
