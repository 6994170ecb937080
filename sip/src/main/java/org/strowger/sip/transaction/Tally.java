package org.strowger.sip.transaction;

/** What a shard has counted. Owned by the shard; another thread that reads it sees what was true a moment ago. */
final class Tally {
    int liveClients;
    int liveServers;
    long clients;
    long servers;
    long retransmissionsReceived;
    long retransmissionsSent;
    long strayResponses;
    long lateResponses;
    long timeouts;
    long sendFailures;
    long userFailures;

    TransactionCounts counts() {
        return new TransactionCounts(
                clients,
                servers,
                retransmissionsReceived,
                retransmissionsSent,
                strayResponses,
                lateResponses,
                timeouts,
                sendFailures,
                userFailures);
    }
}
