package org.strowger.sip.transport.datagram;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * {@code recvmmsg} and {@code sendmmsg}, neither of which ever waits, {@code setsockopt}, and how the calling thread is scheduled. To
 * touch this class for the first time takes a tenth of a second.
 *
 * <p>Pointers are passed as numbers: whoever calls owns the memory and outlives the call.
 */
final class SystemCalls {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_ERRQUEUE = 0x2000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final long NO_TIMEOUT = 0;

    private static final long THIS_THREAD = 0;
    /** The C library has names for these two only lately. */
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    private static final long SCHED_SETATTR = ARM ? 274 : 314;
    private static final long SCHED_GETATTR = ARM ? 275 : 315;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final long ERRNO = Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));
    private static final MethodHandle RECVMMSG =
            handle("recvmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle SENDMMSG =
            handle("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));

    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));

    private static final MethodHandle SYSCALL = handle(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));

    /** Where the system leaves what went wrong; of one thread. */
    private final MemorySegment state;

    SystemCalls(Arena arena) {
        this.state = arena.allocate(Linker.Option.captureStateLayout());
    }

    /** How many datagrams were received into the headers, or the error number as a negative. */
    int receive(int socket, long headers, int count) {
        return receive(socket, headers, count, MSG_DONTWAIT);
    }

    /** The same for the errors that the socket has gathered. */
    int receiveErrors(int socket, long headers, int count) {
        return receive(socket, headers, count, MSG_DONTWAIT | MSG_ERRQUEUE);
    }

    private int receive(int socket, long headers, int count, int flags) {
        try {
            int received = (int) RECVMMSG.invokeExact(state, socket, headers, count, flags, NO_TIMEOUT);
            return received < 0 ? error() : received;
        } catch (Throwable e) {
            throw new IllegalStateException("recvmmsg cannot be called", e);
        }
    }

    /** How many of those datagrams were sent, or why not even the first was: the error number as a negative. */
    int send(int socket, long headers, int count) {
        try {
            int sent = (int) SENDMMSG.invokeExact(state, socket, headers, count, MSG_DONTWAIT | MSG_NOSIGNAL);
            return sent < 0 ? error() : sent;
        } catch (Throwable e) {
            throw new IllegalStateException("sendmmsg cannot be called", e);
        }
    }

    /** Sets an option to the number at that pointer; the error number as a negative if it cannot be set. */
    int set(int socket, int level, int option, MemorySegment number) {
        try {
            int done = (int)
                    SETSOCKOPT.invokeExact(state, socket, level, option, number.address(), (int) number.byteSize());
            return done < 0 ? error() : done;
        } catch (Throwable e) {
            throw new IllegalStateException("setsockopt cannot be called", e);
        }
    }

    /** Fills in how the calling thread is scheduled; the error number as a negative if the system does not say. */
    int readScheduling(MemorySegment attributes) {
        return call(SCHED_GETATTR, attributes, attributes.byteSize());
    }

    /** From now on the calling thread is scheduled like that; the error number as a negative if not. */
    int setScheduling(MemorySegment attributes) {
        return call(SCHED_SETATTR, attributes, 0);
    }

    private int call(long number, MemorySegment memory, long third) {
        try {
            long done = (long) SYSCALL.invokeExact(state, number, THIS_THREAD, memory.address(), third, 0L);
            return done < 0 ? error() : (int) done;
        } catch (Throwable e) {
            throw new IllegalStateException("syscall cannot be called", e);
        }
    }

    private int error() {
        return -state.get(JAVA_INT, ERRNO);
    }

    @SuppressWarnings("restricted") // whether native access is allowed was asked before
    private static MethodHandle handle(String name, FunctionDescriptor shape, Linker.Option... options) {
        var all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, all);
    }
}
