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
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** A small name server on the loopback: knows a zone, counts the questions, answers only once it is let. */
public final class NameServer implements AutoCloseable {
    private final DatagramChannel channel;
    private final Zone zone;
    private final List<String> questions = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final CountDownLatch open = new CountDownLatch(1);

    private NameServer(Zone zone) throws IOException {
        this.zone = zone;
        this.channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static NameServer answering(String... zone) throws IOException {
        var server = silent(zone);
        server.answer();
        return server;
    }

    /** Says nothing until {@link #answer}. */
    public static NameServer silent(String... zone) throws IOException {
        var server = new NameServer(Zone.of(zone));
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    public void answer() {
        open.countDown();
    }

    /** @param question as "name type" */
    public void neverAnswer(String question) {
        unanswered.add(question);
    }

    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As "name type". */
    public List<String> questions() {
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
            channel.send(ByteBuffer.wrap(zone.answer(asked).toWire()), peer);
        } catch (IOException | InterruptedException e) {
            // the test is over
        }
    }
}
