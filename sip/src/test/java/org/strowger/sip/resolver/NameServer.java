package org.strowger.sip.resolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A small name server on the loopback: knows some records, counts the questions, answers only once it is let. */
final class NameServer implements AutoCloseable {
    private static final int NEGATIVE_TTL_SECONDS = 60;

    private final DatagramChannel channel;
    private final List<Record> zone;
    private final List<String> questions = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final CountDownLatch open = new CountDownLatch(1);

    private NameServer(List<Record> zone) throws IOException {
        this.zone = zone;
        this.channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static NameServer answering(Record... zone) throws IOException {
        var server = silent(zone);
        server.answer();
        return server;
    }

    /** Says nothing until {@link #answer}. */
    static NameServer silent(Record... zone) throws IOException {
        var server = new NameServer(List.of(zone));
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    void answer() {
        open.countDown();
    }

    /** @param question as "name type" */
    void neverAnswer(String question) {
        unanswered.add(question);
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As "name type". */
    List<String> questions() {
        return List.copyOf(questions);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void serve() {
        try {
            while (true) {
                var buffer = ByteBuffer.allocate(4096);
                var peer = channel.receive(buffer);
                buffer.flip();
                var query = new byte[buffer.remaining()];
                buffer.get(query);
                Thread.ofVirtual().start(() -> reply(query, peer));
            }
        } catch (ClosedChannelException e) {
            // the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reply(byte[] query, SocketAddress peer) {
        try {
            var asked = new Message(query);
            var question = asked.getQuestion();
            var words = question.getName() + " " + Type.string(question.getType());
            questions.add(words);
            open.await();
            if (unanswered.contains(words)) {
                return;
            }
            channel.send(ByteBuffer.wrap(answer(asked, question).toWire()), peer);
        } catch (IOException | InterruptedException e) {
            // the test is over
        }
    }

    private Message answer(Message asked, Record question) {
        var answer = new Message(asked.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        var owned = zone.stream()
                .filter(known -> known.getName().equals(question.getName()))
                .toList();
        var found = owned.stream()
                .filter(known -> known.getType() == question.getType() || known.getType() == Type.CNAME)
                .toList();
        found.forEach(known -> answer.addRecord(known, Section.ANSWER));
        if (found.isEmpty()) {
            answer.getHeader().setRcode(owned.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
            answer.addRecord(authority(), Section.AUTHORITY);
        }
        return answer;
    }

    private static SOARecord authority() {
        var root = Name.fromConstantString("example.");
        return new SOARecord(root, DClass.IN, NEGATIVE_TTL_SECONDS, root, root, 1, 1, 1, 1, NEGATIVE_TTL_SECONDS);
    }
}
