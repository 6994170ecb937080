package org.strowger.sip.transport.datagram;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.message.Slice;

/**
 * The way of many datagrams per system call, where it is open: 64-bit Linux, with foreign functions allowed and the descriptor of a
 * channel to be had ({@code --enable-native-access} and {@code --add-exports java.base/sun.nio.ch} for this module, or the like lines
 * in the manifest of the program's jar).
 */
public final class Batching {
    private static final Logger LOG = LoggerFactory.getLogger(Batching.class);
    private static final Set<String> MACHINES = Set.of("amd64", "x86_64", "aarch64");
    private static final int PROOF_TURNS = 3;

    private Batching() {}

    /** Tries whether it works; the first time that takes a tenth of a second or more. Where it does not, the log says why. */
    public static Optional<Batching> load() {
        return load(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                Batching.class.getModule().isNativeAccessEnabled());
    }

    static Optional<Batching> load(String system, String machine, boolean nativeAccess) {
        var obstacle = obstacle(system, machine, nativeAccess);
        if (obstacle.isPresent()) {
            LOG.info("UDP goes one datagram per system call: {}", obstacle.get());
            return Optional.empty();
        }
        try {
            var batching = new Batching();
            batching.prove();
            return Optional.of(batching);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.info("UDP goes one datagram per system call: {}", e.getMessage());
            LOG.debug("batches do not work here", e);
            return Optional.empty();
        }
    }

    private static Optional<String> obstacle(String system, String machine, boolean nativeAccess) {
        if (!system.equals("Linux") || !MACHINES.contains(machine)) {
            return Optional.of("%s on %s has no better way".formatted(system, machine));
        }
        return nativeAccess ? Optional.empty() : Optional.of("java has no --enable-native-access");
    }

    /**
     * What the system does for a socket.
     *
     * @param batches for the thread of its loop
     * @param others for all other threads
     */
    public record Ways(Datagrams batches, SingleDatagrams others, IcmpErrors errors) {}

    /** Moves datagrams through the socket of that channel, which stays its owner. */
    public Ways over(ChannelDatagrams channel) throws IOException {
        int socket = descriptor(channel.readiness());
        return new Ways(
                new BatchDatagrams(channel, socket),
                new SingleDatagrams(channel, socket),
                IcmpErrors.of(channel, socket));
    }

    /** Datagrams to itself: what a sandbox forbids shows here, and what the first real one needs is loaded. */
    private void prove() throws IOException {
        var channel = ChannelDatagrams.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false);
        try {
            var ways = over(channel);
            ways.errors.listen();
            ways.errors.read((_, _, _) -> {});
            var datagrams = ways.batches;
            var proof = new Proof();
            for (int turn = 0; turn < PROOF_TURNS; turn++) {
                datagrams.post(Slice.of("batch"), channel.bound());
                datagrams.flush(proof);
                datagrams.receive((_, _) -> {});
            }
            proof.check();
            // so that no loop has to load it
            long slice = TimeSlice.nanos();
            LOG.debug("a time slice has {} ns (0: the system does not say)", slice);
        } finally {
            channel.close();
        }
    }

    private static final class Proof implements Datagrams.Losses {
        private @Nullable IOException failure;

        @Override
        public void dropped(int place) {}

        @Override
        public void failed(int place, IOException cause) {
            failure = cause;
        }

        void check() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static int descriptor(SelectableChannel channel) throws IOException {
        try {
            return (int)
                    Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(channel);
        } catch (ReflectiveOperationException e) {
            throw new IOException("java has no --add-exports java.base/sun.nio.ch", e);
        }
    }
}
