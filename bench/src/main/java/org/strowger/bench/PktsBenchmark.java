package org.strowger.bench;

import io.pkts.buffer.Buffers;
import io.pkts.packet.sip.SipMessage;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** The same with pkts.io, which reads header fields when they are asked for. */
public class PktsBenchmark {
    /** Framed only: nothing but the start line and the place of the body is known. */
    @Benchmark
    public SipMessage frame(Invite invite) throws IOException {
        return SipMessage.frame(Buffers.wrap(invite.next()));
    }

    /** Framed, and the fields read that every hop needs, which ours reads at the door. */
    @Benchmark
    public void parse(Invite invite, Blackhole hole) throws IOException {
        var message = SipMessage.frame(Buffers.wrap(invite.next()));
        hole.consume(message.getViaHeader());
        hole.consume(message.getFromHeader());
        hole.consume(message.getToHeader());
        hole.consume(message.getCallIDHeader());
        hole.consume(message.getCSeqHeader());
        hole.consume(message.getMaxForwards());
        hole.consume(message.toRequest().getRequestUri());
    }
}
