package org.strowger.bench;

import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import javax.sip.header.Header;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The same with JAIN-SIP: read, and passed on with a Via and a Record-Route. */
@State(Scope.Thread)
public class JainBenchmark {
    private final StringMsgParser parser = new StringMsgParser();
    private final Via via;
    private final RecordRoute recordRoute;

    public JainBenchmark() {
        via = (Via) first("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK3kP0aZ9xQ2;rport");
        recordRoute = (RecordRoute) first("Record-Route: <sip:0123456789abcdef0123456789abcdef@192.0.2.1:5060;lr>");
    }

    private static Header first(String field) {
        try {
            return ((SIPHeaderList<?>) StringMsgParser.parseSIPHeader(field)).getFirst();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public SIPMessage parse(Invite invite) throws ParseException {
        return parser.parseSIPMessage(invite.next(), true, false, null);
    }

    @Benchmark
    public byte[] forward(Invite invite) throws Exception {
        var received = parser.parseSIPMessage(invite.next(), true, false, null);
        received.getTopmostVia().setParameter("received", "192.0.2.50");
        received.getTopmostVia().setParameter("rport", "5080");
        var copy = (SIPRequest) received.clone();
        copy.getMaxForwards().decrementMaxForwards();
        copy.addFirst(recordRoute);
        copy.addFirst(via);
        return copy.encodeAsBytes("udp");
    }
}
