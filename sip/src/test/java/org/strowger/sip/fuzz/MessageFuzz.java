package org.strowger.sip.fuzz;

import java.util.Arrays;
import org.strowger.sip.message.Everything;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipParser;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;

/** A message is read, every field by every reader, and written as it came; or it is malformed, and then there is an answer that says so. */
public final class MessageFuzz {
    private MessageFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            var message = SipParser.parse(bytes.clone());
            Everything.read(message);
            unchanged(bytes, message);
        } catch (MalformedMessageException e) {
            answered(e);
        }
    }

    private static void unchanged(byte[] came, SipMessage message) {
        var bytes = message.bytes();
        int start = bytes.start();
        Claim.same(Arrays.copyOfRange(came, start, start + bytes.length()), bytes.toBytes(), "the bytes");
        if (message.headers().has(HeaderName.CONTENT_LENGTH)) {
            Claim.same(bytes.toBytes(), written(message), "written again");
        }
    }

    private static byte[] written(SipMessage message) {
        return switch (message) {
            case SipRequest request -> request.edit().write().bytes().toBytes();
            case SipResponse response -> response.edit().write().bytes().toBytes();
        };
    }

    private static void answered(MalformedMessageException malformed) {
        Claim.holds(malformed.answer().code() >= 400, "a fault is answered with " + malformed.answer());
        // it repeats the fields of what it answers, and where these are malformed it is as well
        malformed
                .response("192.0.2.1", 5060)
                .ifPresent(response ->
                        Claim.same(malformed.answer().code(), response.status().code(), "the answer"));
    }
}
