package org.strowger.sip.ua;

import java.util.ArrayList;
import java.util.List;
import org.strowger.sip.message.SipResponse;

/** Writes down what happens to a call. */
final class Diary implements SessionListener {
    private final List<String> lines = new ArrayList<>();

    /** All so far, in order. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void trying(InviteSession session) {
        lines.add("trying");
    }

    @Override
    public void ringing(InviteSession session, SipResponse response) {
        lines.add("ringing " + response.status().code());
    }

    @Override
    public void answered(InviteSession session, Conversation conversation) {
        lines.add("answered");
    }

    @Override
    public void ended(InviteSession session, SessionEnd end) {
        lines.add(end.summary());
    }
}
