package org.strowger.server.exchange;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;

/** A phone on an address of its own, by UDP and TCP: rings and answers, or is busy; agrees to all else. */
final class Telephone implements AutoCloseable {
    private static final int USUAL_PORT = 5060;

    private final Ear ear = new Ear();
    private final List<AutoCloseable> sockets = new ArrayList<>();
    private final InetSocketAddress place;
    private final boolean answers;

    private Telephone(InetSocketAddress place, boolean answers) throws IOException {
        this.place = place;
        this.answers = answers;
        var udp = Loopback.udp(place, this::heard);
        sockets.add(udp);
        try {
            sockets.add(Loopback.tcp(place, this::heard));
        } catch (IOException failed) {
            udp.close();
            throw failed;
        }
    }

    /** One that rings, and is answered. */
    static Telephone answering() {
        return answeringAt(USUAL_PORT);
    }

    static Telephone answeringAt(int port) {
        return Loopback.onAFreeAddress(address -> new Telephone(new InetSocketAddress(address, port), true));
    }

    static Telephone busy() {
        return Loopback.onAFreeAddress(address -> new Telephone(new InetSocketAddress(address, USUAL_PORT), false));
    }

    /** The requests that came. */
    Ear ear() {
        return ear;
    }

    /** Without the port. */
    String host() {
        return place.getAddress().getHostAddress();
    }

    /** A Contact URI of a user at this phone. */
    String uri(String user) {
        return "sip:" + user + "@" + host() + ":" + place.getPort();
    }

    private void heard(Heard message, Loopback.Way back) {
        if (message.isClosed() || message.isResponse()) {
            return;
        }
        ear.hear(message);
        var request = message.request();
        if (request.method().equals(Method.INVITE)) {
            invited(request, back);
        } else if (!request.method().equals(Method.ACK)) {
            back.send(answer(request, 200));
        }
    }

    private void invited(SipRequest invite, Loopback.Way back) {
        if (answers) {
            back.send(answer(invite, 180));
            back.send(answer(invite, 200));
        } else {
            back.send(answer(invite, 486));
        }
    }

    private byte[] answer(SipRequest request, int code) {
        return request.respond(Status.of(code))
                .toTag(new Tag(Slice.of("phone")))
                .copy(HeaderName.RECORD_ROUTE)
                .header(HeaderName.CONTACT, "<" + uri("phone") + ">")
                .write()
                .bytes()
                .toBytes();
    }

    @Override
    public void close() {
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
