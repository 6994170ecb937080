package org.strowger.sip.transport;

import java.io.IOException;

/** Told when a message could not be sent (refused, unreachable, closed, time-out); called inside the shard of the message. */
@FunctionalInterface
public interface SendFailure {
    void failed(IOException cause);
}
