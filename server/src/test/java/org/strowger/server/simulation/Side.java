package org.strowger.server.simulation;

import java.util.Optional;
import org.strowger.sip.testing.FakeNode;
import org.strowger.sip.ua.SessionEnd;

/** One end of a call of the simulation, as its agent sees it. */
interface Side {
    /** Where it is. */
    FakeNode node();

    /** How it ended for this one; empty while it lasts. */
    Optional<SessionEnd> end();

    /** Whether this one is in the dark: it hears and says nothing any more. */
    boolean hasVanished();
}
