/**
 * The simulation: ten thousand calls through the whole server, over a false network that loses, repeats, reorders and delays, on a false
 * clock and by a seed.
 *
 * <p>{@link org.strowger.server.simulation.Town} lives, {@link org.strowger.server.simulation.Ledger} keeps the books at the server's door,
 * {@link org.strowger.server.simulation.Inquest} asks both ends of every call how it ended. What is right they know from the RFC, not from
 * the rooms that they watch.
 *
 * <p><b>May import:</b> everything. <b>Imported by:</b> nobody.
 */
@NullMarked
package org.strowger.server.simulation;

import org.jspecify.annotations.NullMarked;
