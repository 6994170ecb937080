package org.strowger.server.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;

/** A phone on port 5060 of an address of its own, by UDP and TCP: rings and answers, or is busy; agrees to all else. */
final class Telephone implements AutoCloseable {
    private static final int PORT = 5060;

    private final Ear ear = new Ear();
    private final List<AutoCloseable> sockets = new ArrayList<>();
    private final InetAddress address;
    private final boolean answers;

    private Telephone(InetAddress address, boolean answers) throws IOException {
        this.address = address;
        this.answers = answers;
        var place = new InetSocketAddress(address, PORT);
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
        return Loopback.onAFreeAddress(address -> new Telephone(address, true));
    }

    static Telephone busy() {
        return Loopback.onAFreeAddress(address -> new Telephone(address, false));
    }

    /** The requests that came. */
    Ear ear() {
        return ear;
    }

    /** Without the port, which is SIP's own. */
    String host() {
        return address.getHostAddress();
    }

    /** A Contact URI of a user at this phone. */
    String uri(String user) {
        return "sip:" + user + "@" + host() + ":" + PORT;
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
