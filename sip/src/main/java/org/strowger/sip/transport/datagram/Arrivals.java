package org.strowger.sip.transport.datagram;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The memory into which a batch is received, and what of it was not handed on yet. */
final class Arrivals {
    /** Of one system call: of 16 each costs next to nothing more than of 64, and what is answered waits less. */
    static final int MOST = 16;

    private static final int LONGEST_DATAGRAM = 65_535;
    /** Not a power of two: the beginnings of all slots would share the same few lines of the processor's caches. */
    private static final int SLOT_BYTES = 65_536 + 1_088;

    private final int socket;
    private final SystemCalls calls;
    private final MessageHeaders headers;
    private final MemorySegment slots;
    private final Sources sources = new Sources();
    private int count;
    private int next;

    Arrivals(int socket, Arena arena) {
        this.socket = socket;
        this.calls = new SystemCalls(arena);
        this.headers = new MessageHeaders(arena, MOST);
        this.slots = arena.allocate((long) MOST * SLOT_BYTES, Long.BYTES);
        for (int place = 0; place < MOST; place++) {
            headers.buffer(place, slots.address() + (long) place * SLOT_BYTES, LONGEST_DATAGRAM);
            headers.addressLength(place, SocketAddresses.LENGTH6);
        }
    }

    int receive(Datagrams.Receiver receiver) throws IOException {
        // some are left over where a receiver ended in an exception
        if (next == count) {
            fill();
        }
        int before = next;
        while (next < count) {
            handOn(next++, receiver);
        }
        return next - before;
    }

    private void fill() throws IOException {
        next = 0;
        count = 0;
        int received = calls.receive(socket, headers.pointer(0), MOST);
        if (received >= 0) {
            count = received;
        } else if (!Errors.isWait(-received) && !Errors.isInterruption(-received)) {
            throw Errors.exception(-received);
        }
    }

    private void handOn(int place, Datagrams.Receiver receiver) {
        var datagram = new byte[headers.datagramLength(place)];
        MemorySegment.copy(slots, JAVA_BYTE, (long) place * SLOT_BYTES, datagram, 0, datagram.length);
        // the system has put its own length there
        headers.addressLength(place, SocketAddresses.LENGTH6);
        receiver.received(datagram, sources.read(headers.addresses(), headers.addressAt(place)));
    }
}
