package org.strowger.sip.transport.framing;

import java.nio.ByteBuffer;
import org.strowger.sip.message.MalformedMessageException;

/** Cuts what one peer sends into messages. Owned by the thread of its connection. */
public interface Framer {
    /** Who gets what was cut out. */
    interface Sink {
        /** One message, the receiver's own. */
        void message(byte[] message);

        /** A double CRLF between messages, to be answered with one (RFC 5626 §4.4.1). */
        void ping();

        /** To be written to the peer as it is: the framing's own part of the conversation. */
        default void reply(byte[] bytes) {
            throw new IllegalStateException("a framing without a word of its own");
        }

        /** What has to come before messages has come: they may be sent from now on. */
        default void established() {}

        /** The conversation is over, by a farewell or because the framing was broken: what was replied is the last word. */
        default void finished() {}
    }

    /**
     * Takes in what was read, and hands on all that is complete.
     *
     * @throws MalformedMessageException if no message can be framed any more: the stream is of no use from here on
     */
    void add(ByteBuffer read, Sink sink) throws MalformedMessageException;

    /** Whether something has begun that is not complete. */
    boolean isPartial();

    /** What was complete so far: it grows whenever the peer has kept its promise. */
    long taken();
}
