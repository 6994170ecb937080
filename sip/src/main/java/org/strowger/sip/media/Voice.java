package org.strowger.sip.media;

/** What an agent of ours says. */
public sealed interface Voice permits Tone, Voice.Echo {

    /** What it hears, packet by packet. */
    record Echo() implements Voice {}
}
