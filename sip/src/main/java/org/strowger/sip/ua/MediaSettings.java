package org.strowger.sip.ua;

import org.strowger.sip.media.RtpPorts;
import org.strowger.sip.media.Tone;
import org.strowger.sip.media.Voice;

/** What an agent does about media. */
public sealed interface MediaSettings {
    /** Signalling only: calls are set up with an inactive stream, and no socket is opened. */
    record Off() implements MediaSettings {}

    /**
     * G.711 by RTP, one socket per call.
     *
     * @param calling what it says in calls it placed
     * @param answering what it says in calls it took
     */
    record Rtp(Voice calling, Voice answering, RtpPorts ports) implements MediaSettings {}

    /** Signalling only. */
    static MediaSettings off() {
        return new Off();
    }

    /** One tone in calls it placed, another in calls it took, on whatever ports are free. */
    static MediaSettings tones() {
        return new Rtp(Tone.CALLER, Tone.CALLEE, RtpPorts.ANY);
    }

    /** The same in all calls, on whatever ports are free. */
    static MediaSettings speaking(Voice voice) {
        return new Rtp(voice, voice, RtpPorts.ANY);
    }
}
