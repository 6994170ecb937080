/**
 * The rules of the house as code, for the HouseTest of each module: who may lean on whom, one clock, where sockets and locks
 * live, and how large a thing may grow.
 *
 * <p><b>May import:</b> nothing of ours. <b>Imported by:</b> HouseTest in the library and in the server.
 */
@NullMarked
package org.strowger.sip.testing.house;

import org.jspecify.annotations.NullMarked;
