package org.strowger.sip.ua;

import java.util.Optional;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.Slice;
import org.strowger.sip.sdp.MalformedSdpException;
import org.strowger.sip.sdp.SessionDescription;

/** The body of a message, as far as it describes a session. */
sealed interface SessionBody {
    String TYPE = "application/sdp";

    /** No body, or one that may be ignored. */
    record None() implements SessionBody {}

    record Described(SessionDescription description) implements SessionBody {}

    /** Something else than a session description, or encoded in some way. */
    record Unsupported(HeaderName accept, String accepted) implements SessionBody {}

    record Malformed(String reason) implements SessionBody {}

    static SessionBody of(SipMessage message) {
        if (message.body().isEmpty() || isOptional(message)) {
            return new None();
        }
        if (message.headers().values(HeaderName.CONTENT_ENCODING).stream()
                .anyMatch(encoding -> !encoding.isIgnoreCase("identity"))) {
            return new Unsupported(HeaderName.ACCEPT_ENCODING, "identity");
        }
        if (!isSdp(message)) {
            return new Unsupported(HeaderName.ACCEPT, TYPE);
        }
        try {
            return new Described(SessionDescription.parse(message.body().toBytes()));
        } catch (MalformedSdpException e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
    }

    /** What it describes; empty whatever the reason. */
    static Optional<SessionDescription> description(SipMessage message) {
        return of(message) instanceof Described(var description) ? Optional.of(description) : Optional.empty();
    }

    private static boolean isSdp(SipMessage message) {
        var type = message.headers().value(HeaderName.CONTENT_TYPE).orElse(Slice.EMPTY);
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.part(0, semicolon)).trimmed().isIgnoreCase(TYPE);
    }

    /** "handling=optional": "the UAS MUST ignore the message body" (RFC 3261 §20.11). */
    private static boolean isOptional(SipMessage message) {
        var disposition =
                message.headers().value(HeaderName.CONTENT_DISPOSITION).orElse(Slice.EMPTY);
        return !isSdp(message) && disposition.toString().replace(" ", "").contains(";handling=optional");
    }
}
