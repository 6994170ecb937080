package org.strowger.sip.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.transport.framing.Framer;

/** What a framer made of the bytes of one peer, however they came. */
final class Conversation implements Framer.Sink {
    private final List<String> heard = new ArrayList<>();
    private boolean finished;

    /** All of them in one read. */
    static List<String> atOnce(Framer framer, byte[] bytes) {
        var conversation = new Conversation();
        conversation.hear(framer, bytes, 0, bytes.length);
        return conversation.heard;
    }

    /** In reads that chance makes; the same bytes are always read alike. */
    static List<String> inSlices(Framer framer, byte[] bytes) {
        var conversation = new Conversation();
        var random = new Random(Arrays.hashCode(bytes));
        int at = 0;
        while (at < bytes.length && !conversation.finished) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(8)));
            conversation.hear(framer, bytes, at, end);
            at = end;
        }
        return conversation.heard;
    }

    private void hear(Framer framer, byte[] bytes, int start, int end) {
        try {
            framer.add(ByteBuffer.wrap(bytes, start, end - start), this);
        } catch (MalformedMessageException e) {
            heard.add("malformed");
            finished = true;
        }
    }

    @Override
    public void message(byte[] message) {
        heard.add("message " + HexFormat.of().formatHex(message));
    }

    @Override
    public void ping() {
        heard.add("ping");
    }

    @Override
    public void reply(byte[] bytes) {
        heard.add("reply " + HexFormat.of().formatHex(bytes));
    }

    @Override
    public void established() {
        heard.add("established");
    }

    @Override
    public void finished() {
        heard.add("finished");
        finished = true;
    }
}
