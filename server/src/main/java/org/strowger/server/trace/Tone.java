package org.strowger.server.trace;

/** What a piece of a ladder is about, for whoever colours it. */
public enum Tone {
    /** Names and lifelines. */
    FRAME,
    REQUEST,
    PROVISIONAL,
    SUCCESS,
    FAILURE,
    MEDIA
}
