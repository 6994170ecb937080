package org.strowger.sip.transport.datagram;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers the STUN Binding requests that come to a SIP port, by which a phone keeps its NAT's binding open and learns when that changes
 * (RFC 5626 §8; RFC 8489, without authentication: "the server MUST NOT" ask for it there).
 */
public final class Stun {
    private static final int HEADER_BYTES = 20;
    private static final int COOKIE = 0x2112_A442;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int BINDING_ERROR = 0x0111;
    private static final int MAPPED_ADDRESS = 0x0001;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000A;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    /** "Attributes with type values between 0x8000 and 0xFFFF are comprehension-optional" (RFC 8489 §14). */
    private static final int FIRST_OPTIONAL = 0x8000;

    /** MAPPED-ADDRESS, USERNAME, MESSAGE-INTEGRITY, REALM, NONCE and their like may stand there and say nothing to us. */
    private static final Set<Integer> KNOWN = Set.of(0x0001, 0x0006, 0x0008, 0x0014, 0x0015, 0x001C, 0x001D, 0x0020);

    private static final byte[] REASON = "Unknown Attribute ".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_UNKNOWN = 8;

    private Stun() {}

    /** Whether it is STUN and no SIP: "the first two bits of every STUN message are zeroes" (RFC 8489 §5), and all of it is there. */
    public static boolean isStun(byte[] datagram) {
        if (datagram.length < HEADER_BYTES || (datagram[0] & 0xC0) != 0) {
            return false;
        }
        var header = ByteBuffer.wrap(datagram);
        int type = header.getShort(0) & 0xffff;
        int length = header.getShort(2) & 0xffff;
        boolean whole = length == datagram.length - HEADER_BYTES && length % 4 == 0;
        return whole && (header.getInt(4) == COOKIE || type == BINDING_REQUEST);
    }

    /** The answer to a Binding request from there; empty if it is none, which is left unanswered. */
    public static Optional<byte[]> answer(byte[] datagram, InetSocketAddress source) {
        var request = ByteBuffer.wrap(datagram);
        if ((request.getShort(0) & 0xffff) != BINDING_REQUEST) {
            return Optional.empty();
        }
        var unknown = unknown(request.position(HEADER_BYTES).slice());
        var attributes = unknown.isEmpty() ? mapped(datagram, source.getAddress(), source.getPort()) : refusal(unknown);
        return Optional.of(ByteBuffer.allocate(HEADER_BYTES + attributes.length)
                .putShort((short) (unknown.isEmpty() ? BINDING_SUCCESS : BINDING_ERROR))
                .putShort((short) attributes.length)
                .put(datagram, 4, HEADER_BYTES - 4)
                .put(attributes)
                .array());
    }

    /** The address as the other side of the NAT sees it; without the cookie (RFC 3489) as it is, because none can hide it. */
    private static byte[] mapped(byte[] datagram, InetAddress source, int port) {
        boolean classic = ByteBuffer.wrap(datagram).getInt(4) != COOKIE;
        byte[] address = source.getAddress();
        var attribute = ByteBuffer.allocate(8 + address.length)
                .putShort((short) (classic ? MAPPED_ADDRESS : XOR_MAPPED_ADDRESS))
                .putShort((short) (4 + address.length))
                .put((byte) 0)
                .put((byte) (address.length == 4 ? 1 : 2))
                .putShort((short) (classic ? port : port ^ COOKIE >>> 16));
        for (int at = 0; at < address.length; at++) {
            // the cookie and the transaction id stand behind each other in the header
            attribute.put((byte) (classic ? address[at] : address[at] ^ datagram[4 + at]));
        }
        return attribute.array();
    }

    /** "If the request contains one or more unknown comprehension-required attributes, the server replies with an error response" (§6.3.1). */
    private static List<Integer> unknown(ByteBuffer attributes) {
        var unknown = new ArrayList<Integer>();
        while (attributes.remaining() >= 4 && unknown.size() < MOST_UNKNOWN) {
            int type = attributes.getShort() & 0xffff;
            int length = attributes.getShort() & 0xffff;
            int padded = length + 3 & ~3;
            if (type < FIRST_OPTIONAL && !KNOWN.contains(type)) {
                unknown.add(type);
            }
            attributes.position(attributes.position() + Math.min(padded, attributes.remaining()));
        }
        return unknown;
    }

    private static byte[] refusal(List<Integer> unknown) {
        int types = 2 * unknown.size();
        int padded = types + 3 & ~3;
        var error = ByteBuffer.allocate(8 + REASON.length + 2 + 4 + padded)
                .putShort((short) ERROR_CODE)
                .putShort((short) (4 + REASON.length))
                .putInt(4 << 8 | 20)
                .put(REASON)
                .putShort((short) 0)
                .putShort((short) UNKNOWN_ATTRIBUTES)
                .putShort((short) types);
        unknown.forEach(type -> error.putShort(type.shortValue()));
        return error.array();
    }
}
