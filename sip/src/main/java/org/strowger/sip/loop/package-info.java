/**
 * Threads, shards, the clock and the timers: who owns the state of a call, and when it runs.
 *
 * <p>A {@link org.strowger.sip.loop.Shard} owns a part of all Call-IDs and runs one thing at a time, so the rooms above need no lock. A {@link
 * org.strowger.sip.loop.Loop} is a thread that turns a {@link org.strowger.sip.loop.Poller} and the wheels of some shards; tests
 * have no loop and turn the shards by hand, with a clock of their own.
 *
 * <p><b>Refuses:</b> to know what a message is. Nothing here waits for the network or a disk.
 *
 * <p><b>May import:</b> nothing of ours. <b>Imported by:</b> every room that owns state or needs the time.
 */
@NullMarked
package org.strowger.sip.loop;

import org.jspecify.annotations.NullMarked;
