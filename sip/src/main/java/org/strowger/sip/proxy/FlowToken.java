package org.strowger.sip.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.transport.Flow;
import org.strowger.sip.transport.NextHop;
import org.strowger.sip.transport.Protocol;

/**
 * A flow as it stands in a URI of ours, so that what comes back by that URI finds it without any state: "the file descriptor […], the
 * local and remote IP address, port and transport protocol", behind an HMAC-SHA1-80 of them (RFC 5626 §5.2). At most 64 characters.
 */
record FlowToken(Protocol protocol, InetSocketAddress local, InetSocketAddress remote) {
    private static final int HMAC_BYTES = 10;
    private static final int IPV4_BYTES = HMAC_BYTES + 1 + 2 * (2 + 4);
    private static final int IPV6_BYTES = HMAC_BYTES + 1 + 2 * (2 + 16);
    private static final int MOST_CHARACTERS = (IPV6_BYTES * 4 + 2) / 3;

    static FlowToken of(Flow flow) {
        return new FlowToken(flow.protocol(), flow.local(), flow.remote());
    }

    /**
     * Whether requests for the phone that sent this one go back by its flow: it came straight from it, by a connection, or from behind a
     * NAT.
     */
    static boolean isDue(SipRequest request, Flow flow) {
        if (request.headers().hasSeveral(HeaderName.VIA)) {
            return false;
        }
        var contact = Place.first(request, HeaderName.CONTACT);
        if (contact.isEmpty()) {
            return false;
        }
        var host = contact.get().host();
        if (isUnreachable(host)) {
            return true;
        }
        boolean seen = contact.get().equals(Place.of(flow.remote()));
        boolean itself = host.equals(Place.lower(request.topVia().host()));
        return flow.protocol().isReliable() ? seen || itself : !seen && itself && isLiteral(host);
    }

    /** Names that end in .invalid are no addresses (RFC 7118 §5). */
    static boolean isUnreachable(Slice host) {
        var ending = ".invalid";
        return host.length() > ending.length()
                && host.part(host.length() - ending.length(), host.length()).isIgnoreCase(ending);
    }

    /** Whether it was there when the request went: by a flow of a registration, straight to the phone. */
    static Optional<FlowToken> of(NextHop hop, Outbound copy) {
        return hop instanceof NextHop.Established(var flow) && copy.routes().isEmpty()
                ? Optional.of(of(flow))
                : Optional.empty();
    }

    /** Of letters, digits, hyphens and underscores. */
    Slice text(Secret secret) {
        byte[] plain = plain();
        var token = ByteBuffer.allocate(HMAC_BYTES + plain.length)
                .put(hmac(secret, plain), 0, HMAC_BYTES)
                .put(plain);
        return Slice.of(Base64.getUrlEncoder().withoutPadding().encode(token.array()));
    }

    /** The one that we wrote; empty if we did not. */
    static Optional<FlowToken> read(Slice text, Secret secret) {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] token = Base64.getUrlDecoder().decode(text.toBytes());
            if (token.length != IPV4_BYTES && token.length != IPV6_BYTES) {
                return Optional.empty();
            }
            byte[] plain = Arrays.copyOfRange(token, HMAC_BYTES, token.length);
            byte[] check = Arrays.copyOf(hmac(secret, plain), HMAC_BYTES);
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

    private static byte[] hmac(Secret secret, byte[] plain) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            byte[] key = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(secret.first())
                    .putLong(secret.second())
                    .array();
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            mac.update("flow".getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }

    private static boolean isLiteral(Slice host) {
        int last = host.at(host.length() - 1);
        return host.indexOf(':') >= 0 || last >= '0' && last <= '9';
    }

    /** Whether that URI's own address leads nowhere. */
    static boolean isUnreachable(SipUri uri) {
        return isUnreachable(uri.host());
    }
}
