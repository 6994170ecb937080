package org.strowger.sip.proxy.flow;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.Protocol;

/**
 * A flow as it stands in a URI of ours, so that what comes back by that URI finds it without any state: "the file descriptor […], the
 * local and remote IP address, port and transport protocol", behind an HMAC-SHA1-80 of them (RFC 5626 §5.2). At most 64 characters.
 */
public record FlowToken(Protocol protocol, InetSocketAddress local, InetSocketAddress remote) {
    private static final int HMAC_BYTES = 10;
    private static final int IPV4_BYTES = HMAC_BYTES + 1 + 2 * (2 + 4);
    private static final int IPV6_BYTES = HMAC_BYTES + 1 + 2 * (2 + 16);
    private static final int MOST_CHARACTERS = (IPV6_BYTES * 4 + 2) / 3;

    public static FlowToken of(Flow flow) {
        return new FlowToken(flow.protocol(), flow.local(), flow.remote());
    }

    /** Whether it is of that flow, as seen from its far end. */
    boolean isOf(Flow flow) {
        return protocol == flow.protocol() && remote.equals(flow.remote());
    }

    /** Of letters, digits, hyphens and underscores. */
    public Slice text(FlowKey key) {
        byte[] plain = plain();
        var token = ByteBuffer.allocate(HMAC_BYTES + plain.length)
                .put(key.hmac(plain), 0, HMAC_BYTES)
                .put(plain);
        return Slice.of(Base64.getUrlEncoder().withoutPadding().encode(token.array()));
    }

    /** The one that we wrote; empty if we did not. */
    public static Optional<FlowToken> read(Slice text, FlowKey key) {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] token = Base64.getUrlDecoder().decode(text.toBytes());
            if (token.length != IPV4_BYTES && token.length != IPV6_BYTES) {
                return Optional.empty();
            }
            byte[] plain = Arrays.copyOfRange(token, HMAC_BYTES, token.length);
            byte[] check = Arrays.copyOf(key.hmac(plain), HMAC_BYTES);
            return MessageDigest.isEqual(check, Arrays.copyOf(token, HMAC_BYTES))
                    ? Optional.of(read(ByteBuffer.wrap(plain), (plain.length - 5) / 2))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private byte[] plain() {
        byte[] here = local.getAddress().getAddress();
        byte[] there = remote.getAddress().getAddress();
        if (here.length != there.length) {
            // a wildcard of the other family: which of our addresses it is does not matter then
            here = new byte[there.length];
        }
        return ByteBuffer.allocate(5 + 2 * there.length)
                .put((byte) protocol.ordinal())
                .put(here)
                .putShort((short) local.getPort())
                .put(there)
                .putShort((short) remote.getPort())
                .array();
    }

    private static FlowToken read(ByteBuffer plain, int addressBytes) {
        var protocol = Protocol.values()[plain.get()];
        return new FlowToken(protocol, address(plain, addressBytes), address(plain, addressBytes));
    }

    private static InetSocketAddress address(ByteBuffer plain, int bytes) {
        byte[] address = new byte[bytes];
        plain.get(address);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), Short.toUnsignedInt(plain.getShort()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
