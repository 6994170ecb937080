package org.strowger.server.registrar;

import java.util.List;
import java.util.Optional;
import org.strowger.server.location.AddressOfRecord;
import org.strowger.sip.message.HeaderField;
import org.strowger.sip.message.Status;

/** Whether a request may pass the proxy as far as its sender is concerned. */
public sealed interface Admission {
    /**
     * It may.
     *
     * @param withhold credentials for our realm, which end here (RFC 3261 §22.3)
     * @param user who was authenticated; empty for strangers, trusted peers, ACK and CANCEL
     */
    record Admitted(List<HeaderField> withhold, Optional<AddressOfRecord> user) implements Admission {}

    /** It may not: to be answered with that status (407, 403 or 400) and these header fields. */
    record Rejected(Status status, List<Line> lines) implements Admission {}
}
