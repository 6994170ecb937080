package org.strowger.sip.fuzz;

import java.util.Arrays;
import org.strowger.sip.sdp.MalformedSdpException;
import org.strowger.sip.sdp.MediaDescription;
import org.strowger.sip.sdp.SessionDescription;

/** A session description is read and written, and what was written reads as the same description; or it is malformed (RFC 8866 §9). */
public final class DescriptionFuzz {
    private DescriptionFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        SessionDescription session;
        try {
            session = SessionDescription.parse(bytes);
        } catch (MalformedSdpException e) {
            return;
        }
        session.title();
        session.summary();
        session.media().forEach(stream -> read(session, stream));
        again(session);
    }

    private static void read(SessionDescription session, MediaDescription stream) {
        session.direction(stream);
        session.address(stream);
        stream.codecs();
        stream.packetTime();
        stream.formats().forEach(stream::parameters);
    }

    private static void again(SessionDescription session) {
        var written = session.toBytes();
        try {
            var read = SessionDescription.parse(written);
            Claim.same(session, read, "what was written");
            Claim.holds(Arrays.equals(written, read.toBytes()), "written twice, and not alike");
        } catch (MalformedSdpException e) {
            throw new AssertionError("what was written is malformed: " + session.text(), e);
        }
    }
}
