package org.strowger.sip.transport.datagram;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.strowger.sip.message.Slice;

/** The memory out of which a batch is sent: copies of what was posted, one behind the other. */
final class Departures {
    private static final int BYTES = 128 << 10;
    /** A send is told of what became of earlier ones, once for each: it was not tried itself ({@link IcmpErrors}). */
    private static final int TRIES = 3;

    private final int socket;
    private final short family;
    private final SystemCalls calls;
    private final MessageHeaders headers;
    private final MemorySegment bytes;
    private int count;
    private int used;

    Departures(int socket, short family, Arena arena) {
        this.socket = socket;
        this.family = family;
        this.calls = new SystemCalls(arena);
        this.headers = new MessageHeaders(arena, Datagrams.MOST_POSTED);
        this.bytes = arena.allocate(BYTES, Long.BYTES);
    }

    boolean post(Slice datagram, InetSocketAddress to) {
        int length = datagram.length();
        if (count == Datagrams.MOST_POSTED || length > BYTES - used) {
            return false;
        }
        int addressLength = SocketAddresses.write(to, family, headers.addresses(), headers.addressAt(count));
        if (addressLength == 0) {
            return false;
        }
        MemorySegment.copy(datagram.bytes(), datagram.start(), bytes, JAVA_BYTE, used, length);
        headers.addressLength(count, addressLength);
        headers.buffer(count, bytes.address() + used, length);
        used += length;
        count++;
        return true;
    }

    void flush(Datagrams.Losses losses) {
        int place = 0;
        int tries = 0;
        while (place < count) {
            int sent = calls.send(socket, headers.pointer(place), count - place);
            if (sent > 0) {
                place += sent;
                tries = 0;
            } else if (!Errors.isInterruption(-sent) && (Errors.isWait(-sent) || ++tries == TRIES)) {
                lost(place++, -sent, losses);
                tries = 0;
            }
        }
        clear();
    }

    /** Nothing of what was posted can leave any more. */
    void abandon(IOException cause, Datagrams.Losses losses) {
        for (int place = 0; place < count; place++) {
            losses.failed(place, cause);
        }
        clear();
    }

    private void clear() {
        count = 0;
        used = 0;
    }

    private static void lost(int place, int error, Datagrams.Losses losses) {
        if (Errors.isWait(error)) {
            losses.dropped(place);
        } else {
            losses.failed(place, Errors.exception(error));
        }
    }
}
