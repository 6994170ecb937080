/**
 * What tests hold in their hands: a false clock, a false network, a recorder, and the tags that tie a test to an RFC.
 *
 * <p>Nothing here ships. The server's tests use it too, through the test jar of the library.
 *
 * <p><b>May import:</b> every room of the library. <b>Imported by:</b> tests only.
 */
@NullMarked
package org.strowger.sip.testing;

import org.jspecify.annotations.NullMarked;
