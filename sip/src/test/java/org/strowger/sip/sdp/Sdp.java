package org.strowger.sip.sdp;

/** Descriptions written in tests. */
final class Sdp {
    private Sdp() {}

    /** Lines as a peer sends them, each ended by CRLF. */
    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /** Lines of a text block as a peer sends them. */
    static String crlf(String block) {
        return block.replace("\n", "\r\n");
    }

    static SessionDescription parsed(String block) {
        try {
            return SessionDescription.parse(crlf(block));
        } catch (MalformedSdpException e) {
            throw new AssertionError(e);
        }
    }

    /** A session of one audio stream with these lines below its "m=" line. */
    static SessionDescription audio(String mediaField, String... below) {
        var head = lines("v=0", "o=alice 1 1 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.1", "t=0 0", mediaField);
        return parsed((head + (below.length == 0 ? "" : lines(below))).replace("\r\n", "\n"));
    }
}
