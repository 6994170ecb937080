package org.strowger.sip.transport.datagram;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;

/** Error numbers of Linux, and what they are to us. */
final class Errors {
    private static final int EPERM = 1;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EINVAL = 22;
    private static final int EPROTO = 71;
    private static final int EMSGSIZE = 90;
    private static final int ENOPROTOOPT = 92;
    private static final int ENETUNREACH = 101;
    private static final int ENOBUFS = 105;
    private static final int ECONNREFUSED = 111;
    private static final int EHOSTUNREACH = 113;

    private Errors() {}

    static boolean isInterruption(int number) {
        return number == EINTR;
    }

    /** Nothing to receive, or no room for what is to be sent. */
    static boolean isWait(int number) {
        return number == EAGAIN || number == ENOBUFS;
    }

    static IOException exception(int number) {
        return switch (number) {
            case EPERM -> new SocketException("Operation not permitted");
            case EACCES -> new SocketException("Permission denied");
            case EINVAL -> new SocketException("Invalid argument");
            case EPROTO -> new SocketException("Protocol error");
            case ENOPROTOOPT -> new SocketException("Protocol not available");
            case EMSGSIZE -> new SocketException("Message too long");
            case ENETUNREACH -> new NoRouteToHostException("Network is unreachable");
            case ECONNREFUSED -> new PortUnreachableException("Connection refused");
            case EHOSTUNREACH -> new NoRouteToHostException("No route to host");
            default -> new SocketException("error " + number);
        };
    }
}
