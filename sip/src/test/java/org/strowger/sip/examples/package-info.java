/**
 * The programs of sip/README.md, whole and running: what stands between the marks is what stands there.
 *
 * <p><b>May import:</b> what another project may: the public part of the library. <b>Imported by:</b> nobody.
 */
@NullMarked
package org.strowger.sip.examples;

import org.jspecify.annotations.NullMarked;
