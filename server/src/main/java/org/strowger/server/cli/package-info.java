/**
 * The command line: one class per command, {@link org.strowger.server.cli.Main} in front.
 *
 * <p>Commands read options, start what they need, print for people, and end with a status: 0 it happened, 1 it did not, 2 the command
 * was not understood. Nothing here knows how SIP works.
 *
 * <p><b>May import:</b> exchange and everything below it. <b>Imported by:</b> nobody.
 */
@NullMarked
package org.strowger.server.cli;

import org.jspecify.annotations.NullMarked;
