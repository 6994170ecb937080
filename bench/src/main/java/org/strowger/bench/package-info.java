/**
 * What single steps cost in nanoseconds and bytes: ours, beside those of JAIN-SIP and pkts.io on the same message.
 *
 * <p>Run by {@code bench/micro}; nothing here ships.
 *
 * <p><b>May import:</b> everything. <b>Imported by:</b> nobody.
 */
@NullMarked
package org.strowger.bench;

import org.jspecify.annotations.NullMarked;
