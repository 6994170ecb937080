package org.strowger.sip.transport.datagram;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;

/**
 * The ICMP errors that come back for the datagrams of one socket (RFC 3261 §18.4): Linux keeps them, with the beginning of the datagram
 * that each is about, in a queue of the socket's own.
 *
 * <p>While there are some, the selector calls the socket readable. Each of them also makes one system call on the socket fail, a send to
 * somebody else as well; such a send is tried again. Only for the thread of the loop that owns the socket.
 */
public final class IcmpErrors {
    /** Of one system call. */
    private static final int MOST = 8;
    /** What is kept of a datagram: hosts quote it as far as 576 bytes go (RFC 1122 §3.2.2 leaves it to them). */
    private static final int QUOTED_BYTES = 1024;

    private static final int CONTROL_BYTES = 256;

    private static final int SOL_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;

    /** A {@code struct cmsghdr}: its length 8 | level 4 | type 4 | what it says. */
    private static final int CONTROL_HEADER_BYTES = 16;

    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    /** Behind it a {@code struct sock_extended_err}: error number 4 | origin 1 | ICMP type 1 | ICMP code 1 | ... */
    private static final int ORIGIN = 4;

    private static final int ICMP_TYPE = 5;
    private static final int ICMP_CODE = 6;
    private static final int ERROR_BYTES = 16;

    private final ChannelDatagrams owner;
    private final int socket;
    private final SystemCalls calls;
    private final MessageHeaders headers;
    private final MemorySegment quotes;
    private final MemorySegment control;
    /** The number that switches an option on. */
    private final MemorySegment on;

    /** Who is told of a datagram that did not arrive. */
    @FunctionalInterface
    public interface Listener {
        /** @param quoted its beginning, as it was sent; empty if nothing of it came back */
        void undelivered(byte[] quoted, InetSocketAddress to, IOException cause);
    }

    private IcmpErrors(ChannelDatagrams owner, int socket, Arena arena) {
        this.owner = owner;
        this.socket = socket;
        this.calls = new SystemCalls(arena);
        this.headers = new MessageHeaders(arena, MOST);
        this.quotes = arena.allocate((long) MOST * QUOTED_BYTES, Long.BYTES);
        this.control = arena.allocate((long) MOST * CONTROL_BYTES, Long.BYTES);
        this.on = arena.allocate(JAVA_INT);
        on.set(JAVA_INT, 0, 1);
        for (int place = 0; place < MOST; place++) {
            headers.buffer(place, quotes.address() + (long) place * QUOTED_BYTES, QUOTED_BYTES);
        }
    }

    static IcmpErrors of(ChannelDatagrams owner, int socket) {
        // forgotten with this object, so that nobody can free what a thread still uses
        return new IcmpErrors(owner, socket, Arena.ofAuto());
    }

    /** From now on the system keeps them; the JDK's channel must not send any more, because it takes a failure for a success. */
    public void listen() throws IOException {
        if (!owner.readiness().isOpen()) {
            throw new ClosedChannelException();
        }
        if (owner.bound().getAddress() instanceof Inet6Address) {
            set(SOL_IPV6, IPV6_RECVERR);
        }
        // a socket for both families has both kinds
        set(SOL_IP, IP_RECVERR);
    }

    private void set(int level, int option) throws IOException {
        int done = calls.set(socket, level, option, on);
        if (done < 0) {
            throw Errors.exception(-done);
        }
    }

    /** Hands on what is there, but no more than a batch; what says nothing about the peer is forgotten. */
    public void read(Listener listener) {
        if (!owner.readiness().isOpen()) {
            return;
        }
        for (int place = 0; place < MOST; place++) {
            // the system has put its own lengths there
            headers.addressLength(place, SocketAddresses.LENGTH6);
            headers.control(place, control.address() + (long) place * CONTROL_BYTES, CONTROL_BYTES);
        }
        int read = calls.receiveErrors(socket, headers.pointer(0), MOST);
        for (int place = 0; place < read; place++) {
            handOn(place, listener);
        }
    }

    private void handOn(int place, Listener listener) {
        long start = (long) place * CONTROL_BYTES;
        long end = start + Math.min(headers.controlLength(place), CONTROL_BYTES);
        long at = start;
        while (at + CONTROL_HEADER_BYTES + ERROR_BYTES <= end) {
            if (isError(at) && isFailure(at + CONTROL_HEADER_BYTES)) {
                var quoted = new byte[headers.datagramLength(place)];
                MemorySegment.copy(quotes, JAVA_BYTE, (long) place * QUOTED_BYTES, quoted, 0, quoted.length);
                listener.undelivered(
                        quoted,
                        SocketAddresses.read(headers.addresses(), headers.addressAt(place)),
                        Errors.exception(control.get(JAVA_INT, at + CONTROL_HEADER_BYTES)));
                return;
            }
            long length = Math.max(control.get(JAVA_LONG, at), CONTROL_HEADER_BYTES);
            at += length + Long.BYTES - 1 & -Long.BYTES;
        }
    }

    private boolean isError(long at) {
        int level = control.get(JAVA_INT, at + LEVEL);
        int type = control.get(JAVA_INT, at + TYPE);
        return level == SOL_IP && type == IP_RECVERR || level == SOL_IPV6 && type == IPV6_RECVERR;
    }

    private boolean isFailure(long error) {
        return IcmpError.isFailure(
                control.get(JAVA_BYTE, error + ORIGIN),
                Byte.toUnsignedInt(control.get(JAVA_BYTE, error + ICMP_TYPE)),
                Byte.toUnsignedInt(control.get(JAVA_BYTE, error + ICMP_CODE)));
    }
}
