package org.strowger.sip.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strowger.sip.transport.datagram.ChannelDatagrams;

/** Binds all listening points, or none. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    /** Where any port will do, another program may have the TCP port of our UDP port; then we try another. */
    private static final int ATTEMPTS = 20;

    private final int loops;
    private final TransportCounters.Running counts;
    private final LocalAddresses addresses;
    private final List<UdpPoint> udp = new ArrayList<>();
    private final List<StreamPoint> streams = new ArrayList<>();
    /** By host, the port that was given where any was wanted. */
    private final Map<String, Integer> chosenPorts = new HashMap<>();

    private Opening(int loops, TransportCounters.Running counts, LocalAddresses addresses) {
        this.loops = loops;
        this.counts = counts;
        this.addresses = addresses;
    }

    /** Throws an IOException that names the listening point, if one cannot be bound; a port in use is the usual reason. */
    static Opening open(TransportSettings settings, TransportCounters.Running counts, LocalAddresses addresses)
            throws IOException {
        boolean anyPort = settings.listens().stream().anyMatch(listen -> listen.port() == 0);
        for (int attempt = 1; ; attempt++) {
            var opening = new Opening(settings.loops(), counts, addresses);
            try {
                opening.bindAll(settings.listens());
                return opening;
            } catch (IOException e) {
                opening.close();
                if (!anyPort || attempt == ATTEMPTS || !(e.getCause() instanceof BindException)) {
                    throw e;
                }
            }
        }
    }

    List<UdpPoint> udp() {
        return udp;
    }

    /** The sockets of that listening point. */
    UdpPoint udp(Point point) {
        for (var candidate : udp) {
            if (candidate.point() == point) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("no listening point for UDP: " + point.listen());
    }

    List<StreamPoint> streams() {
        return streams;
    }

    Points points() {
        var all = new ArrayList<Point>();
        udp.forEach(point -> all.add(point.point()));
        streams.forEach(point -> all.add(point.point()));
        return new Points(all);
    }

    void close() {
        udp.forEach(UdpPoint::close);
        streams.forEach(StreamPoint::close);
    }

    private void bindAll(List<Listen> listens) throws IOException {
        for (var listen : listens) {
            if (listen.protocol() == Protocol.UDP) {
                bind(listen);
            }
        }
        for (var listen : listens) {
            if (listen.protocol() != Protocol.UDP) {
                bind(listen);
            }
        }
        warnWhereTcpIsMissing();
    }

    private void bind(Listen listen) throws IOException {
        try {
            switch (listen.protocol()) {
                case UDP -> bindUdp(listen);
                case TCP, TLS, WS, WSS -> bindStream(listen);
            }
        } catch (IOException e) {
            throw new IOException("cannot listen on %s: %s".formatted(listen, e.getMessage()), e);
        }
    }

    private void bindUdp(Listen listen) throws IOException {
        boolean shared = loops > 1;
        var sockets = new ArrayList<UdpSocket>();
        try {
            var address = address(listen);
            for (int loop = 0; loop < loops; loop++) {
                var socket = ChannelDatagrams.bind(address, shared);
                sockets.add(new UdpSocket(socket, counts));
                address = socket.bound();
            }
            chosenPorts.put(listen.host(), address.getPort());
            udp.add(new UdpPoint(new Point(listen, address, addresses), sockets));
        } catch (IOException e) {
            sockets.forEach(UdpSocket::close);
            throw e;
        }
    }

    private void bindStream(Listen listen) throws IOException {
        var channel = StreamPoint.bind(address(listen));
        streams.add(new StreamPoint(new Point(listen, StreamPoint.bound(channel), addresses), channel));
    }

    private InetSocketAddress address(Listen listen) throws IOException {
        boolean follows = listen.port() == 0 && listen.protocol() == Protocol.TCP;
        int port = follows ? chosenPorts.getOrDefault(listen.host(), 0) : listen.port();
        var literal = Addresses.literal(listen.host());
        return new InetSocketAddress(literal.isPresent() ? literal.get() : InetAddress.getByName(listen.host()), port);
    }

    /** "For any port and interface that a server listens on for UDP, it MUST listen on that same port and interface for TCP" (§18.2.1). */
    private void warnWhereTcpIsMissing() {
        for (var point : udp) {
            var bound = point.point().bound();
            if (streams.stream().noneMatch(its -> its.isTcpAt(bound))) {
                LOG.debug(
                        "{} has no listening point for TCP beside it, as RFC 3261 wants",
                        point.point().listen());
            }
        }
    }
}
