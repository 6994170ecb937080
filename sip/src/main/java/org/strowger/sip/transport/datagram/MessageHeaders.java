package org.strowger.sip.transport.datagram;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr} as 64-bit Linux lays it out, each with one address and one buffer.
 *
 * <pre>
 *   address 8 | its length 8 | buffers 8 | their number 8 | control 8 | its length 8 | flags 8 | length of the datagram 8
 * </pre>
 */
final class MessageHeaders {
    private static final int HEADER_BYTES = 64;
    private static final long ADDRESS_LENGTH = 8;
    private static final long BUFFERS = 16;
    private static final long BUFFER_COUNT = 24;
    private static final long CONTROL = 32;
    private static final long CONTROL_LENGTH = 40;
    private static final long DATAGRAM_LENGTH = 56;
    /** A {@code struct iovec}: where the buffer is, and its length. */
    private static final int BUFFER_BYTES = 16;

    private final MemorySegment headers;
    private final MemorySegment buffers;
    private final MemorySegment addresses;

    MessageHeaders(Arena arena, int count) {
        headers = arena.allocate((long) count * HEADER_BYTES, HEADER_BYTES);
        buffers = arena.allocate((long) count * BUFFER_BYTES, BUFFER_BYTES);
        addresses = arena.allocate((long) count * SocketAddresses.BYTES, SocketAddresses.BYTES);
        for (int place = 0; place < count; place++) {
            long header = (long) place * HEADER_BYTES;
            headers.set(JAVA_LONG, header, addresses.address() + addressAt(place));
            headers.set(JAVA_LONG, header + BUFFERS, buffers.address() + (long) place * BUFFER_BYTES);
            headers.set(JAVA_LONG, header + BUFFER_COUNT, 1);
        }
    }

    /** Where the system finds it and those behind it. */
    long pointer(int place) {
        return headers.address() + (long) place * HEADER_BYTES;
    }

    /** The memory of all addresses; that of one begins at {@link #addressAt}. */
    MemorySegment addresses() {
        return addresses;
    }

    long addressAt(int place) {
        return (long) place * SocketAddresses.BYTES;
    }

    void addressLength(int place, int length) {
        headers.set(JAVA_INT, (long) place * HEADER_BYTES + ADDRESS_LENGTH, length);
    }

    void buffer(int place, long pointer, long length) {
        long buffer = (long) place * BUFFER_BYTES;
        buffers.set(JAVA_LONG, buffer, pointer);
        buffers.set(JAVA_LONG, buffer + Long.BYTES, length);
    }

    /** Where the system leaves what it has to say beside the datagram, and how much of that there may be. */
    void control(int place, long pointer, long length) {
        headers.set(JAVA_LONG, (long) place * HEADER_BYTES + CONTROL, pointer);
        headers.set(JAVA_LONG, (long) place * HEADER_BYTES + CONTROL_LENGTH, length);
    }

    /** Of what it said. */
    long controlLength(int place) {
        return headers.get(JAVA_LONG, (long) place * HEADER_BYTES + CONTROL_LENGTH);
    }

    /** Of what was received or sent there. */
    int datagramLength(int place) {
        return headers.get(JAVA_INT, (long) place * HEADER_BYTES + DATAGRAM_LENGTH);
    }
}
